"""What was said of an account when it was handed in, and the work of getting back in where nobody can (IV.11)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from accounts.models.credential import Knower
from registry import clock

USER = settings.AUTH_USER_MODEL


class SaidOf(models.TextChoices):
    """Whose mailbox or phone an account hangs on, as somebody said; which one it is, nobody is asked (invariant 9)."""

    DISTRICT = "district", _("The district’s")
    EMPLOYEE = "employee", _("An employee’s own")
    STUDENT_OR_PARENT = "student_or_parent", _("A student’s or parent’s")
    NONE = "none", _("There is none")
    UNKNOWN = "unknown", _("Nobody knows")


class HandIn(models.Model):
    """How an account that existed already stood when it was handed in: who made it, on whose ways in it hangs.

    ``made_by`` is a part somebody plays (students: a number and a class), empty for an employee or where nobody knows.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="hand_in")
    made_by = models.CharField(max_length=16, choices=Knower.choices, blank=True)
    head_count = models.PositiveSmallIntegerField(null=True, blank=True)
    class_year = models.PositiveSmallIntegerField(null=True, blank=True)
    email = models.CharField(max_length=20, choices=SaidOf.choices, blank=True)
    phone = models.CharField(max_length=20, choices=SaidOf.choices, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(made_by="students") | Q(head_count__gte=1, class_year__isnull=False),
                name="hand_in_students_are_a_number",
            ),
        )

    def __str__(self) -> str:
        return str(self.account)


class LockedOut(models.TextChoices):
    """Why nobody of ours can sign in (E3.39, E3.40)."""

    UNKNOWN = "unknown", _("It is there, and nobody knows its login")
    LOST = "lost", _("Who had the login says it is lost")
    REFUSED = "refused", _("Who has the login does not hand it over")
    RENAMED = "renamed", _("Who had it changed the handle and kept the account")
    CHANNEL = "channel", _("Codes go to a mailbox or phone that is not ours")
    PLATFORM = "platform", _("The platform has locked or suspended it")


class RecoveryOutcome(models.TextChoices):
    OPEN = "", _("Under way")
    BACK = "back", _("Back in our hands")
    GIVEN_UP = "given_up", _("Given up")


class Recovery(models.Model):
    """The work of getting back in: one is open per account, ended by a login that works, or given up with a reason."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recoveries")
    why = models.CharField(max_length=12, choices=LockedOut.choices)
    words = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=RecoveryOutcome.choices, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("account",), condition=Q(closed_at=None), name="recovery_one_open"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None, closed_by=None, closed_why="")
                | Q(outcome="back", closed_at__isnull=False, closed_by__isnull=False)
                | Q(outcome="given_up", closed_at__isnull=False) & ~Q(closed_why=""),
                name="recovery_closed_at_by_and_how",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account}: {self.get_why_display()}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:recovery", args=[self.account.uuid])


class RecoveryStep(models.Model):
    """One step, in the words it had when the work began; ticked by whoever did it."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("recovery", "position"), name="recovery_step_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="recovery_step_done_at_and_by",
            ),
        )

    def __str__(self) -> str:
        return self.text
