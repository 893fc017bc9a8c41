"""Accounts that are not ours, reported and worked on through HTTP."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from accounts.actions import found_reporting
from accounts.models import Found
from registry import clock
from registry.people.models import User
from tests.cast import Cast, signed_in
from tests.memory import remembered

DAY = {"on_month": "11", "on_day": "11", "on_year": "2025"}


@remembered
def make_found(cast: Cast, kind: str = "community", **said: Any) -> Found:
    """One that somebody on staff has reported; `said` as the form says it."""
    facts = {"handle": "https://instagram.com/harborboosters", "platform": None, "unit": cast.units.high}
    facts |= {"display_name": "Harbor Boosters", "claims": "Supports the teams of Harbor High", "by": cast.requester}
    return found_reporting.report(**{**facts, "kind": kind, **said})


def report(user: User, **typed: Any) -> HttpResponse:
    """Somebody fills the form in."""
    said = {"handle": "https://instagram.com/harborboosters", "kind": "community", "nobodys": "on"}
    unit = typed.pop("unit", user.unit)
    return signed_in(user).post(reverse("accounts:found-report"), {**said, "unit": unit.pk, **typed})


def do(user: User, verb: str, found: Found, **typed: Any) -> HttpResponse:
    """Somebody sends the form of one of the desk's verbs."""
    return signed_in(user).post(reverse(f"accounts:found-{verb}", args=[found.uuid]), typed)


def contacted(user: User, found: Found, **typed: Any) -> HttpResponse:
    """The same for a contact of today."""
    today = clock.today()
    day = {"on_month": today.month, "on_day": today.day, "on_year": today.year}
    return do(user, "contact", found, **{"channel": "message", "letter": "adopt", "days": "10", **day, **typed})
