"""A legal hold of the trail itself: entries of a time, of a unit, or all of them, may not be disposed of (security C6).

What is kept of one account is held by `LegalHold`, and what the trail has of that account with it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.models.hold import HoldWhy
from registry import clock
from registry.people.models import Unit

USER = settings.AUTH_USER_MODEL


class TrailHold(models.Model):
    """One reason for which entries must be kept: of a unit and what is under it, and of those days; of all where
    neither is said. Why is for those who read the whole trail, and never on the trail.
    """

    trail_kind = "trail_hold"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=12, choices=HoldWhy.choices)
    words = models.CharField(max_length=300, blank=True)
    placed_at = models.DateTimeField(default=clock.now)
    placed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_why="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why=""),
                name="trail_hold_lifted_at_by_and_why",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="trail_hold_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The name people use for it, like ``T-0002``."""
        return f"T-{self.pk:04d}"

    @property
    def trail_id(self) -> str:
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        return self.number

    @property
    def scope(self) -> str:
        """What it holds, in words."""
        days = {name: f"{day:%B %-d, %Y}" for name, day in (("since", self.since), ("until", self.until)) if day}
        what = str(self.unit) if self.unit else _("Everything")
        if self.since and self.until:
            return _("%(what)s, from %(since)s to %(until)s") % {"what": what, **days}
        if self.since:
            return _("%(what)s, from %(since)s on") % {"what": what, **days}
        return _("%(what)s, up to %(until)s") % {"what": what, **days} if self.until else what
