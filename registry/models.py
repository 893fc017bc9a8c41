"""What the database remembers of keys: enough to refuse a wrong one, and nothing of the key itself."""

from django.db import models
from django.db.models import Q

from registry import clock


class KeyCheck(models.Model):
    """One key as first used here: its id and check value (HMAC(key, "kcv"), 8 bytes; see `registry.keyring`).

    A process whose keyring shows another key under the id must not write: mixed data could not be told apart.
    """

    purpose = models.CharField(max_length=20)
    kid = models.CharField(max_length=64)
    check_value = models.CharField(max_length=16)
    first_seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "kid"], name="one_check_value_per_key")]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.kid}"


class Instance(models.Model):
    """The one installation this database belongs to; every secret is bound to it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    identity = models.UUIDField()
    first_seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_instance")]

    def __str__(self) -> str:
        return str(self.identity)
