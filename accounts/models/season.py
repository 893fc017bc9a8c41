"""The school year of the district: its activity seasons, and on which day a class graduates (E3.46, E5.74)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from registry import clock

USER = settings.AUTH_USER_MODEL
#: Years of graduating classes, and of the ends of school years, that can be meant at all.
FIRST_YEAR, LAST_YEAR = 2003, 2199


class SeasonCode(models.TextChoices):
    FALL = "fall", _("Fall")
    WINTER = "winter", _("Winter")
    SPRING = "spring", _("Spring")
    ALL_YEAR = "all_year", _("All year")
    OTHER = "other", _("Another one")


def school_year_label(ends: int) -> str:
    """How a school year is written, by the year in which it ends: 2027 is ``2026-27``."""
    return f"{ends - 1}-{ends % 100:02d}"


def school_year_of(day: date) -> int:
    """In which school year a day lies, by the year in which that ends; the year turns in July."""
    return day.year + 1 if day.month >= 7 else day.year


class Season(models.Model):
    """One season of one school year: first and last day. ``school_year`` is the year in which it ends.

    One of the district's own is *other* with a name. One that was taken out keeps its row (invariant 8).
    """

    trail_kind = "setting"

    code = models.CharField(max_length=12, choices=SeasonCode.choices)
    name = models.CharField(max_length=40, blank=True)
    school_year = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("starts_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="season_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(code="other") & ~Q(name="") | ~Q(code="other") & Q(name=""), name="season_other_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(school_year__gte=FIRST_YEAR, school_year__lte=LAST_YEAR), name="season_year_can_be"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="season_removed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=("school_year", "code", "name"), condition=Q(removed_at=None), name="season_once_a_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} {school_year_label(self.school_year)}"

    @property
    def label(self) -> str:
        return self.name or str(SeasonCode(self.code).label)

    @property
    def trail_id(self) -> str:
        return f"season-{self.pk}"

    @property
    def trail_label(self) -> str:
        return f"{self}, {self.starts_on} – {self.ends_on}"


class AccountSeason(models.Model):
    """That a group's account belongs to a season, every year anew; an account without one belongs to *all year*."""

    trail_kind = "account_season"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="seasons")
    code = models.CharField(max_length=12, choices=SeasonCode.choices)
    name = models.CharField(max_length=40, blank=True)
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "code", "name"), condition=Q(ended_at=None), name="account_season_once"
            ),
            models.CheckConstraint(
                condition=Q(code="other") & ~Q(name="") | ~Q(code="other") & Q(name=""),
                name="account_season_other_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="account_season_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.name or str(SeasonCode(self.code).label)

    @property
    def trail_id(self) -> str:
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        return f"{self}, {self.account.trail_label}"

    @property
    def trail_unit_id(self) -> int:
        return self.account.unit_id
