"""What is signed over the chain, day by day."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """A signed root over a run of entries, to be anchored outside (security C3, C4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.BigIntegerField(unique=True)
    last = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signature = models.TextField()
    kid = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = [models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="seal_not_empty")]

    def __str__(self) -> str:
        return f"seal {self.first} to {self.last}"
