"""Which accounts a search and its filters let through, and the filters as addresses."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _

from accounts.health.reasons import PLACES
from accounts.models import (
    Account,
    AccountClass,
    AccountSeason,
    AccountState,
    Custody,
    CustodyState,
    HealthState,
    Platform,
    SeasonCode,
)
from registry.people.models import Unit, User

Filters = dict[str, Any]
Chip = dict[str, str]
#: The filters that are values of a column.
COLUMNS = {"platform": "platform__slug", "klass": "klass", "state": "state"}
CHOICES: dict[str, type[TextChoices]] = {
    "klass": AccountClass, "state": AccountState, "health": HealthState, "season": SeasonCode,
}  # fmt: skip


def matching(filters: Filters, searched: Q) -> QuerySet[Account]:
    """The accounts that all filters let through; retired ones only where the state is asked for.

    `searched` is what `accounts.by_words.search` makes of the words, which a page asks for once.
    """
    rows = Account.objects.all()
    if filters.get("unit"):
        rows = rows.filter(unit__path__startswith=filters["unit"].path)
    if filters.get("custodian"):
        rows = rows.filter(_held_by(Q(custodian=filters["custodian"])))
    for name, column in COLUMNS.items():
        if filters.get(name):
            rows = rows.filter(**{f"{column}__in": filters[name]})
    if filters.get("health"):
        # The register is in that order, so that filter and order are one index.
        rows = rows.filter(health__place__in=[PLACES[HealthState(value)] for value in filters["health"]])
    if filters.get("season"):
        groups = AccountSeason.objects.filter(code__in=filters["season"], ended_at=None)
        rows = rows.filter(pk__in=groups.values("account"))
    if not filters.get("state"):
        rows = rows.exclude(state=AccountState.RETIRED)
    return rows.filter(searched)


def _held_by(who: Q) -> Q:
    return Q(pk__in=Custody.objects.filter(who, state=CustodyState.OPEN).values("account"))


def query(filters: Filters, **more: object) -> str:
    """The filters as a query string; an empty value takes a filter away."""
    return urlencode(sorted(pairs(filters)) + [(name, str(value)) for name, value in more.items() if value])


def chips(filters: Filters) -> list[Chip]:
    """The filters in use, each with the address that takes it away."""
    names = {platform.slug: platform.name for platform in Platform.objects.all()} if filters.get("platform") else {}
    return [
        {"label": _words(name, value, names), "url": f"?{_without(filters, name, value)}"}
        for name, value in pairs(filters)
        if name != "sort"
    ]


def pairs(filters: Filters) -> list[tuple[str, str]]:
    """The filters as a query string has them; a tick as its form sends it, so that it is known again."""
    said = []
    for name, value in filters.items():
        if isinstance(value, list):
            said += [(name, str(each)) for each in value]
        elif value is True:
            said.append((name, "on"))
        elif value:
            said.append((name, str(value.pk) if hasattr(value, "pk") else str(value)))
    return list(dict.fromkeys(said))


def _without(filters: Filters, name: str, value: str) -> str:
    return urlencode(sorted(pair for pair in pairs(filters) if pair != (name, value)))


def _words(name: str, value: str, platforms: dict[str, str]) -> str:
    if name == "q":
        return _("“%(text)s”") % {"text": value}
    if name == "platform":
        return platforms.get(value, value)
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    row = (Unit if name == "unit" else User).objects.filter(pk=value).first()
    return str(row or value)
