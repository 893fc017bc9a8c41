"""Departures: that somebody leaves, on which last day, and whether it is done. What happened is not kept here."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry import clock
from registry.people.models.user import User


class DepartureWhy(models.TextChoices):
    """What the rest of the house must know of it: who is told, and how soon. Never what happened."""

    LEAVES = "leaves", _("They leave, or change to a job without accounts")
    OVER = "over", _("Their work for us is over: a volunteer, a vendor, an intern")
    UNREACHABLE = "unreachable", _("Nobody can reach them, or they have died")
    DISMISSED = "dismissed", _("They are dismissed")


class DepartureQuerySet(models.QuerySet["Departure"]):
    """Departures by what became of them."""

    def planned(self) -> Self:
        """Those that are still to come, or to be done."""
        return self.filter(done_at=None, taken_back_at=None)


class Departure(models.Model):
    """One departure. The last day holds until its midnight in the district; a dismissal is done at once."""

    person = models.ForeignKey(User, models.PROTECT, related_name="departures")
    why = models.CharField(max_length=12, choices=DepartureWhy.choices)
    last_day = models.DateField(_("last day"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = models.Manager.from_queryset(DepartureQuerySet)()

    trail_kind = "departure"

    class Meta:
        ordering = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(done_at=None, taken_back_at=None), name="departure_one_planned"
            ),
            models.CheckConstraint(
                name="departure_done_or_taken_back", condition=Q(done_at=None) | Q(taken_back_at=None)
            ),
            models.CheckConstraint(
                name="departure_taken_back_at_and_by",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
            models.CheckConstraint(
                name="departure_dismissal_is_at_once", condition=~Q(why="dismissed") | Q(done_at__isnull=False)
            ),
            models.CheckConstraint(name="departure_why_is_known", condition=Q(why__in=DepartureWhy.values)),
        ]

    def __str__(self) -> str:
        return self.trail_label

    @property
    def trail_id(self) -> str:
        """How the trail names it."""
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        """What the trail calls it: the person and the day."""
        words = {"person": self.person.name, "day": self.last_day.isoformat()}
        return gettext("%(person)s, last day %(day)s") % words

    @property
    def trail_unit_id(self) -> int | None:
        """The unit the person works in; of a dismissal none, so that only who reads the whole trail reads of it."""
        return None if self.why == DepartureWhy.DISMISSED else self.person.unit_id
