"""The lists that can be looked at in views of one's own, and what of a query string makes sense in each.

Each room reads its own filters; here they are only joined. A word that names nothing in the list is not kept: somebody
may have pasted a password (invariant 5); nor is an address, which finds by a part of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from accounts import by_words
from accounts.finding import pairs
from accounts.forms.desk import DeskForm
from accounts.forms.finding import FilterForm
from accounts.models import Account
from approvals.workflow import Status
from desk.models import ListCode
from registry.audit.filters import Filters
from registry.audit.plain import is_plain
from registry.people.forms import FindForm
from registry.people.models import User
from registry.people.searching import named

Pair = tuple[str, str]
#: Where in the list one is, which is no part of a view; `all` is the list without any.
PLACE = frozenset({"before", "after", "page", "all"})
#: How views kept a tick before, and how the form sends it.
TICKED = {("also", "True"): ("also", "on")}


@dataclass(frozen=True)
class Sense:
    """What of a query string filters the list; and whether a word in it names nothing there."""

    pairs: list[Pair]
    names_nothing: bool = False


@dataclass(frozen=True)
class Listed:
    """One list: the address it stands at, and how its query strings are read for whoever looks at it."""

    code: ListCode
    route: str
    read: Callable[[QueryDict, User], Sense]


def _accounts(asked: QueryDict, _reader: User) -> Sense:
    filters = FilterForm(asked).filters
    words = filters.get("q", "")
    finds = is_plain(words) and Account.objects.filter(by_words.search(words)).exists()
    return Sense(pairs(filters), bool(words) and not finds)


def _desk(asked: QueryDict, _reader: User) -> Sense:
    return Sense(pairs(DeskForm(asked).filters))


def _requests(asked: QueryDict, _reader: User) -> Sense:
    known: Mapping[str, Any] = {"view": ("mine", "waiting", "all"), "status": Status.values}
    return Sense([(name, str(asked[name])) for name, values in known.items() if asked.get(name) in values])


def _people(asked: QueryDict, _reader: User) -> Sense:
    form = FindForm(asked)
    form.is_valid()
    words = form.cleaned_data.get("q", "")
    return Sense(pairs(form.cleaned_data), bool(words) and not User.objects.filter(named(words)).exists())


def _trail(asked: QueryDict, reader: User) -> Sense:
    filters = Filters(asked, reader)
    return Sense(pairs(filters.chosen()), filters.names_nothing)


LISTS = {
    listed.code: listed
    for listed in (
        Listed(ListCode.ACCOUNTS, "accounts:list", _accounts),
        Listed(ListCode.DESK, "accounts:desk", _desk),
        Listed(ListCode.REQUESTS, "approvals:list", _requests),
        Listed(ListCode.PEOPLE, "people:list", _people),
        Listed(ListCode.TRAIL, "audit:trail", _trail),
    )
}
BY_ROUTE = {listed.route: listed for listed in LISTS.values()}


def asked_in(query: QueryDict) -> list[Pair]:
    """What a page was asked for, in one order, without the place in the list."""
    asked = {(name, value) for name in query if name not in PLACE for value in query.getlist(name) if value}
    return sorted({TICKED.get(pair, pair) for pair in asked})


def as_query(said: list[Pair]) -> str:
    """The same as a query string."""
    return urlencode(sorted(set(said)))
