"""What somebody brings from a password manager, between looking at it and depositing it: sealed, and soon gone."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from registry import clock

#: How long the sealed entries wait for an answer.
KEPT = timedelta(minutes=15)


class PasswordImport(models.Model):
    """One file that was read, sealed as a whole for whoever brought it; emptied when it is answered or too old."""

    trail_kind = "import"

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40)
    entries = models.PositiveIntegerField()
    deposited = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    kid = models.CharField(max_length=40)
    wrapped_key = models.BinaryField()
    blob = models.BinaryField()

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(blob=b"", wrapped_key=b""), name="import_is_gone_once_closed"
            ),
        ]
        indexes = (models.Index(fields=("until",), condition=Q(closed_at=None), name="import_waiting"),)

    def __str__(self) -> str:
        return f"{self.source}, {self.entries}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:import-look", args=[self.uuid])

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return self.source
