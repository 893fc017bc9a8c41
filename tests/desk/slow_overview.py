"""The figures of the overview once more, slowly and by other means: one row after the other, in Python, of this moment."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from accounts.health import bits_of, state_of
from accounts.models import Account, Attestation, Campaign, Drill, Handoff, Packet, Reveal, Rotation
from accounts.rules.control import control_missing
from accounts.rules.handoff import terms
from approvals.models import Seat
from desk.overview.gather import Overview
from desk.overview.tables import Table
from registry import clock
from registry.calendar import WorkingDays
from registry.people.models import Unit

Figures = dict[str, Any]
SAID = ("At risk", "Needs attention", "Healthy", "Resting")


def slowly() -> Figures:
    """Everything, as it is now."""
    accounts = [row for row in Account.objects.all() if row.state != "retired"]
    health = {row.pk: str(state_of(bits_of(row)).label) for row in accounts}
    used = [row for row in accounts if health[row.pk] in SAID]
    active = [row for row in accounts if row.state == "active" and row.is_ours]
    found: Figures = {
        "health": Counter(health[row.pk] for row in used),
        "platforms": Counter((row.platform.name, health[row.pk]) for row in used),
        "schools": Counter((_school(row.unit), health[row.pk]) for row in used),
        "verified": _yes(used, _is_verified),
        "attested": _yes(used, lambda row: any(_within(one.at) for one in Attestation.objects.filter(account=row))),
        "proven": _yes(active, lambda row: any(_proves(one) for one in Drill.objects.filter(account=row))),
    }
    return found | _work() | _lives()


def _work() -> Figures:
    rotations = [row for row in Rotation.objects.all() if not row.closed_at and row.account.state != "retired"]
    packets = [row for row in Packet.objects.all() if row.is_live and row.campaign.is_open]
    handoffs = [row for row in Handoff.objects.all() if row.state == "accepted"]
    seats = [row for row in Seat.objects.all() if row.opened_at and not _decided(row) and row.round.outcome == "open"]
    late = Counter(("Password to change", _name(row.owner)) for row in rotations if _is_over(row.due_on))
    late += Counter(("Answer to a campaign", row.custodian.name) for row in packets if _is_over(row.due_on))
    late += Counter(("Handoff to finish", row.taker.name) for row in handoffs if _is_over(_to_finish_by(row)))
    late += Counter(("Request to decide", _name(row.asked)) for row in seats if row.due_on and _is_over(row.due_on))
    return {
        "rotations": (len(rotations), sum(_is_over(row.due_on) for row in rotations)),
        "campaigns": {one.title: _campaign(one) for one in Campaign.objects.all() if one.is_open},
        "late": late,
    }


def _campaign(campaign: Campaign) -> tuple[int, int, int]:
    packets = list(campaign.packets.all())
    waits = [row for row in packets if row.is_live]
    return len(packets) - len(waits), len(waits), sum(_is_over(row.due_on) for row in waits)


def _lives() -> Figures:
    made = [row for row in Account.objects.all() if row.is_ours and row.activated_at]
    opened = [row for row in Reveal.objects.all() if not row.failed_at and _days_since(row.at) <= 90]
    return {
        "made": Counter(_year(row.activated_at) for row in made),
        "retired": Counter(_year(row.retired_at) for row in made if row.retired_at),
        "openings": Counter(row.person.name for row in opened),
    }


def _yes(accounts: list[Account], said: Any) -> tuple[int, int]:
    yes = sum(bool(said(row)) for row in accounts)
    return yes, len(accounts) - yes


def _is_verified(account: Account) -> bool:
    if account.state not in ("active", "compromised", "locked_out"):
        return False
    if not account.platform.shares_login:
        return not control_missing(account)
    stored = {row.field: row.state for row in account.secrets.all() if row.is_current}
    wanted = {field: state for field, state in stored.items() if field in ("login", "password", "seed")}
    return {"login", "password"} <= set(wanted) and set(wanted.values()) == {"verified"}


def _school(unit: Unit) -> str:
    if unit.parent is None:
        return f"{unit.name} itself"
    while unit.parent.parent is not None:
        unit = unit.parent
    return unit.name


def _proves(drill: Drill) -> bool:
    return drill.state == "passed" and drill.closed_at is not None and _within(drill.closed_at)


def _within(at: Any) -> bool:
    return _days_since(at) <= 365


def _days_since(at: Any) -> int:
    return (clock.today() - clock.local(at).date()).days


def _is_over(due_on: date) -> bool:
    return due_on < clock.today()


def _to_finish_by(handoff: Handoff) -> date:
    assert handoff.accepted_at
    day, left, calendar = clock.local(handoff.accepted_at).date(), terms().finish_days, WorkingDays()
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working(day)
    return day


def _decided(seat: Seat) -> bool:
    return hasattr(seat, "decision")


def _name(person: Any) -> str:
    return person.name if person else "Nobody yet"


def _year(at: Any) -> str:
    day = clock.local(at).date()
    first = day.year if day.month > 6 else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def told(found: Overview) -> Figures:
    """What the overview says, in the same words."""
    said: Figures = {"rotations": tuple(cell.value for cell in found.rotations.lines[0].cells)}
    said["campaigns"] = {line.name: tuple(cell.value for cell in line.cells) for line in found.campaigns.lines}
    said["late"] = Counter()
    for line in found.late.lines:
        said["late"][(line.cells[0].value, line.name)] += line.cells[1].value
    said["made"], said["retired"] = (_column(found.lives, number) for number in (0, 1))
    said["openings"] = _column(found.openings, 0)
    if found.totals and found.platforms and found.schools and found.coverage:
        said["health"] = Counter({state: n for (_all, state), n in _states(found.totals).items()})
        said["platforms"], said["schools"] = _states(found.platforms), _states(found.schools)
        for key, line in zip(("verified", "attested", "proven"), found.coverage.lines, strict=True):
            said[key] = tuple(cell.value for cell in line.cells)
    return said


def _column(table: Table, number: int) -> Counter[str]:
    return +Counter({line.name: line.cells[number].value for line in table.lines})


def _states(table: Table) -> Counter[tuple[str, str]]:
    return +Counter({
        (line.name, head): cell.value for line, figures in table.rows for head, cell in figures if head in SAID
    })  # fmt: skip
