"""The word of whoever answers for an account, against a checklist (domain.md: attestation)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from registry import clock

USER = settings.AUTH_USER_MODEL


class SaidOfPassword(models.TextChoices):
    """Whether the password was changed since somebody who knew it left."""

    NOBODY_LEFT = "nobody_left", _("Nobody who knows it has left")
    CHANGED = "changed", _("Yes, it was changed since")
    NOT_YET = "not_yet", _("No, not yet")


class Attestation(models.Model):
    """What was said of an account on a day, and until when that holds. It is never changed; the next one follows it.

    ``students`` of ``class_year`` know the password and leave. ``backup_stays`` is empty where there is no backup, and
    ``devices_out`` and ``password`` where people sign in under names of their own.
    """

    trail_kind = "attestation"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="attestations")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="attestations")
    at = models.DateTimeField(default=clock.now)
    valid_until = models.DateField()
    students = models.PositiveSmallIntegerField(default=0)
    class_year = models.PositiveSmallIntegerField(null=True, blank=True)
    password = models.CharField(max_length=12, choices=SaidOfPassword.choices, blank=True)
    devices_out = models.BooleanField(null=True, blank=True)
    recovery_is_ours = models.BooleanField()
    guidelines_kept = models.BooleanField()
    backup_stays = models.BooleanField(null=True, blank=True)
    next_custodian = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(students=0, class_year=None) | Q(students__gte=1, class_year__isnull=False),
                name="attestation_students_are_a_number_and_a_class",
            ),
        )
        indexes = (
            models.Index(fields=("account", "-id"), name="attestation_last"),
            models.Index(fields=("at", "account"), name="attestation_by_day"),
        )

    def __str__(self) -> str:
        return self.trail_label

    @property
    def holds(self) -> bool:
        """Whether it still holds today."""
        return self.valid_until >= clock.today()

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return f"{self.account.trail_label}, {clock.local(self.at):%Y-%m-%d}"

    @property
    def trail_unit_id(self) -> int:
        return self.account.unit_id
