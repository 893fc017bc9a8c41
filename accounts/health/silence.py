"""Silence in season: somebody looked, and nothing had been posted for too long (E5.65). What nobody looked at is not
silent: it is not known.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from accounts.health.terms import before
from accounts.models import AccountSeason, EyesOnCheck, Season, Seen

_reached = EyesOnCheck.objects.exclude(seen=Seen.UNREACHABLE)


def silent(today: date, days: int) -> QuerySet[EyesOnCheck]:
    """The last look at an account, where it had been quiet for more than `days` days of a season that is on. Of an
    account that is in use all year the look itself is no older than that: later, nobody knows any more.
    """
    longest = timedelta(days=days)
    rows = _last().alias(quiet=F("checked_on") - F("last_active_on"))
    rows = rows.filter(Q(last_active_on=None) | Q(quiet__gt=longest))
    seasons = AccountSeason.objects.filter(account=OuterRef("account"), ended_at=None)
    lately = Q(checked_on__gte=today - longest) & ~Exists(seasons)
    rows = rows.filter(Q(Exists(_on_for(today, longest))) | lately)
    return rows.filter(account__activated_at__lt=before(days, today))


def _last() -> QuerySet[EyesOnCheck]:
    """The last look at each account that reached it."""
    later = Q(checked_on__gt=OuterRef("checked_on")) | Q(checked_on=OuterRef("checked_on"), pk__gt=OuterRef("pk"))
    return _reached.filter(~Exists(_reached.filter(later, account=OuterRef("account"))))


def _on_for(today: date, longest: timedelta) -> Any:
    """The seasons of a group that are on today, and had been for more than so long when somebody looked."""
    looked = Cast(OuterRef(OuterRef("checked_on")), DateField())
    days = Season.objects.filter(removed_at=None, code=OuterRef("code"), name=OuterRef("name"))
    days = days.filter(starts_on__lte=today, ends_on__gte=today)
    days = days.alias(on_for=ExpressionWrapper(looked - F("starts_on"), DurationField())).filter(on_for__gt=longest)
    return AccountSeason.objects.filter(Exists(days), account=OuterRef("account"), ended_at=None)
