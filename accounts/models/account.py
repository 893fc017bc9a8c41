"""An official presence on a platform, and the tasks of its set-up."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.holding import SearchedField
from accounts.models.platform import Platform
from registry import clock


class AccountClass(models.TextChoices):
    DISTRICT = "district", _("District")
    SCHOOL = "school", _("School or department")
    PROGRAM = "program", _("Program or classroom")
    STUDENT_GROUP = "student_group", _("Student group")
    COMMUNITY = "community", _("Community")
    UNAPPROVED = "unapproved", _("Unapproved")
    IMPOSTOR = "impostor", _("Impostor")

    @classmethod
    def official(cls) -> tuple["AccountClass", ...]:
        """The classes that are official once approved; the others never are (IV.6, IV.10)."""
        return (cls.DISTRICT, cls.SCHOOL, cls.PROGRAM, cls.STUDENT_GROUP)

    @classmethod
    def not_ours(cls) -> tuple["AccountClass", ...]:
        """The classes that are never official, and marked so everywhere (docs/decisions/0040)."""
        return (cls.COMMUNITY, cls.UNAPPROVED, cls.IMPOSTOR)


class AccountState(models.TextChoices):
    SETTING_UP = "setting_up", _("Being set up")
    ACTIVE = "active", _("Active")
    COMPROMISED = "compromised", _("Compromised")
    LOCKED_OUT = "locked_out", _("Locked out")
    CLOSING = "closing", _("Closing")
    RETIRED = "retired", _("Retired")
    FOUND = "found", _("Not ours")

    @classmethod
    def over(cls) -> tuple["AccountState", ...]:
        """The states in which an account takes on nothing new: it is being closed, or is, or was never ours."""
        return (cls.CLOSING, cls.RETIRED, cls.FOUND)


class AccountQuerySet(models.QuerySet["Account"]):
    """Accounts, and those of them that may be shown outside."""

    def public(self) -> "AccountQuerySet":
        """What any public page may list: official, active, and neither provisional nor suspended (domain.md)."""
        rows = self.filter(klass__in=AccountClass.official(), state=AccountState.ACTIVE)
        return rows.filter(provisional_until=None, suspended_at=None)


class Account(models.Model):
    """One handle on one platform. ``key`` is the normalised handle or address that makes it one of a kind.

    ``searched``: handle, name and group folded, written with them, so that a search needs no database's own folding.
    ``retroactive``: it existed before anybody approved it, so its login is secured before anything else (E1.13).
    """

    trail_kind = "account"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="accounts")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="accounts")
    klass = models.CharField(_("class"), max_length=16, choices=AccountClass.choices, db_column="class")
    state = models.CharField(max_length=12, choices=AccountState.choices, default=AccountState.SETTING_UP)
    handle = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    display_name = models.CharField(max_length=120)
    group = models.CharField(_("team, club or program"), max_length=80, blank=True)
    searched = SearchedField(default="", editable=False)
    purpose = models.TextField(blank=True)
    audience = models.CharField(max_length=200, blank=True)
    email = models.EmailField(_("district e-mail used to sign up"), blank=True)
    shows_students = models.BooleanField(default=False)
    under_13 = models.BooleanField(default=False)
    retroactive = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    provisional_until = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_why = models.CharField(max_length=200, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(suspended_at=None, suspended_why="")
                | (Q(suspended_at__isnull=False) & ~Q(suspended_why="")),
                name="account_suspended_has_why",
            ),
            models.UniqueConstraint(
                fields=("platform", "key"), condition=~Q(state="retired"), name="account_one_live_per_handle"
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(activated_at__isnull=False), name="account_active_was_activated"
            ),
            models.CheckConstraint(
                condition=Q(activated_at__isnull=True, activated_by__isnull=True)
                | Q(activated_at__isnull=False, activated_by__isnull=False),
                name="account_activated_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(retired_by__isnull=True) | Q(retired_at__isnull=False), name="account_retired_by_needs_at"
            ),
            models.CheckConstraint(
                condition=Q(state="retired", retired_at__isnull=False)
                | (~Q(state="retired") & Q(retired_at__isnull=True)),
                name="account_retired_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state="retired")
                | Q(state="found", klass__in=AccountClass.not_ours())
                | ~Q(state="found") & Q(klass__in=AccountClass.official()),
                name="account_found_is_not_ours",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "id"), name="account_by_unit"),
            models.Index(fields=("state", "id"), name="account_by_state"),
            models.Index(fields=("unit", "platform", "state"), name="account_by_place"),
            models.Index(fields=("activated_at", "klass"), name="account_by_beginning"),
            models.Index(fields=("retired_at", "klass"), condition=~Q(retired_at=None), name="account_by_end"),
        )

    def __str__(self) -> str:
        return f"{self.handle} ({self.platform.name})"

    def get_absolute_url(self) -> str:
        return reverse("accounts:account", args=[self.uuid])

    @property
    def number(self) -> str:
        """The number people say on the phone, like ``A-0037``."""
        return f"A-{self.pk:04d}"

    @property
    def name(self) -> str:
        """The handle as people write it: ``@lakeviewnordic`` where the platform's names are single words."""
        return self.platform.written(self.handle)

    @property
    def is_official(self) -> bool:
        ours = self.klass in AccountClass.official() and self.state == AccountState.ACTIVE
        return ours and not self.is_provisional and not self.is_suspended

    @property
    def is_provisional(self) -> bool:
        """Whether it was approved in an emergency, and the other offices have not approved it yet."""
        return self.provisional_until is not None

    @property
    def is_suspended(self) -> bool:
        """Whether it is not to be used: said so, or provisional for longer than it may be, chore or no chore."""
        over = self.provisional_until is not None and self.provisional_until <= clock.now()
        return self.suspended_at is not None or over

    @property
    def is_ours(self) -> bool:
        """Whether the district runs it, or is to; whatever its state (IV.6, IV.10)."""
        return self.klass in AccountClass.official()

    @property
    def is_public(self) -> bool:
        """The same for one account as `AccountQuerySet.public` for many."""
        return self.is_official

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return f"{self.handle} on {self.platform.name}"

    @property
    def trail_unit_id(self) -> int:
        return self.unit_id


class SetupTaskCode(models.TextChoices):
    """What is seen to on the platform before an account may be active (II.6, II.7, IV.3, IV.6, guidelines)."""

    NAME = "name", _("The name is the approved one")
    PICTURE = "picture", _("The profile picture is the approved one")
    LABEL = "label", _("The profile says that this is an official account of the district")
    EMAIL = "email", _("A district e-mail address is the login and the recovery address")
    SECOND_FACTOR = "second_factor", _("A second factor is on")
    CO_HOLDER = "co_holder", _("Communications can sign in beside the custodian")
    GUIDELINES = "guidelines", _("Privacy, comments and moderation are set as the guidelines ask")


class SetupTask(models.Model):
    trail_kind = "setup_task"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="setup_tasks")
    code = models.CharField(max_length=16, choices=SetupTaskCode.choices)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("account", "code"), name="setup_task_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="setup_task_done_at_and_by",
            ),
        )

    def __str__(self) -> str:
        return str(self.get_code_display())

    @property
    def trail_id(self) -> str:
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        return str(self)
