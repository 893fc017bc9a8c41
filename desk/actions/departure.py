"""Somebody leaves, tonight, on a day to come, or without knowing of it: one act through every room (E3.37, E3.52)."""

from datetime import date

import structlog

from accounts.actions import succession
from registry import audit, clock
from registry.people import actions as people
from registry.people.models import Departure, User
from registry.people.refusal import Refused

log = structlog.get_logger("mooring.departures")


@audit.act()
def depart(person: User, *, why: str, by: User, when: date | None = None) -> Departure:
    """Have somebody leave: at once, or at the midnight of the day `when`. The people import calls it too.

    At once: sessions and offices end, custody goes to who stands in, what they know must change, what waited for them
    is put before somebody else; nothing is left without anybody. Of a day to come their backups are asked as it comes
    near. Raises `Refused`, `Stale` where it is done or planned already.
    """
    if when is None:
        return people.leave_now(person, why=why, by=by)
    succession.hold_people(person)
    planned = people.plan_departure(person, last_day=when, why=why, by=by)
    _ask_in_time(planned)
    return planned


@audit.act()
def change(departure: Departure, *, when: date, why: str, by: User) -> Departure:
    """Record another last day; offers that are open stay open. Raises `Refused`, `Stale`."""
    succession.hold_people(departure.person)
    changed = people.change_departure(departure, last_day=when, why=why, by=by)
    _ask_in_time(changed)
    return changed


@audit.act()
def take_back(person: User, *, by: User) -> Departure:
    """They stay: what was offered because of it and not answered is taken back. Raises `Refused`, `Stale`."""
    back = people.take_departure_back(person, by=by)
    succession.call_off_offers(person, offered_by=back.made_by, by=by)
    return back


def _ask_in_time(departure: Departure) -> int:
    """Ask the backups where the day is near enough."""
    if departure.last_day - clock.today() > succession.AHEAD:
        return 0
    return succession.offer_what_they_hold(departure.person, last_day=departure.last_day, by=departure.made_by)


def prepare_due(*, by: User | None = None) -> int:
    """Begin the handoffs of who leaves within thirty days. Returns how many. Runs daily, any number of times."""
    until = clock.today() + succession.AHEAD
    near = Departure.objects.planned().filter(last_day__range=(clock.today(), until))
    begun = 0
    for departure in near.select_related("person", "made_by").order_by("pk"):
        with audit.act():
            begun += _prepare(departure)
    return begun


def _prepare(departure: Departure) -> int:
    """By what is recorded now: since it was listed they may stay after all, or leave on another day."""
    succession.hold_people(departure.person)
    row = Departure.objects.planned().filter(pk=departure.pk).select_related("person", "made_by").first()
    return _ask_in_time(row) if row else 0


def depart_due(*, by: User | None = None) -> int:
    """Close out everybody whose last day is over. Returns how many. Runs daily, any number of times.

    Who may not be closed out yet (the only superintendent) keeps no other from it: it is told, and tried again.
    """
    done = 0
    for departure in Departure.objects.planned().filter(last_day__lt=clock.today()).order_by("pk"):
        try:
            done += people.leave_as_planned(departure, by=by)
        except Refused as refused:
            log.warning("departure refused", departure=departure.pk, rule=refused.rule)
            people.say_it_waits(departure, by=by)
    return done
