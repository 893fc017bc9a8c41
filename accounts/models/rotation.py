"""A piece of work: this secret must change, for these reasons, by whom, by when (domain.md: rotation)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account, AccountClass, AccountState
from accounts.models.credential import Exposure, SecretField, SecretVersion
from accounts.models.platform import Platform
from registry import clock

USER = settings.AUTH_USER_MODEL


class ReasonKind(models.TextChoices):
    """Why a secret must change."""

    LEAVER = "leaver", _("Somebody who knows it has left")
    CLASS_GRADUATED = "class_graduated", _("A class that knows it has graduated")
    CUSTODY_PASSED = "custody_passed", _("The custody passes on")
    NOT_ENTRUSTED = "not_entrusted", _("Somebody knows it who may not open it")
    INCIDENT = "incident", _("Somebody else may have got in")
    AGE = "age", _("It is older than the district allows")
    KEY_COMPROMISE = "key_compromise", _("A key of the vault may be known")
    DRILL_FAILED = "drill_failed", _("A drill could not sign in with what is stored")
    REPORTED_CHANGE = "reported_change", _("It was changed on the platform, and not deposited")
    PERSONAL_CHANNEL = "personal_channel", _("It hangs on a personal mailbox or phone")

    @classmethod
    def urgent(cls) -> tuple["ReasonKind", ...]:
        """What does not wait: somebody may be using it now, or nobody of ours can get in."""
        return (cls.LEAVER, cls.NOT_ENTRUSTED, cls.INCIDENT, cls.KEY_COMPROMISE, cls.REPORTED_CHANGE, cls.DRILL_FAILED)


class RotationQuerySet(models.QuerySet["Rotation"]):
    """Rotations, and those that are still to be done."""

    def standing(self) -> "RotationQuerySet":
        """Open, of an account that is not retired: a closed account has nothing left to change."""
        return self.filter(closed_at=None).exclude(account__state=AccountState.RETIRED)


class Rotation(models.Model):
    """One secret of one account to be changed; ``field`` empty means everything that one signs in with.

    One is open per account and field, with as many reasons as there are. It is closed by a version (and only by one
    that its rules let through), or dropped, with the reason in words, where every reason turned out to be none.
    """

    trail_kind = "rotation"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="rotations")
    field = models.CharField(max_length=24, choices=SecretField.choices, blank=True)
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="rotations")
    due_on = models.DateField()
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)
    sessions_out_at = models.DateTimeField(null=True, blank=True)
    sessions_out_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_version = models.ForeignKey(
        SecretVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="closed_rotations"
    )
    dropped_why = models.CharField(max_length=200, blank=True)

    objects = RotationQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "field"), condition=Q(closed_at=None), name="rotation_one_open_per_field"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closed_version=None, dropped_why="")
                | Q(closed_at__isnull=False, closed_version__isnull=False, dropped_why="")
                | Q(closed_at__isnull=False, closed_version=None) & ~Q(dropped_why=""),
                name="rotation_closed_by_a_version_or_dropped",
            ),
            models.CheckConstraint(
                condition=Q(sessions_out_at=None, sessions_out_by=None)
                | Q(sessions_out_at__isnull=False, sessions_out_by__isnull=False),
                name="rotation_sessions_out_at_and_by",
            ),
        )
        indexes = (models.Index(fields=("due_on", "id"), condition=Q(closed_at=None), name="rotation_open"),)

    def __str__(self) -> str:
        return self.trail_label

    def get_absolute_url(self) -> str:
        return reverse("accounts:rotation", args=[self.uuid])

    @property
    def what(self) -> str:
        """What must change, inside a sentence."""
        return str(SecretField(self.field).label).lower() if self.field else str(_("whole sign-in"))

    @property
    def is_late(self) -> bool:
        return self.closed_at is None and self.due_on < clock.today()

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return str(_("%(field)s of %(account)s")) % {"field": self.what, "account": self.account.trail_label}

    @property
    def trail_unit_id(self) -> int:
        return self.account.unit_id


class RotationReason(models.Model):
    """One reason of a rotation: what kind, who must lose the secret, and by whom it was added (nobody: the clock).

    Who must lose it is a user, or a declaration of knowledge (students, people without a sign-in), or nobody known.
    """

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="reasons")
    kind = models.CharField(max_length=20, choices=ReasonKind.choices)
    person = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="must_lose")
    declaration = models.ForeignKey(
        Exposure, on_delete=models.PROTECT, null=True, blank=True, related_name="rotation_reasons"
    )
    words = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(person=None) | Q(declaration=None), name="rotation_reason_about_one_at_most"
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class RotationTerms(models.Model):
    """By when the district wants a secret changed, in working days, and on which day of the year a class graduates."""

    trail_kind = "setting"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    urgent_days = models.PositiveSmallIntegerField(default=1)
    other_days = models.PositiveSmallIntegerField(default=5)
    graduates_month = models.PositiveSmallIntegerField(default=6)
    graduates_day = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="rotation_terms_once"),)

    def __str__(self) -> str:
        return self.trail_label

    @property
    def trail_id(self) -> str:
        return "rotation-terms"

    @property
    def trail_label(self) -> str:
        return str(_("when passwords are changed"))


class AgeLimit(models.Model):
    """How old a password may become: on one platform or all, for one class of account or all; the nearest one holds.

    ``days`` empty: no limit there.
    """

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, null=True, blank=True, related_name="age_limits")
    klass = models.CharField(max_length=16, choices=AccountClass.choices, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("platform", "klass")
        constraints = (
            models.UniqueConstraint(fields=("platform", "klass"), name="age_limit_once"),
            models.UniqueConstraint(fields=("klass",), condition=Q(platform=None), name="age_limit_once_for_all"),
            models.CheckConstraint(condition=Q(days=None) | Q(days__gte=30), name="age_limit_of_a_month_or_more"),
        )

    def __str__(self) -> str:
        return f"{self.platform or '*'} {self.klass or '*'}: {self.days}"
