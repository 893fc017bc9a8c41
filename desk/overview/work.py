"""What had to be done: passwords to change, campaigns, and what is late, with whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Campaign, Handoff, Packet, Rotation
from approvals.models import Seat
from desk.overview import dated
from desk.overview.addresses import answers, listed
from desk.overview.day import AsOf
from desk.overview.tables import Cell, Line, Table
from registry import clock
from registry.calendar import WorkingDays


def rotations(as_of: AsOf) -> Table:
    """What must change, and how much of it is late."""
    late = Count("pk", filter=dated.late(as_of, Rotation))
    counted = dated.rotations(as_of).aggregate(n=Count("pk"), late=late)
    to_all = reverse("accounts:rotations") if as_of.is_today else listed("rotations", as_of)
    cells = [Cell(counted["n"], to_all), Cell(counted["late"], listed("rotations", as_of, late="1"))]
    line = Line(_("Passwords and other ways in"), cells)
    return Table("rotations", _("Must change"), [_("What"), _("Open"), _("Late")], [line])


def campaigns(as_of: AsOf) -> Table:
    """Each open campaign: how many accounts have an answer."""
    waits = dated.unanswered(as_of)
    rows = dated.packets(as_of).order_by().values("campaign").annotate(
        n=Count("pk"), open=Count("pk", filter=waits), late=Count("pk", filter=waits & dated.late(as_of, Packet))
    )  # fmt: skip
    counted = {row["campaign"]: row for row in rows}
    lines = [_campaign(one, counted.get(one.pk), as_of) for one in dated.campaigns(as_of).order_by("due_on", "pk")]
    return Table("campaigns", _("Campaigns"), [_("Campaign"), _("Answered"), _("Open"), _("Late")], lines)


def _campaign(campaign: Campaign, counted: Any, as_of: AsOf) -> Line:
    row = counted or {"n": 0, "open": 0, "late": 0}
    shown = {"answered": row["n"] - row["open"], "open": row["open"], "late": row["late"]}
    return Line(campaign.title, [Cell(n, answers(campaign, key, as_of)) for key, n in shown.items()])


#: What can be late, by the list that shows it: its rows, whose it is, and the day by which it was due.
Kind = tuple[str, Callable[[AsOf], QuerySet[Any]], type, str]


def kinds() -> dict[str, Kind]:
    """In the order of the page: its name, its rows, whose it is."""
    return {
        "rotations": (_("Password to change"), dated.rotations, Rotation, "owner"),
        "answers": (_("Answer to a campaign"), _unanswered, Packet, "custodian"),
        "handoffs": (_("Handoff to finish"), dated.handoffs, Handoff, "taker"),
        "decisions": (_("Request to decide"), dated.seats, Seat, "asked"),
    }


def _unanswered(as_of: AsOf) -> QuerySet[Packet]:
    return dated.packets(as_of).filter(dated.unanswered(as_of))


def late(as_of: AsOf) -> Table:
    """What is late, with whom, and since when the oldest; the longest first."""
    found = [row for key, kind in kinds().items() for row in _late_of(key, kind, as_of)]
    found.sort(key=lambda row: (row[0], row[1].name))
    heads = [_("With whom"), _("What"), _("How many"), _("Oldest was due")]
    return Table("late", _("What is late"), heads, [line for _due, line in found])


def _late_of(key: str, kind: Kind, as_of: AsOf) -> list[tuple[date, Line]]:
    word, rows, model, who = kind
    since = "accepted_at" if model is Handoff else "due_on"
    some = rows(as_of).filter(dated.late(as_of, model)).order_by().values(who, f"{who}__name")
    calendar = WorkingDays() if model is Handoff else None
    found = []
    for row in some.annotate(n=Count("pk"), oldest=Min(since)):
        due = dated.handoff_due(clock.local(row["oldest"]).date(), calendar) if calendar else row["oldest"]
        to_list = listed(key, as_of, late="1", person=row[who] or "nobody")
        name = row[f"{who}__name"] or _("Nobody yet")
        found.append((due, Line(name, [Cell(word), Cell(row["n"], to_list), Cell(due)])))
    return found
