"""Looking at an account through HTTP, as people click it."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from accounts.models import Account
from registry import clock
from registry.people.models import User
from tests.cast import signed_in


def boxes(name: str, day: date | None) -> dict[str, str]:
    """A date as its three boxes are sent."""
    return {f"{name}_month": str(day.month), f"{name}_day": str(day.day), f"{name}_year": str(day.year)} if day else {}


def at_noon(day: date) -> Any:
    return clock.at(datetime.combine(day, time(18), UTC))


def look(user: User, account: Account, *, last: date | None, on: date | None = None, **data: str) -> HttpResponse:
    """What somebody saw; without a day of the last post, that there was none."""
    days = {**boxes("last_active_on", last), **boxes("checked_on", on or clock.today())}
    said = {"seen": "active" if last else "nothing", **days, **data}
    return signed_in(user).post(reverse("accounts:look", args=[account.uuid]), said)
