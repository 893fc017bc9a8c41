"""The district's limits, the nearest first, and the moments they amount to today."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import AccountClass, HealthTerms
from registry import clock


def all_terms() -> list[HealthTerms]:
    """The district's limits, one for a platform and a class before one for the platform, and that before all; the last
    one is for everything, as delivered where nobody has said otherwise."""
    rows = list(HealthTerms.objects.select_related("platform"))
    rows.sort(key=lambda row: -((2 if row.platform_id else 0) + (1 if row.klass else 0)))
    is_whole = bool(rows) and not (rows[-1].platform_id or rows[-1].klass)
    return rows if is_whole else [*rows, HealthTerms()]


class Limits(NamedTuple):
    """One row of them, as something that can be told apart by what it says."""

    platform_id: int | None
    klass: str
    checked_days: int | None
    verify_days: int
    custodian_days: int
    attest_days: int | None
    silent_days: int | None


def limits_now() -> tuple[Limits, ...]:
    """All of them, in the same order; one query."""
    return tuple(Limits(*(getattr(row, name) for name in Limits._fields)) for row in all_terms())


def scopes(rows: Iterable[Limits]) -> Iterator[tuple[Limits, Q]]:
    """Each limit with the condition (on what belongs to an account) that it is the nearest one there."""
    nearer = Q()
    for row in rows:
        here = _here(row)
        yield row, here & nearer
        nearer &= ~here


def before(days: int, today: date) -> datetime:
    """What happened before this moment is more than so many days before today, by the district's dates."""
    return clock.midnight(today - timedelta(days=days))


def in_words(row: HealthTerms) -> str:
    """For which accounts a limit is."""
    where = row.platform.name if row.platform else _("All platforms")
    return f"{where}, {AccountClass(row.klass).label}" if row.klass else where


def _here(row: Limits) -> Q:
    where = Q(account__platform=row.platform_id) if row.platform_id else Q()
    return where & Q(account__klass=row.klass) if row.klass else where
