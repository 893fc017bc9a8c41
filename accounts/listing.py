"""The register one page at a time, in an order of the reader's choice; paged by key, never by offset."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.finding import Filters, matching, query
from accounts.models import Account, AccountState, Custody, CustodyState
from accounts.rules.care import in_need_of_care

PAGE = 25
#: Counting stops here; more is "more than".
MOST_COUNTED = 1000
SORTS = [("", gettext_lazy("Care first")), ("newest", gettext_lazy("Newest first")), ("name", gettext_lazy("By name"))]
#: The columns whose values the filters count.
COUNTED = {"state": "state", "platform": "platform__slug", "klass": "klass"}
URGENT, WEAK, UNFINISHED, QUIET, GONE = range(5)
Rows = QuerySet[Account]


@dataclass(frozen=True)
class Page:
    """One page: its accounts, how many match (counting stops at 1000), which of them these are, the addresses to
    page; and the accounts that need care though their state says nothing.
    """

    accounts: list[Account]
    count: int
    is_capped: bool
    first: int
    older: str
    newest: str
    weak: frozenset[int] = frozenset()

    @property
    def shown(self) -> str:
        """“1 to 25 of 42”; nothing where counting stopped."""
        words = {"first": self.first, "last": self.first + len(self.accounts) - 1, "count": self.count}
        return "" if self.is_capped or not self.accounts else _("%(first)s to %(last)s of %(count)s") % words


def page_of(filters: Filters, searched: Q, before: int | None) -> Page:
    """The accounts that match, in the order of `filters["sort"]`, from the account with the number `before` on."""
    sort, weak = filters.get("sort", ""), in_need_of_care()
    rows = _keyed(matching(filters, searched), weak)
    last = _keyed(Account.objects.filter(pk=before), weak).first() if before else None
    rest = rows.filter(_after(last, sort)) if last else rows
    shown = rest.select_related("platform", "unit").prefetch_related(open_custody()).order_by(*_order(sort))
    found, count = list(shown[: PAGE + 1]), _count(rows)
    more = f"?{query(filters, before=found[PAGE - 1].pk)}" if len(found) > PAGE else ""
    first = count - _count(rest) + 1 if last else 1
    newest = f"?{query(filters)}" if last else ""
    return Page(found[:PAGE], min(count, MOST_COUNTED), count > MOST_COUNTED, first, more, newest, weak)


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


def _keyed(rows: Rows, weak: frozenset[int]) -> Rows:
    return rows.annotate(care=_care(weak), by_name=Lower("handle"))


def _care(weak: frozenset[int]) -> Case:
    """What is urgent, what is weak, what is unfinished, and what is well."""
    return Case(
        When(state=AccountState.RETIRED, then=Value(GONE)),
        When(state__in=(AccountState.COMPROMISED, AccountState.LOCKED_OUT), then=Value(URGENT)),
        When(suspended_at__isnull=False, then=Value(URGENT)),
        When(pk__in=weak, then=Value(WEAK)),
        When(state__in=(AccountState.SETTING_UP, AccountState.CLOSING), then=Value(UNFINISHED)),
        default=Value(QUIET),
    )


def _order(sort: str) -> list[str]:
    return {"newest": ["-pk"], "name": ["by_name", "pk"]}.get(sort, ["care", "-pk"])


def _after(last: Account, sort: str) -> Q:
    """What comes after `last`, by the same keys as the order, so that pages follow without gap while rows come in."""
    key = vars(last)
    if sort == "newest":
        return Q(pk__lt=last.pk)
    if sort == "name":
        return Q(by_name__gt=key["by_name"]) | Q(by_name=key["by_name"], pk__gt=last.pk)
    return Q(care__gt=key["care"]) | Q(care=key["care"], pk__lt=last.pk)


def _count(rows: Rows) -> int:
    return rows.order_by()[: MOST_COUNTED + 1].count()
