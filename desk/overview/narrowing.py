"""The rows of each list of the overview: the same questions as its figures, narrowed down as the address says."""

from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from accounts.models import Handoff, Packet, Rotation
from accounts.rules.drills import school_year
from approvals.models import Seat
from desk.overview import dated
from desk.overview.day import AsOf
from desk.overview.standing import IN_USE, Standing, attested, proven, standing_on

Chosen = dict[str, Any]


def accounts(as_of: AsOf, chosen: Chosen) -> QuerySet[Any]:
    """Accounts as they stood; in use, or active where it is about their recovery."""
    standing = standing_on(as_of)
    rows = standing.active if "proven" in chosen else standing.in_use
    if "health" in chosen:
        rows = rows.filter(**{f"{standing.health}__in": [state for state in chosen["health"] if state in IN_USE]})
    if "platform" in chosen:
        rows = rows.filter(**{f"{standing.place}platform": chosen["platform"]})
    if "unit" in chosen:
        unit, column = chosen["unit"], f"{standing.place}unit"
        rows = rows.filter(**({column: unit} if "own" in chosen else {f"{column}__path__startswith": unit.path}))
    for said in _in_order(standing, as_of, chosen):
        rows = rows.filter(said)
    return rows if as_of.is_known else rows.none()


def _in_order(standing: Standing, as_of: AsOf, chosen: Chosen) -> list[Q]:
    """What is known to be in order, or is not (`coverage`)."""
    known = {
        "verified": standing.verified,
        "attested": standing.among(attested(as_of)),
        "proven": standing.among(proven(as_of)),
    }
    return [said if chosen[name] == "yes" else ~said for name, said in known.items() if name in chosen]


def rotations(as_of: AsOf, chosen: Chosen) -> QuerySet[Any]:
    return _theirs(dated.rotations(as_of), Rotation, "owner", as_of, chosen)


def answers(as_of: AsOf, chosen: Chosen) -> QuerySet[Any]:
    """What campaigns asked about: all of it, open or answered; late are open ones."""
    rows, waits = dated.packets(as_of), dated.unanswered(as_of)
    if "campaign" in chosen:
        rows = rows.filter(campaign=chosen["campaign"])
    show = "late" if "late" in chosen else chosen.get("show")
    if show:
        rows = rows.filter(~waits if show == "answered" else waits)
    return _theirs(rows, Packet, "custodian", as_of, {**chosen, **({"late": True} if show == "late" else {})})


def handoffs(as_of: AsOf, chosen: Chosen) -> QuerySet[Any]:
    return _theirs(dated.handoffs(as_of), Handoff, "taker", as_of, chosen)


def decisions(as_of: AsOf, chosen: Chosen) -> QuerySet[Any]:
    return _theirs(dated.seats(as_of), Seat, "asked", as_of, chosen)


def openings(as_of: AsOf, chosen: Chosen) -> QuerySet[Any]:
    return _of_person(dated.opened(as_of), "person", chosen)


def made(as_of: AsOf, chosen: Chosen) -> QuerySet[Any]:
    return dated.made(as_of, chosen.get("year", school_year(as_of.day)))


def retired(as_of: AsOf, chosen: Chosen) -> QuerySet[Any]:
    return dated.retired(as_of, chosen.get("year", school_year(as_of.day)))


def _theirs(rows: QuerySet[Any], model: type[Model], who: str, as_of: AsOf, chosen: Chosen) -> QuerySet[Any]:
    """Late ones, or one person's, where that is asked for."""
    rows = rows.filter(dated.late(as_of, model)) if "late" in chosen else rows
    return _of_person(rows, who, chosen)


def _of_person(rows: QuerySet[Any], who: str, chosen: Chosen) -> QuerySet[Any]:
    if "person" not in chosen:
        return rows
    if chosen["person"] == "nobody":
        return rows.filter(**{who: None})
    try:
        return rows.filter(**{who: UUID(chosen["person"])})
    except ValueError:
        return rows
