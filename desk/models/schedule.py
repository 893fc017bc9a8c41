"""Reports that somebody is told of by letter, week by week or month by month."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry import clock

USER = settings.AUTH_USER_MODEL


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", _("Every Monday")
    MONTHLY = "monthly", _("On the first of each month")

    def last_day(self, today: date) -> date:
        """The day of its last letter, today at the latest."""
        if self is Rhythm.WEEKLY:
            return today - timedelta(days=today.weekday())
        return today.replace(day=1)

    def period(self, day: date) -> tuple[date, date]:
        """What the letter of a day is about: the week or the month that is over."""
        until = day - timedelta(days=1)
        return (day - timedelta(days=7) if self is Rhythm.WEEKLY else until.replace(day=1)), until


class ReportSchedule(models.Model):
    """One report, by one choice of parameters (`query`, without a period: the rhythm gives it), for one person.

    `told_on` is the day of the last letter, at first the day it was asked for. It ends by its person's wish, or with
    the office or the work by which they may ask for the report.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="report_schedules")
    report = models.SlugField(max_length=40)
    query = models.CharField(max_length=500, blank=True)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)
    made_at = models.DateTimeField(default=clock.now)
    told_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "report", "query"), condition=Q(ended_at=None), name="report_schedule_one_live"
            ),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="report_schedule_rhythm_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="") | Q(ended_at__isnull=False) & ~Q(ended_why=""),
                name="report_schedule_ended_has_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.report}, {self.get_rhythm_display()}"
