"""How a row of each list is shown: what it is about with its page, and what stands beside it."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account, AccountHealth, AccountPast, Handoff, Packet, Reveal, Rotation
from approvals.models import Seat
from desk.overview.dated import handoff_due
from desk.overview.tables import Cell, Line
from registry import clock
from registry.calendar import WorkingDays


def account(row: AccountHealth | AccountPast) -> Line:
    """One account: as it is, or as it was kept."""
    if isinstance(row, AccountHealth):
        now = row.account
        return _about(now, row.get_state_display(), now.get_state_display(), now.unit.name)
    return _about(row.account, row.get_health_display(), row.get_state_display(), row.unit.name)


def rotation(row: Rotation) -> Line:
    owner = row.owner.name if row.owner else _("Nobody yet")
    return _about(row.account, row.what, owner, row.due_on, url=row.get_absolute_url())


def packet(row: Packet) -> Line:
    return _about(row.account, row.campaign.title, row.custodian.name, row.due_on, url=row.get_absolute_url())


class Handoffs:
    """Handoffs with the day by which each is to be done; the calendar is read once."""

    def __init__(self) -> None:
        self.calendar = WorkingDays()

    def __call__(self, row: Handoff) -> Line:
        accepted = clock.local(row.accepted_at or row.offered_at).date()
        due = handoff_due(accepted, self.calendar)
        return _about(row.account, row.giver.name, row.taker.name, due, url=row.get_absolute_url())


def seat(row: Seat) -> Line:
    asked = row.asked.name if row.asked else _("Nobody yet")
    request = row.round.request
    cells = [Cell(row.get_office_display()), Cell(asked), Cell(row.due_on)]
    return Line(request.reference, cells, request.get_absolute_url())


def reveal(row: Reveal) -> Line:
    return _about(row.account, row.person.name, clock.local(row.at).date())


def made(row: Account) -> Line:
    return _about(row, row.unit.name, clock.local(row.activated_at or row.opened_at).date())


def retired(row: Account) -> Line:
    return _about(row, row.unit.name, clock.local(row.retired_at or row.opened_at).date())


def _about(account: Account, *beside: Any, url: str = "") -> Line:
    name = _("%(handle)s on %(platform)s") % {"handle": account.name, "platform": account.platform.name}
    return Line(name, [Cell(value) for value in beside], url or account.get_absolute_url())
