"""How far a campaign has come: in all, by school, by person; and its accounts, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Campaign, Packet, PacketState
from accounts.rules.campaigns import packets_of, sees_all, units_of, visible_to, within
from registry import clock
from registry.people.models import Absence, User

PER_PAGE = 50
DONE = ~Q(state__in=PacketState.live())
SHOWS = ("open", "answered", "late")


@dataclass(frozen=True)
class Share:
    """A part of a campaign: how many of its accounts have an answer."""

    name: str
    done: int
    total: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: it is 100 only when nothing is missing."""
        return self.done * 100 // self.total if self.total else 0


@dataclass(frozen=True)
class Board:
    """What the page shows. ``away``: open ones that wait for somebody who is away, who are counted apart (E5.69)."""

    all: Share
    late: int
    away: int
    schools: list[Share]
    people: list[Share]
    page: Any
    show: str
    chips: list[dict[str, Any]]


def board_of(campaign: Campaign, user: User, *, show: str = "", number: str | None = None) -> Board:
    """The board, of what this person may see of it. The number of queries does not grow with the rows."""
    rows, show = packets_of(campaign, user), show if show in SHOWS else ""
    late = Q(state__in=PacketState.live(), due_on__lt=clock.today())
    away = Absence.objects.on().values("person")
    waits_away = Count("pk", filter=Q(state__in=PacketState.live(), custodian__in=away))
    counts = rows.aggregate(
        n=Count("pk"), done=Count("pk", filter=DONE), late=Count("pk", filter=late), away=waits_away
    )
    shown = {"open": ~DONE, "answered": DONE, "late": late}.get(show, Q())
    return Board(
        all=Share(campaign.title, counts["done"], counts["n"]),
        late=counts["late"] if campaign.is_open else 0,
        away=counts["away"] if campaign.is_open else 0,
        schools=_shares(rows, "account__unit"),
        people=_shares(rows, "custodian"),
        page=Paginator(rows.filter(shown).order_by("account__unit__path", "pk"), PER_PAGE).get_page(number),
        show=show,
        chips=_chips(show, counts),
    )


def campaigns_of(user: User) -> list[tuple[Campaign, Share]]:
    """The campaigns somebody may see, open ones first, each with how far what they see of it has come."""
    found = list(visible_to(user).order_by("closed_at", "due_on", "-pk")[:200])
    found.sort(key=lambda campaign: not campaign.is_open)
    seen = Packet.objects.filter(campaign__in=found)
    seen = seen if sees_all(user) else seen.filter(within(units_of(user), "account__unit__"))
    counted = seen.order_by().values("campaign")
    rows = {row["campaign"]: row for row in counted.annotate(n=Count("pk"), done=Count("pk", filter=DONE))}
    shares = {number: Share("", row["done"], row["n"]) for number, row in rows.items()}
    return [(one, shares.get(one.pk, Share("", 0, 0))) for one in found]


def _shares(rows: QuerySet[Packet], by: str) -> list[Share]:
    """By name, the least finished first."""
    named: Any = rows.order_by().values(by, f"{by}__name")
    counted: Iterable[dict[str, Any]] = named.annotate(n=Count("pk"), done=Count("pk", filter=DONE))
    shares = [Share(row[f"{by}__name"], row["done"], row["n"]) for row in counted]
    return sorted(shares, key=lambda one: (one.percent, one.name))


def _chips(show: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    words = {
        "": (_("All"), counts["n"]), "open": (_("Open"), counts["n"] - counts["done"]),
        "answered": (_("Answered"), counts["done"]), "late": (_("Late"), counts["late"]),
    }  # fmt: skip
    return [
        {"word": word, "count": count, "url": f"?show={key}" if key else "?", "on": key == show}
        for key, (word, count) in words.items()
    ]
