"""The desk's list: files one may open, those that are due first; and its filters as addresses."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Found, FoundStatus
from accounts.models.found import OPEN
from accounts.rules.found import visible_to, with_people
from registry.people.models import User

#: More than anybody works through at once; filters find the rest.
MOST = 100
#: How each status is drawn: tone and picture.
TONES = {
    FoundStatus.FOUND: ("lake", "search"), FoundStatus.CONTACTED: ("plum", "waiting"),
    FoundStatus.DISPUTED: ("brick", "risk"), FoundStatus.RELABELLED: ("", "check"),
    FoundStatus.CLOSED: ("", "archive"), FoundStatus.ADOPTED: ("pine", "good"),
}  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """What the page lists, whether there is more, and the filters in use with the addresses that take them away."""

    rows: list[Found]
    more: bool
    chips: list[dict[str, str]] = field(default_factory=list)


def desk_for(user: User, filters: dict[str, Any]) -> Desk:
    """The files that all filters let through; without a status, those that are open. Queries do not grow with rows."""
    rows = with_people(Found.objects.filter(visible_to(user)))
    rows = rows.filter(status__in=filters.get("status") or OPEN)
    if filters.get("kind"):
        rows = rows.filter(kind__in=filters["kind"])
    if filters.get("unit"):
        rows = rows.filter(account__unit__path__startswith=filters["unit"].path)
    found = list(rows.order_by(F("due_on").asc(nulls_last=True), "-pk")[: MOST + 1])
    for row in found:
        row.tone, row.icon = TONES[FoundStatus(row.status)]  # type: ignore[attr-defined]
    return Desk(found[:MOST], len(found) > MOST, _chips(filters))


def _chips(filters: dict[str, Any]) -> list[dict[str, str]]:
    pairs = [(name, value) for name in ("status", "kind") for value in filters.get(name, [])]
    labels = {**dict(FoundStatus.choices), **dict(Found._meta.get_field("kind").flatchoices)}
    said = [(pair, str(labels[pair[1]])) for pair in pairs]
    if filters.get("unit"):
        pairs.append(("unit", str(filters["unit"].pk)))
        said.append((pairs[-1], filters["unit"].name))
    every = [pair for pair, _label in said]
    return [
        {"label": label, "url": f"?{urlencode([other for other in every if other != pair])}"} for pair, label in said
    ]


def verdict(desk: Desk) -> str:
    """The page's first sentence."""
    late = sum(row.is_late for row in desk.rows)
    if not desk.rows:
        return _("Nothing waits on the desk.")
    files = ngettext("One file", "%(n)s files", len(desk.rows)) % {"n": len(desk.rows)}
    return _("%(files)s, %(late)s late.") % {"files": files, "late": late} if late else f"{files}."
