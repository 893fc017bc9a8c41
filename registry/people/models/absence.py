"""Absences: the days on which somebody is not the first to be asked. Why they are away is nobody's business here."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry import clock
from registry.people.models.user import User


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences by date."""

    def on(self, day: date | None = None) -> Self:
        """Those that hold on a day, today unless told; an absence ended early is over at once."""
        day = day or clock.today()
        return self.filter(starts_on__lte=day, ends_on__gte=day, ended_at=None)

    def not_over(self) -> Self:
        """Those that hold today or are still to come."""
        return self.filter(ends_on__gte=clock.today(), ended_at=None)


class Absence(models.Model):
    """Somebody is out of office from a first to a last day, both included, until its midnight in the district."""

    person = models.ForeignKey(User, models.PROTECT, related_name="absences")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = models.Manager.from_queryset(AbsenceQuerySet)()

    trail_kind = "absence"

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="absence_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="absence_ended_by_goes_with_ended_at",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(name="absence_by_person", fields=["person", "ends_on"])]

    def __str__(self) -> str:
        return self.trail_label

    @property
    def holds(self) -> bool:
        """Whether the person is away today."""
        return self.ended_at is None and self.starts_on <= clock.today() <= self.ends_on

    @property
    def trail_id(self) -> str:
        """How the trail names this absence."""
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        """What the trail calls it: the person and the days."""
        days = {"person": self.person.name, "first": self.starts_on.isoformat(), "last": self.ends_on.isoformat()}
        return gettext("%(person)s away, %(first)s to %(last)s") % days

    @property
    def trail_unit_id(self) -> int | None:
        """The unit the person works in."""
        return self.person.unit_id
