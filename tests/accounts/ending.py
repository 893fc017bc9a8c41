"""Bringing an account to its end through HTTP, as people click it."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.http import HttpResponse
from django.urls import reverse

from accounts.actions.closing import begin_closing
from accounts.actions.closing_steps import keep_archive, tick_closing
from accounts.actions.finishing import finish_closing
from accounts.models import Account, Closing, ClosingStep
from accounts.rules.closing_plan import Plan
from registry import clock
from registry.people.models import User
from tests.cast import signed_in


def boxes(day: date) -> dict[str, str]:
    return {"planned_on_month": str(day.month), "planned_on_day": str(day.day), "planned_on_year": str(day.year)}


def plan(user: User, account: Account, verb: str = "begin", days: int = 14, **data: Any) -> HttpResponse:
    """Plan an end, or ask for it (`verb`), with its last day so many days away."""
    facts = {"kind": "close", "why": "over", **boxes(clock.today() + timedelta(days=days)), **data}
    return signed_in(user).post(reverse(f"accounts:closing-{verb}", args=[account.uuid]), facts)


def tick(user: User, account: Account, code: str, **data: Any) -> HttpResponse:
    address = reverse("accounts:closing-step", args=[account.uuid, code])
    return signed_in(user).post(address, {"done": "yes", **data})


def now(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def closing_of(account: Account) -> Closing:
    return Closing.objects.filter(account=account).latest("pk")


def bring_to_its_end(account: Account, by: User, kind: str = "close", **data: Any) -> Account:
    """Through every step by the actions: retired, or parked."""
    closing = begin_closing(account, Plan(kind, data.pop("why", "over"), clock.today(), **data), by=by)
    for code in ("announced", "last_post"):
        tick_closing(ClosingStep.objects.get(closing=closing, code=code), done=True, by=by)
    closing = closing_of(account)
    if kind != "park":
        keep_archive(closing, archive="Archive 12, folder 7", by=by)
    for code in ("cut_off", "gone"):
        tick_closing(ClosingStep.objects.get(closing=closing, code=code), done=True, by=by)
    finish_closing(closing, by=by)
    return now(account)


def chores() -> None:
    call_command("daily", stdout=StringIO())
