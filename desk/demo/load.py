"""Loads the demo district once, as it would have come about up to a day."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from accounts.actions import keeping_health, keeping_past
from desk.demo import (
    away,
    campaigns,
    days,
    drills,
    endings,
    found,
    founding,
    leaving,
    looking,
    looks,
    permissions,
    policy,
    posting,
    records,
    reports,
    school_year,
    timeline,
)
from desk.demo.designations import DESIGNATIONS
from desk.demo.district import EVERYONE, UNITS
from desk.demo.plans import PLANS, Stage
from desk.demo.story import story
from desk.demo.teller import Teller
from desk.demo.year import put_on_calendar
from registry import audit, clock
from registry.audit import Event, checking, sealing
from registry.audit.models import Entry
from registry.outbox.dropping import drop_before
from registry.people.models import Appointment, Unit, User

#: The district was founded so long before today, and the first request followed after a week.
FOUNDED, FIRST_REQUEST = timedelta(days=400), timedelta(days=393)
#: Letters older than this are not sent when the demo starts.
NEWS = timedelta(days=6)
#: Requests that are still on their way began in these last days.
RECENT = timedelta(days=16)
SETTLED = (Stage.ACTIVE, Stage.CHANGED)


class HalfLoadedError(RuntimeError):
    """There are people, but the demo was never finished: somebody stopped it, or this is a real district."""


def is_loaded() -> bool:
    """Whether the demo is complete. Raises `HalfLoadedError` where it is neither there nor absent."""
    if Entry.objects.filter(action=Event.DEMO_LOADED).exists():
        return True
    if Appointment.objects.exists() or User.objects.exists():
        raise HalfLoadedError
    return False


def load(*, as_of: date, seed: int) -> None:
    """Make the district as it stands on the evening of ``as_of``, or now if that is today."""
    until = min(datetime.combine(as_of, time(23), UTC), clock.now())
    with clock.at(until - FOUNDED):
        people = founding.found()
        founding.settle_in(people)
        for person in _with_second_factor(people):
            founding.enrol(person)
        put_on_calendar(as_of, by=people["Dana Whitfield"])
    units = {code: Unit.objects.get(name=name) for code, name, *_rest in UNITS}
    teller = Teller(people, units, seed=seed)
    stories = [story(teller, plan, begins) for plan, begins in zip(PLANS, _beginnings(until), strict=True)]
    stories += [away.stand_in(teller, until - timedelta(days=12)), away.by_two(teller, until - timedelta(days=4))]
    stories += [permissions.story(teller, wish, until) for wish in permissions.WISHES]
    stories.append(policy.story(teller, until=until))
    stories += [posting.story(teller, plan, until) for plan in DESIGNATIONS]
    stories += [drills.story(teller, until), school_year.story(teller, until), leaving.story(teller, until)]
    stories.append(reports.story(teller, until))
    stories.append(looks.story(teller, until))
    stories += [*endings.stories(teller, until), found.story(teller, until), campaigns.story(teller, until)]
    stories.append(looking.story(teller, until))
    stories += [records.story(teller, until), days.story(until)]
    timeline.tell(stories, until=until)
    with clock.at(until):
        keeping_health.recompute()  # what only time brought, as every night: a change that is overdue by now
        keeping_past.keep()
        checking.check_due(by=None)
        sealing.seal_due(by=None)
    with clock.at(until), audit.act():
        drop_before(until - NEWS)
        audit.record(Event.DEMO_LOADED, by=None, after={"people": len(people), "engine": connection.vendor})


def _beginnings(until: datetime) -> list[datetime]:
    """When each plan begins: settled ones spread over the year, open ones over the last days."""
    settled = sum(plan.stage in SETTLED for plan in PLANS)
    gap = (FIRST_REQUEST - timedelta(days=60)) / settled
    moments, old, new = [], until - FIRST_REQUEST, until - RECENT
    for plan in PLANS:
        if plan.stage in SETTLED:
            moments.append(old)
            old += gap
        else:
            moments.append(new)
            new += timedelta(hours=15)
    return moments


def _with_second_factor(people: dict[str, User]) -> list[User]:
    """Everybody with an office, everybody who looks after an account, and posters who may open one."""
    names = {cast.name for cast in EVERYONE if cast.office} | {plan.requester for plan in PLANS}
    names |= {plan.person for plan in DESIGNATIONS if plan.reveals}
    return [people[name] for name in sorted(names) if name in people]
