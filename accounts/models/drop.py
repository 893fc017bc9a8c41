"""A link for handing in what gets one into one account, for somebody without a sign-in (IV.11, E3.39 to E3.50).

A link is used once and expires. Of whoever uses it no name is kept: students are a number and a graduating class.
What was left is sealed as a whole, and is nothing but held until an adult has answered: then it is a deposit, or gone.
"""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from accounts.models.credential import Knower, SecretField
from registry import clock

USER = settings.AUTH_USER_MODEL
#: How long what was left waits for an adult's word.
HELD = timedelta(days=14)


class Bearer(models.TextChoices):
    """For whom a link may be: those who may know a login without a sign-in here. Never a name (invariant 9)."""

    STUDENTS = Knower.STUDENTS.value, _("A student")
    FORMER_COACH = Knower.FORMER_COACH.value, _("A former coach or advisor")
    PARENT = Knower.PARENT.value, _("A parent or volunteer")
    WEBMASTER = Knower.WEBMASTER.value, _("A vendor, webmaster or contractor")


class Guardian(models.TextChoices):
    """Whether a student's parent or guardian was told: a yes and a day, never who (E3.41)."""

    UNSAID = "", _("Not said")
    TOLD = "told", _("Yes, they were told")
    NOT_ASKED = "not_asked", _("Our policy does not ask that parents be told")


class DropState(models.TextChoices):
    OPEN = "open", _("Not used yet")
    HELD = "held", _("Waits for your word")
    CONFIRMED = "confirmed", _("Confirmed")
    DISCARDED = "discarded", _("Discarded")
    REVOKED = "revoked", _("Revoked")
    LAPSED = "lapsed", _("Expired")


class Drop(models.Model):
    """One link: for which fields of which account, for whom, by whom, until when; only the token's hash is kept.

    ``receipt`` is what whoever left something was shown. ``purged_at``: what it said of students was taken out.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="drops")
    fields = models.JSONField(default=list)
    bearer = models.CharField(max_length=16, choices=Bearer.choices)
    class_year = models.PositiveSmallIntegerField(null=True, blank=True)
    guardian = models.CharField(max_length=12, choices=Guardian.choices, blank=True, default="")
    guardian_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=120, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    nonce_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(max_length=12, choices=DropState.choices, default=DropState.OPEN)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_fields = models.JSONField(default=list, blank=True)
    receipt = models.CharField(max_length=12, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.CharField(max_length=200, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    kid = models.CharField(max_length=40, blank=True)
    wrapped_key = models.BinaryField(default=b"")
    blob = models.BinaryField(default=b"")

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="held", left_at__isnull=False, closed_at=None) & ~Q(blob=b"") & ~Q(wrapped_key=b"")
                | ~Q(state="held") & Q(blob=b"", wrapped_key=b"", kid=""),
                name="drop_holds_only_while_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "held"), closed_at=None)
                | ~Q(state__in=("open", "held")) & Q(closed_at__isnull=False),
                name="drop_closed_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "discarded")) | Q(left_at__isnull=False, closed_by__isnull=False),
                name="drop_is_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(bearer="students") & (Q(class_year__isnull=False) | Q(purged_at__isnull=False))
                | ~Q(bearer="students") & Q(class_year=None, guardian="", guardian_on=None),
                name="drop_students_are_a_class",
            ),
        ]
        indexes = (models.Index(fields=("state", "expires_at"), name="drop_by_state"),)

    def __str__(self) -> str:
        return f"{self.number}, {self.account}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:drops", args=[self.account.uuid])

    @property
    def number(self) -> str:
        """The name people use for it, like ``D-0007``."""
        return f"D-{self.pk:04d}"

    @property
    def is_usable(self) -> bool:
        """Whether whoever has the link can still use it."""
        return self.state == DropState.OPEN and clock.now() < self.expires_at

    @property
    def left_words(self) -> str:
        """Which fields were left, inside a sentence; never a value."""
        return ", ".join(str(SecretField(field).label).lower() for field in self.left_fields)

    @property
    def state_words(self) -> str:
        """The state as it is now, chore or no chore."""
        over = self.state == DropState.OPEN and not self.is_usable
        return str(DropState.LAPSED.label if over else self.get_state_display())
