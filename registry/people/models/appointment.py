"""Appointments: who holds which office, from when until when, on whose behalf."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry import clock
from registry.people.models.absence import Absence
from registry.people.models.unit import Unit
from registry.people.models.user import User


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

    def with_absence(self) -> Self:
        """The same rows, each knowing until when its holder is away today, and who says so."""
        away = Absence.objects.on().filter(person=OuterRef("person")).order_by("-ends_on")
        until, by = away.values("ends_on")[:1], away.values("made_by")[:1]
        return self.annotate(away_until=Subquery(until), away_by=Subquery(by, output_field=models.UUIDField()))


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

    #: The last day of the holder's absence today; set by `with_absence`, None for whoever is there.
    away_until: date | None = None
    away_by: object = None

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

    def get_absolute_url(self) -> str:
        """The instrument's page."""
        return reverse("people:appointment", args=[self.pk])

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
    def last_day(self) -> date | None:
        """The day on which it ended or will; a designee's no later than the principal's."""
        own = clock.local(self.ended_at).date() if self.ended_at else self.ends_on
        theirs = self.on_behalf_of.last_day if self.on_behalf_of else None
        return min((day for day in (own, theirs) if day), default=None)

    @property
    def number(self) -> str:
        """The instrument's name, as decisions cite it: "appointment 14"."""
        return gettext("appointment %(number)s") % {"number": self.pk}

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
