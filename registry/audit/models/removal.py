"""What two people agreed to remove, so that the chain can be followed across the gap (security C6)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Removal(models.Model):
    """One run of whole sealed segments that was disposed of, signed under the key for seals.

    `root` is the hash of the last of them: the next entry follows it. `disposal` is the number of what was agreed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disposal = models.CharField(max_length=40)
    first = models.BigIntegerField(unique=True)
    last = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signature = models.TextField()
    kid = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("removal")
        verbose_name_plural = _("removals")
        ordering = ("first",)
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="removal_not_empty")]

    def __str__(self) -> str:
        return f"removal of {self.first} to {self.last}"
