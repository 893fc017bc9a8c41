"""How long entries are kept, what holds them and what could go, as a page shows it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import TrailHold
from accounts.rules.trail_holds import trail_holds
from registry import clock
from registry.audit.filters import GROUPS
from registry.audit.models import Schedule
from registry.audit.retention import in_force
from registry.audit.segments import Due, Run, counted, due, span
from registry.people.models import Disposal, ProposalState

SHOWN = 20


def schedules() -> list[dict[str, Any]]:
    """Those in force, and those that are still to come."""
    now = in_force()
    coming = Schedule.objects.filter(starts_on__gt=clock.today()).order_by("starts_on", "pk")
    told = [*((row, False) for row in now.values()), *((row, True) for row in coming)]
    return [_schedule(row, coming=later) for row, later in told]


def _schedule(row: Schedule, *, coming: bool) -> dict[str, Any]:
    years = ngettext("%(count)d year", "%(count)d years", row.years) % {"count": row.years}
    return {
        "row": row,
        "kind": GROUPS[row.kind] if row.kind else _("Everything else"),
        "years": years,
        "coming": coming,
    }


def holds(*, words: bool) -> list[dict[str, Any]]:
    """The holds of the trail: all that are in force, then the last that were lifted; why only for who may read it."""
    standing, lifted = trail_holds().filter(lifted_at=None), trail_holds().exclude(lifted_at=None)
    return [_hold(hold, words=words) for hold in (*standing, *lifted[:SHOWN])]


def _hold(hold: TrailHold, *, words: bool) -> dict[str, Any]:
    why = f"{hold.get_why_display()}. {hold.words}".strip() if words else ""
    return {"row": hold, "why": why, "scope": hold.scope}


def what_could_go() -> dict[str, Any]:
    """What could go today, by kind, and which of the old segments stay, and why."""
    found: Due = due()
    begins, ends = span(found.runs) if found.runs else (None, None)
    kinds_of = counted(found.runs) if found.runs else {}
    return {
        "due": found, "begins": begins, "ends": ends, "kinds": kinds_of, "entries": sum(kinds_of.values()),
        "runs": numbers(found.runs), "held": numbers(found.under_hold), "young": numbers(found.too_young),
    }  # fmt: skip


def numbers(runs: list[Run]) -> str:
    """Runs as they are read: “1 to 2000, 4001 to 5000”."""
    return ", ".join(_("%(first)d to %(last)d") % {"first": first, "last": last} for first, last in runs)


def disposals() -> list[dict[str, Any]]:
    """What two people agreed to remove, or are asked to, newest first."""
    rows = Disposal.objects.select_related("proposal__first", "proposal__second", "schedule").order_by("-pk")
    return [_disposal(row) for row in rows[:SHOWN]]


def _disposal(row: Disposal) -> dict[str, Any]:
    proposal = row.proposal
    words = {ProposalState.OPEN: _("Waits for the other office"), ProposalState.CONFIRMED: _("Agreed, not yet removed")}
    word = _("Removed") if row.removed_at else words.get(ProposalState(proposal.state), _("Not agreed"))
    entries = ngettext("%(count)d entry", "%(count)d entries", row.entries) % {"count": row.entries}
    return {
        "title": f"{row.number}: {entries}", "url": reverse("people:proposal", args=[proposal.pk]), "icon": "archive",
        "meta": f"{row.schedule.number}, {row.authority}",
        "status": {"tone": "pine" if row.removed_at else "", "word": word, "icon": ""}, "done": bool(row.removed_at),
    }  # fmt: skip
