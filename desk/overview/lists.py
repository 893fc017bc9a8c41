"""The lists behind the figures, one page at a time, by key and never by offset."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from desk.overview import narrowing, shown
from desk.overview.day import AsOf
from desk.overview.narrowing import Chosen
from desk.overview.tables import Line

PAGE = 25
#: Counting stops here; more is "more than".
MOST_COUNTED = 10_000
ABOUT = ("account__platform",)


@dataclass(frozen=True)
class Listing:
    """One kind of list: its title, its heads, its rows, what is fetched with them, and how one is shown."""

    title: Any
    heads: Sequence[Any]
    rows: Callable[[AsOf, Chosen], QuerySet[Any]]
    show: Callable[[], Callable[[Any], Line]]
    fetched: tuple[str, ...]


LISTS: dict[str, Listing] = {
    "accounts": Listing(
        _("Accounts"), (_("Account"), _("Health"), _("State"), _("School or department")), narrowing.accounts,
        lambda: shown.account, (),
    ),
    "rotations": Listing(
        _("Must change"), (_("Account"), _("What"), _("With whom"), _("Due")), narrowing.rotations,
        lambda: shown.rotation, (*ABOUT, "owner"),
    ),
    "answers": Listing(
        _("Answers to campaigns"), (_("Account"), _("Campaign"), _("With whom"), _("Due")), narrowing.answers,
        lambda: shown.packet, (*ABOUT, "campaign", "custodian"),
    ),
    "handoffs": Listing(
        _("Handoffs to finish"), (_("Account"), _("From"), _("To"), _("Due")), narrowing.handoffs,
        shown.Handoffs, (*ABOUT, "giver", "taker"),
    ),
    "decisions": Listing(
        _("Requests to decide"), (_("Request"), _("Office"), _("With whom"), _("Due")), narrowing.decisions,
        lambda: shown.seat, ("round__request", "asked"),
    ),
    "openings": Listing(
        _("Opened logins"), (_("Account"), _("Who"), _("On")), narrowing.openings,
        lambda: shown.reveal, (*ABOUT, "person"),
    ),
    "made": Listing(
        _("Accounts that became active"), (_("Account"), _("School or department"), _("Since")), narrowing.made,
        lambda: shown.made, ("platform", "unit"),
    ),
    "retired": Listing(
        _("Accounts that were retired"), (_("Account"), _("School or department"), _("On")), narrowing.retired,
        lambda: shown.retired, ("platform", "unit"),
    ),
}  # fmt: skip
#: What is fetched with accounts: as they are, and as they were kept.
_ACCOUNTS = {True: ("account__platform", "account__unit"), False: ("account__platform", "unit")}


@dataclass(frozen=True)
class Page:
    """Some lines of a list, how many there are in all (counting stops), and from which row the next page goes on."""

    lines: list[Line]
    count: int
    is_capped: bool
    next: int | None


def page_of(listing: Listing, as_of: AsOf, chosen: Chosen) -> Page:
    """One page of it, newest first."""
    rows = listing.rows(as_of, chosen).order_by("-pk")
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    rest = rows.filter(pk__lt=chosen["before"]) if "before" in chosen else rows
    fetched = listing.fetched or _ACCOUNTS[as_of.is_today]
    found = list(rest.select_related(*fetched)[: PAGE + 1])
    show = listing.show()
    after = found[PAGE - 1].pk if len(found) > PAGE else None
    return Page([show(row) for row in found[:PAGE]], min(count, MOST_COUNTED), count > MOST_COUNTED, after)
