"""The register one page at a time, in an order of the reader's choice; paged by key, never by offset."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.finding import COLUMNS, Filters, matching, query
from accounts.health.words import summary
from accounts.models import Account, AccountState, Custody, CustodyState

PAGE = 25
#: Counting stops here; more is "more than".
MOST_COUNTED = 1000
SORTS = [("", gettext_lazy("Care first")), ("newest", gettext_lazy("Newest first")), ("name", gettext_lazy("By name"))]
#: The columns whose values the filters count.
COUNTED = {"health": "health__state", **COLUMNS}
Rows = QuerySet[Account]


@dataclass(frozen=True)
class Row:
    """One account of a page, with the worst of its reasons in words."""

    account: Account
    why: str


@dataclass(frozen=True)
class Page:
    """One page: its accounts as rows, how many match (counting stops at 1000), which of them these are, the addresses
    to page; and the accounts that need care though their state says nothing.
    """

    rows: list[Row]
    count: int
    is_capped: bool
    first: int
    older: str
    newest: str

    @property
    def shown(self) -> str:
        """“1 to 25 of 42”; nothing where counting stopped."""
        words = {"first": self.first, "last": self.first + len(self.rows) - 1, "count": self.count}
        return "" if self.is_capped or not self.rows else _("%(first)s to %(last)s of %(count)s") % words


def page_of(filters: Filters, searched: Q, before: int | None) -> Page:
    """The accounts that match, in the order of `filters["sort"]`, from the account with the number `before` on."""
    sort = filters.get("sort", "")
    rows = _keyed(matching(filters, searched), sort)
    last = _keyed(Account.objects.filter(pk=before), sort).first() if before else None
    rest = rows.filter(_after(last, sort)) if last else rows
    shown = rest.select_related("platform", "unit", "health").prefetch_related(open_custody()).order_by(*_order(sort))
    found, count = _with_reasons(shown[: PAGE + 1]), _count(rows)
    more = f"?{query(filters, before=found[PAGE - 1].account.pk)}" if len(found) > PAGE else ""
    first = count - _count(rest) + 1 if last else 1
    newest = f"?{query(filters)}" if last else ""
    return Page(found[:PAGE], min(count, MOST_COUNTED), count > MOST_COUNTED, first, more, newest)


def counts(filters: Filters, searched: Q) -> dict[str, dict[str, int]]:
    """How many accounts each box would leave, by filter and value; none for a filter with more than are counted."""
    return {name: _counted({**filters, name: None}, searched, column) for name, column in COUNTED.items()}


def _counted(others: Filters, searched: Q, column: str) -> dict[str, int]:
    # Retired accounts are asked for by the state itself, so that filter counts them too.
    every = {**others, "state": AccountState.values} if column == "state" else others
    values = list(matching(every, searched).order_by().values_list(column, flat=True)[: MOST_COUNTED + 1])
    return dict(Counter(values)) if len(values) <= MOST_COUNTED else {}


def open_custody() -> "Prefetch[str, QuerySet[Custody], str]":
    """Who holds each account, fetched once for all rows: `account.held[0]`."""
    rows = Custody.objects.filter(state=CustodyState.OPEN).select_related("custodian")
    return Prefetch("custodies", queryset=rows, to_attr="held")


def _with_reasons(rows: Rows) -> list[Row]:
    """The accounts of a page, each with the worst of its reasons."""
    kept = [(account, getattr(account, "health", None)) for account in rows]
    return [Row(account, summary(health.reasons) if health else "") for account, health in kept]


def _keyed(rows: Rows, sort: str) -> Rows:
    """Each account with what it is sorted by: what needs care first is kept in that order (`AccountHealth.place`)."""
    if sort == "newest":
        return rows
    if sort == "name":
        return rows.annotate(by_name=Lower("handle"))
    # Every account stands somewhere; that it is said makes databases begin with the index.
    return rows.filter(health__place__gte=0).annotate(place=F("health__place"))


def _order(sort: str) -> list[str]:
    return {"newest": ["-pk"], "name": ["by_name", "pk"]}.get(sort, ["place", "-health__number"])


def _after(last: Account, sort: str) -> Q:
    """What comes after `last`, by the same keys as the order, so that pages follow without gap while rows come in."""
    key = vars(last)
    if sort == "newest":
        return Q(pk__lt=last.pk)
    if sort == "name":
        return Q(by_name__gt=key["by_name"]) | Q(by_name=key["by_name"], pk__gt=last.pk)
    return Q(place__gte=key["place"]) & (Q(place__gt=key["place"]) | Q(health__number__lt=last.pk))


def _count(rows: Rows) -> int:
    return rows.order_by()[: MOST_COUNTED + 1].count()
