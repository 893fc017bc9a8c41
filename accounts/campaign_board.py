"""How far a campaign has come: in all, by school, by person; and its accounts, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, QuerySet, When
from django.utils.translation import gettext as _

from accounts.models import Campaign, Packet, PacketState
from accounts.rules.campaigns import packets_of, sees_all, units_of, visible_to, within
from registry import clock
from registry.people.models import Absence, Unit, User

PER_PAGE = 50
DONE = ~Q(state__in=PacketState.live())
SHOWS = ("open", "answered", "late")


@dataclass(frozen=True)
class Share:
    """A part of a campaign: how many of its accounts have an answer."""

    name: str
    done: int
    total: int
    url: str = ""

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
    who: User | None
    where: Unit | None
    only: str
    chips: list[dict[str, Any]]


def board_of(
    campaign: Campaign, user: User, *, show: str = "", who: str = "", school: str = "", number: str | None = None
) -> Board:
    """The board, of what this person may see of it. The number of queries does not grow with the rows.

    `who`, `school`: whose accounts the list shows, by the id of a person who is asked, and of which unit, by its
    number; the figures are of all. What is open stands first.
    """
    rows, show = packets_of(campaign, user), show if show in SHOWS else ""
    late = Q(state__in=PacketState.live(), due_on__lt=clock.today())
    counts, asked, unit = _counts(rows, late), _asked(rows, who), _unit(rows, school)
    listed = rows.filter(custodian=asked) if asked else rows
    listed = listed.filter(account__unit=unit) if unit else listed
    also = {**({"who": str(asked.pk)} if asked else {}), **({"school": str(unit.pk)} if unit else {})}
    answered = Case(When(DONE, then=1), default=0)
    shown = {"open": ~DONE, "answered": DONE, "late": late}.get(show, Q())
    return Board(
        all=Share(campaign.title, counts["done"], counts["n"]),
        late=counts["late"] if campaign.is_open else 0,
        away=counts["away"] if campaign.is_open else 0,
        schools=_shares(rows, "account__unit", link="?school="),
        people=_shares(rows, "custodian", link="?who="),
        page=Paginator(listed.filter(shown).order_by(answered, "account__unit__path", "pk"), PER_PAGE).get_page(number),
        show=show,
        who=asked,
        where=unit,
        only=urlencode(also),
        chips=_chips(show, _counts(listed, late) if also else counts, also),
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


def _counts(rows: QuerySet[Packet], late: Q) -> dict[str, int]:
    away = Absence.objects.on().values("person")
    waits_away = Count("pk", filter=Q(state__in=PacketState.live(), custodian__in=away))
    found: dict[str, int] = rows.aggregate(
        n=Count("pk"), done=Count("pk", filter=DONE), late=Count("pk", filter=late), away=waits_away
    )
    return found


def _asked(rows: QuerySet[Packet], who: str) -> User | None:
    """The person with this id, where an account that is seen here is asked of them."""
    try:
        number = UUID(who)
    except ValueError:
        return None
    row = rows.filter(custodian=number).first()
    return row.custodian if row else None


def _unit(rows: QuerySet[Packet], school: str) -> Unit | None:
    """The unit of this number, where an account of it is seen here."""
    row = (
        rows.filter(account__unit=int(school)).first()
        if school.isascii() and school.isdigit() and len(school) < 10
        else None
    )
    return row.account.unit if row else None


def _shares(rows: QuerySet[Packet], by: str, link: str) -> list[Share]:
    """By name, the least finished first; `link` leads to the accounts of one."""
    named: Any = rows.order_by().values(by, f"{by}__name")
    counted: Iterable[dict[str, Any]] = named.annotate(n=Count("pk"), done=Count("pk", filter=DONE))
    shares = [Share(row[f"{by}__name"], row["done"], row["n"], f"{link}{row[by]}") for row in counted]
    return sorted(shares, key=lambda one: (one.percent, one.name))


def _chips(show: str, counts: dict[str, int], also: dict[str, str]) -> list[dict[str, Any]]:
    words = {
        "": (_("All"), counts["n"]), "open": (_("Open"), counts["n"] - counts["done"]),
        "answered": (_("Answered"), counts["done"]), "late": (_("Late"), counts["late"]),
    }  # fmt: skip
    urls = {key: f"?{urlencode({**({'show': key} if key else {}), **also})}" for key in words}
    return [
        {"word": word, "count": count, "url": urls[key], "on": key == show} for key, (word, count) in words.items()
    ]  # fmt: skip
