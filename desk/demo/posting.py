"""Who may post, in the demo district: designations in every state, told through the real actions."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from accounts.actions import posting
from accounts.models import Account, Place, Poster
from desk.demo.designations import Designation
from desk.demo.teller import Teller
from registry import clock


def story(teller: Teller, plan: Designation, until: datetime) -> Iterator[datetime]:
    """One designation, from the proposal to what became of it."""
    yield until - timedelta(days=plan.ago)
    place = _place(teller, plan)
    if place is None:  # the account is not there yet in a demo of an early day
        return
    row = None
    if plan.proposer:
        row = posting.propose(place, **_terms(teller, plan), by=teller.people[plan.proposer])
        yield teller.later(hours=20)
    if plan.refused and row:
        posting.refuse(row, why=plan.refused, by=teller.people[plan.by])
    elif plan.by:
        row = posting.designate(place, **_terms(teller, plan), by=teller.people[plan.by])
        yield from _end(teller, plan, row)


def _end(teller: Teller, plan: Designation, row: Poster) -> Iterator[datetime]:
    if plan.revoked:
        yield teller.later(hours=24 * 30)
        posting.revoke(row, why=plan.revoked, by=teller.people[plan.by])
    elif plan.days:
        yield teller.later(hours=24 * (plan.days + 1))
        posting.end_due(by=None)


def _terms(teller: Teller, plan: Designation) -> dict[str, Any]:
    starts_on, ends_on = clock.today(), _last_day(plan)
    return {
        "person": teller.people[plan.person],
        "starts_on": starts_on,
        "ends_on": ends_on,
        "may_reveal": plan.reveals,
    }


def _last_day(plan: Designation) -> date | None:
    return clock.today() + timedelta(days=plan.days) if plan.days else None


def _place(teller: Teller, plan: Designation) -> Place | None:
    if not plan.handle:
        return teller.units[plan.unit]
    rows = Account.objects.filter(unit=teller.units[plan.unit], handle=plan.handle).order_by("pk")
    return rows.select_related("platform", "unit").first()
