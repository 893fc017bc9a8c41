"""Users, units and appointments: who someone is, where, and what office they hold until when."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry import clock

LANGUAGES = [("en", "English"), ("es", "Español"), ("vi", "Tiếng Việt")]


class UnitKind(models.TextChoices):
    """What a unit is in the district."""

    DISTRICT = "district", _("District")
    SCHOOL = "school", _("School")
    DEPARTMENT = "department", _("Department")
    ATHLETICS = "athletics", _("Athletics")
    ACTIVITIES = "activities", _("Activities")


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units as a tree."""

    def under(self, unit: "Unit") -> Self:
        """The unit itself and everything below it."""
        return self.filter(path__startswith=unit.path)


class UnitManager(models.Manager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    """Makes units with their place in the tree."""

    def create(self, **fields: Any) -> "Unit":
        """Make a unit; its path is its parent's path and its own number, known only once it is stored."""
        parent: Unit | None = fields.get("parent")
        with transaction.atomic():
            unit: Unit = super().create(**{**fields, "path": f"new-{uuid.uuid4().hex}"})
            unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
            unit.save(update_fields=["path"])
        return unit


class Unit(models.Model):
    """A school or a department; units form a tree under the district."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    short_name = models.CharField(_("short name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = models.CharField(max_length=255, unique=True, editable=False)

    objects = UnitManager()

    trail_kind = "unit"

    class Meta:
        ordering = ["path"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="unit_district_is_the_root",
                condition=Q(kind="district", parent=None) | (~Q(kind="district") & Q(parent__isnull=False)),
            ),
            models.UniqueConstraint(name="unit_one_district", fields=["kind"], condition=Q(kind="district")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def trail_id(self) -> str:
        """How the trail names this unit."""
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        """What the trail calls this unit."""
        return self.name

    @property
    def trail_unit_id(self) -> int:
        """The unit an entry about this one belongs to: itself."""
        return self.pk

    @property
    def depth(self) -> int:
        """How far below the district: the district is 0."""
        return self.path.count("/") - 2

    def path_ids(self) -> list[int]:
        """The numbers of this unit and all above it, self first."""
        return [int(part) for part in reversed(self.path.strip("/").split("/"))]

    def ancestors(self) -> list["Unit"]:
        """This unit and all above it, self first, in one query."""
        by_id = Unit.objects.in_bulk(self.path_ids())
        return [by_id[number] for number in self.path_ids()]

    def covers(self, other: "Unit") -> bool:
        """Whether the other unit is this one or below it."""
        return other.path.startswith(self.path)


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser, so `createsuperuser` cannot work: nobody stands above the rules."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user with a lower-case address; without a password nobody can sign in with one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address, whatever its capitals."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody on staff: invited or imported. What they may do comes from appointments, never from flags here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("title"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("unit"))
    is_active = models.BooleanField(_("may sign in"), default=True)
    daily_letter = models.BooleanField(_("one letter a day"), default=False)
    invited_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    left_on = models.DateField(null=True, blank=True)
    factor_changed_at = models.DateTimeField(null=True, blank=True)
    session_round = models.PositiveIntegerField(default=0)
    last_code = models.CharField(max_length=12, blank=True, default="", editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    trail_kind = "user"

    class Meta:
        ordering = ["name", "email"]
        constraints: ClassVar = [
            models.CheckConstraint(name="user_email_is_lower_case", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The first word of the name, for a greeting."""
        return self.name.split()[0] if self.name.strip() else self.email

    @property
    def trail_id(self) -> str:
        """How the trail names this person."""
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        """What the trail calls this person."""
        return self.name

    @property
    def trail_unit_id(self) -> int | None:
        """The unit this person works in."""
        return self.unit_id

    @property
    def trail_roles(self) -> list[str]:
        """The offices held now, as the trail keeps them: `administrator:12`, `superintendent`."""
        rows = self.appointments.in_force().values_list("office", "unit_id", "on_behalf_of_id")
        return [_role(office, unit_id, principal) for office, unit_id, principal in rows]

    def get_session_auth_hash(self) -> str:
        """Ties a session to the password and to the session round: change either, and every session ends."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under each older SECRET_KEY, so that changing the key signs nobody out."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        text = f"{self.password}:{self.session_round}"
        return salted_hmac("registry.people.session", text, secret=secret, algorithm="sha256").hexdigest()


def _role(office: str, unit_id: int | None, principal: int | None) -> str:
    scope = f":{unit_id}" if unit_id else ""
    return f"{office}{scope}{' (designee)' if principal else ''}"


class Office(models.TextChoices):
    """A power held for a time, by appointment."""

    ADMINISTRATOR = "administrator", _("Administrator")
    SUPERINTENDENT = "superintendent", _("Superintendent")
    COMMUNICATIONS_DIRECTOR = "communications_director", _("Communications director")
    COMMUNICATIONS_STAFF = "communications_staff", _("Communications staff")
    ALTERNATE = "alternate", _("Alternate")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments by date."""

    def in_force(self, on: date | None = None) -> Self:
        """Those that hold on a day (today unless told): a designee's only while the principal's does too.

        A last day counts until its midnight in the district's zone (invariant 10); an appointment ended early
        stops that moment. Nobody who is inactive holds an office.
        """
        day = on or clock.today()
        principal = Q(on_behalf_of=None) | (_holds_on(day, "on_behalf_of__") & Q(on_behalf_of__person__is_active=True))
        return self.filter(_holds_on(day), principal, person__is_active=True)

    def to_come(self) -> Self:
        """Those that have not begun and were not called off."""
        return self.filter(starts_on__gt=clock.today(), ended_at=None)


def _holds_on(day: date, prefix: str = "") -> Q:
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(settings.TIME_ZONE))
    return (
        Q(**{f"{prefix}starts_on__lte": day})
        & (Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day}))
        & (Q(**{f"{prefix}ended_at": None}) | Q(**{f"{prefix}ended_at__gte": midnight}))
    )


class Appointment(models.Model):
    """Who holds which office, of which unit, from when until when, appointed by whom, on whose behalf."""

    person = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    office = models.CharField(_("office"), max_length=30, choices=Office.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="appointments")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    on_behalf_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="designees")
    appointed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = models.Manager.from_queryset(AppointmentQuerySet)()

    trail_kind = "appointment"

    class Meta:
        ordering = ["office", "starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="appointment_unit_for_administrators_only",
                condition=Q(office="administrator", unit__isnull=False) | (~Q(office="administrator") & Q(unit=None)),
            ),
            models.CheckConstraint(name="appointment_office_is_known", condition=Q(office__in=Office.values)),
            models.CheckConstraint(
                name="appointment_not_on_its_own_behalf",
                condition=Q(on_behalf_of=None) | ~Q(on_behalf_of=F("pk")),
            ),
            models.CheckConstraint(
                name="appointment_ended_by_needs_ended_at", condition=Q(ended_by=None) | Q(ended_at__isnull=False)
            ),
        ]
        indexes: ClassVar = [models.Index(name="appointment_office_unit", fields=["office", "unit"])]

    def __str__(self) -> str:
        return self.trail_label

    @property
    def designation(self) -> str:
        """The office in words: "Administrator, North High", "Superintendent (designee of Ana Ruiz)"."""
        office = self.get_office_display()
        if self.unit:
            office = gettext("%(office)s, %(unit)s") % {"office": office, "unit": self.unit.name}
        if self.on_behalf_of:
            principal = self.on_behalf_of.person.name
            office = gettext("%(office)s (designee of %(principal)s)") % {"office": office, "principal": principal}
        return office

    @property
    def trail_id(self) -> str:
        """How the trail names this appointment."""
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        """What the trail calls it: the person and the office."""
        return gettext("%(person)s: %(office)s") % {"person": self.person.name, "office": self.designation}

    @property
    def trail_unit_id(self) -> int | None:
        """The unit the office is of, else the person's."""
        return self.unit_id or self.person.unit_id
