"""What the tests about posting share: forms as people fill them in, and rows made through the real actions."""

from datetime import date, timedelta
from typing import Any

from accounts.actions import authorizing, posting
from accounts.models import Authorization, Place, Poster
from registry import clock
from registry.people.models import User
from tests.cast import Cast

TODAY = {"starts_on_month": "11", "starts_on_day": "12", "starts_on_year": "2025"}


def days(name: str, day: date | None) -> dict[str, str]:
    """A date as its three boxes send it."""
    parts = (day.month, day.day, day.year) if day else ("", "", "")
    return {f"{name}_{box}": str(part) for box, part in zip(("month", "day", "year"), parts, strict=True)}


def filled(person: User, *, ends_on: date | None = None, **more: Any) -> dict[str, Any]:
    """The form for a poster, from today on."""
    return {"person": person.email, **TODAY, **days("ends_on", ends_on), **more}


def proposed(cast: Cast, place: Place, person: User | None = None, **facts: Any) -> Poster:
    """Somebody proposed by the custodian."""
    terms = {"starts_on": clock.today(), "by": cast.coach, **facts}
    return posting.propose(place, person=person or cast.teacher, **terms)


def designated(cast: Cast, place: Place, person: User | None = None, **facts: Any) -> Poster:
    """Somebody designated by Communications."""
    terms = {"starts_on": clock.today(), "by": cast.communications, **facts}
    return posting.designate(place, person=person or cast.teacher, **terms)


def authorized(cast: Cast, person: User | None = None, **facts: Any) -> Authorization:
    """A one-off authorization for the high school and below, for thirty days."""
    today = clock.today()
    usual: dict[str, Any] = {
        "kind": "one_off", "unit": cast.units.high, "platform": None, "scope": "Results of the science fair.",
        "starts_on": today, "ends_on": today + timedelta(days=30), "reference": "R-0001", "by": cast.superintendent,
    }  # fmt: skip
    return authorizing.grant(person=person or cast.teacher, **{**usual, **facts})
