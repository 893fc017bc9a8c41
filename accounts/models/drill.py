"""Recovery drills: whether what is stored still gets somebody in, tried on a random sample (E2.28)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from registry import clock

USER = settings.AUTH_USER_MODEL


class ProofPlan(models.Model):
    """How often Communications proves that it can get in: one row, which the director edits.

    ``drill_size`` accounts are drawn each school year, each to be drilled within ``drill_days`` working days; a role
    with full control is seen again after ``role_months`` months.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    drill_size = models.PositiveSmallIntegerField(default=12)
    drill_days = models.PositiveSmallIntegerField(default=20)
    role_months = models.PositiveSmallIntegerField(default=12)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="proof_plan_is_one"),)

    def __str__(self) -> str:
        return f"{self.drill_size} / {self.drill_days} / {self.role_months}"


class DrillRound(models.Model):
    """One school year's draw: from how many accounts, how many, and the seed with which it can be drawn again."""

    year = models.PositiveSmallIntegerField(unique=True)
    seed = models.CharField(max_length=40)
    drawn_at = models.DateTimeField(default=clock.now)
    population = models.PositiveIntegerField()
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ("-year",)

    def __str__(self) -> str:
        return f"{self.year} – {self.year + 1}"


class DrillState(models.TextChoices):
    OPEN = "open", _("Open")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Dropped")


class DrillStep(models.TextChoices):
    """Where a drill came to its end."""

    VAULT = "vault", _("Something was not in the vault, or did not open")
    LOGIN = "login", _("The login or the password was refused")
    CODE = "code", _("The second factor could not be given")
    PLATFORM = "platform", _("The platform asked for something else")
    ROLE = "role", _("Nobody of Communications has full control there")
    GONE = "gone", _("The account is locked or gone")


class Drill(models.Model):
    """One account to sign in to with what is stored, and what came of it. One that nobody drew was asked for by hand.

    ``dropped``: the account was no longer active before anybody tried.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="drills")
    round = models.ForeignKey(DrillRound, on_delete=models.PROTECT, null=True, blank=True, related_name="drills")
    state = models.CharField(max_length=8, choices=DrillState.choices, default=DrillState.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    step = models.CharField(max_length=10, choices=DrillStep.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("account",), condition=Q(state="open"), name="drill_one_open"),
            models.UniqueConstraint(fields=("round", "account"), name="drill_once_a_round"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | ~Q(state="open") & Q(closed_at__isnull=False),
                name="drill_over_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("passed", "failed")) | Q(closed_by__isnull=False, minutes__isnull=False),
                name="drill_done_by_somebody_in_minutes",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(step=""), name="drill_failed_at_a_step"),
        )
        indexes = (models.Index(fields=("state", "closed_at"), name="drill_by_outcome"),)

    def __str__(self) -> str:
        return f"{self.account}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:drill", args=[self.account.uuid])
