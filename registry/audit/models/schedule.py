"""For how long entries are kept: rows, so that a district can say it without a new release (security C6)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry import clock

#: As long as a person is asked to think ahead.
LONGEST = 100


class Schedule(models.Model):
    """From a day on, entries of a kind are kept for so many years; a later row of the same kind takes its place.

    `kind` is the noun of a group of events, like ``letter``; empty is everything that has no row of its own.
    """

    trail_kind = "schedule"

    kind = models.CharField(max_length=40, blank=True, default="")
    years = models.PositiveSmallIntegerField()
    authority = models.CharField(max_length=300)
    starts_on = models.DateField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("retention schedule")
        verbose_name_plural = _("retention schedules")
        ordering = ("kind", "starts_on", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=LONGEST), name="schedule_one_year_or_more"),
            models.CheckConstraint(condition=~Q(authority=""), name="schedule_has_authority"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The name people use for it, like ``S-0001``."""
        return f"S-{self.pk:04d}" if self.pk else "S-0000"

    @property
    def trail_id(self) -> str:
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        return gettext("retention schedule %(number)s") % {"number": self.number}
