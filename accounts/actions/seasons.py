"""Keeping the district's seasons, and on which day each class graduates."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import AccountSeason, Graduation, Season, SeasonCode
from accounts.rules import seasons as rules
from accounts.rules.seasons import Span
from registry import audit, clock
from registry.audit import Event
from registry.folding import folded
from registry.people.models import User


@audit.act()
def add(*, code: str, name: str, school_year: int, starts_on: date, ends_on: date, by: User) -> Season:
    """Put a season of a school year in the list; one of the district's own is spelled as it was before. Raises
    `Refused`.
    """
    rules.check_may_edit(by)
    said = Span(code, _as_before(name.strip()), school_year, starts_on, ends_on)
    rules.check_span(said)
    rules.check_is_new(said)
    try:
        with transaction.atomic():
            made: Season = Season.objects.create(
                code=said.code, name=said.name, school_year=said.school_year, starts_on=said.starts_on,
                ends_on=said.ends_on, added_by=by,
            )  # fmt: skip
    except IntegrityError:
        rules.check_is_new(said)
        raise
    audit.record(Event.SEASON_ADDED, by=by, on=made, after=_days(made))
    return made


@audit.act()
def change(season: Season, *, starts_on: date, ends_on: date, by: User) -> Season:
    """Give a season other days; what campaigns have asked stays due as it was told. Raises `Refused`, `Stale`."""
    rules.check_may_edit(by)
    season = _held(season)
    rules.check_can_change(season)
    said = Span(season.code, season.name, season.school_year, starts_on, ends_on)
    rules.check_days(said)
    rules.check_is_new(said, but=season)
    before = _days(season)
    season.starts_on, season.ends_on = starts_on, ends_on
    season.save(update_fields=["starts_on", "ends_on"])
    audit.record(Event.SEASON_CHANGED, by=by, on=season, before=before, after=_days(season))
    return season


@audit.act()
def remove(season: Season, *, by: User) -> Season:
    """Take a season out of the list; its row stays. Raises `Refused`, `Stale`."""
    rules.check_may_edit(by)
    season = _held(season)
    rules.check_can_remove(season)
    season.removed_at, season.removed_by = clock.now(), by
    season.save(update_fields=["removed_at", "removed_by"])
    audit.record(Event.SEASON_REMOVED, by=by, on=season, before=_days(season))
    return season


@audit.act()
def set_graduation(*, class_year: int, on: date, by: User) -> Graduation:
    """Say on which day a class graduates: from then on it must not know any login. What the day before had opened
    already stays open. Raises `Refused`.
    """
    rules.check_may_edit(by)
    rules.check_graduation(class_year, on)
    row, is_new = Graduation.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        class_year=class_year, defaults={"on": on, "set_by": by}
    )
    before = None if is_new else {"on": row.on.isoformat()}
    row.on, row.set_at, row.set_by = on, clock.now(), by
    row.save(update_fields=["on", "set_at", "set_by"])
    audit.record(Event.GRADUATION_SET, by=by, on=row, before=before, after={"on": on.isoformat()})
    return row


def _held(season: Season) -> Season:
    return Season.objects.select_for_update(of=("self",), no_key=True).get(pk=season.pk)


def _as_before(name: str) -> str:
    """The name as other years and accounts have it, where only its capitals or accents differ."""
    years = Season.objects.filter(code=SeasonCode.OTHER).values_list("name", flat=True)
    groups = AccountSeason.objects.filter(code=SeasonCode.OTHER, ended_at=None).values_list("name", flat=True)
    return next((known for known in (*years, *groups) if folded(known) == folded(name)), name)


def _days(season: Season) -> dict[str, str]:
    return {"starts": season.starts_on.isoformat(), "ends": season.ends_on.isoformat()}
