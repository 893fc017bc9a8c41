"""Keeping how each account stands today, for whoever asks later how it stood (docs/decisions/0046).

The daily chore compares what is with what was kept last, in the database, and writes what is otherwise.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, FilteredRelation, Q, QuerySet

from accounts.health import is_verified
from accounts.models import Account, AccountPast, AccountState
from registry import audit, clock
from registry.people.models import User

#: Rows written at a time.
AT_ONCE = 500
#: What has no row: it is gone, or was never ours.
NOT_KEPT = (AccountState.RETIRED, AccountState.FOUND)
#: Each kept column, and where it is read today.
COLUMNS = {
    "unit_id": "unit_id", "platform_id": "platform_id", "klass": "klass", "state": "state",
    "health": "health__state", "reasons": "health__reasons",
}  # fmt: skip


@audit.act()
def keep(*, by: User | None = None) -> int:
    """Keep today's state of every account that is otherwise than kept; how many. Again on the same day, the later one
    stands. A day that lies before one that is kept already changes nothing: the past is not written anew.
    """
    today = clock.today()
    if AccountPast.objects.filter(from_on__gt=today).exists():
        return 0
    written = 0
    for rows in _in_parts(_otherwise(), today):
        _end({row.account_id for row in rows}, today)
        AccountPast.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["account", "from_on"],
            update_fields=["until_on", *COLUMNS, "verified"],
        )  # fmt: skip
        written += len(rows)
    gone = AccountPast.objects.filter(until_on=None, account__state__in=NOT_KEPT)
    return written + gone.update(until_on=today)


def _otherwise() -> QuerySet[Account]:
    """The accounts of which nothing is kept, or something else."""
    kept = FilteredRelation("past", condition=Q(past__until_on=None))
    rows = Account.objects.exclude(state__in=NOT_KEPT).annotate(kept=kept)
    same = Q(**{f"kept__{column}": F(source) for column, source in COLUMNS.items()})
    return rows.filter(Q(kept=None) | ~same, health__place__gte=0).order_by("pk")


def _in_parts(accounts: QuerySet[Account], today: date) -> Iterator[list[AccountPast]]:
    """Their rows of today; all are found before the first is written."""
    found = list(accounts.values_list("pk", *COLUMNS.values()))
    for start in range(0, len(found), AT_ONCE):
        yield [_row(pk, today, dict(zip(COLUMNS, values, strict=True))) for pk, *values in found[start:][:AT_ONCE]]


def _row(pk: int, today: date, values: dict[str, object]) -> AccountPast:
    reasons = int(str(values["reasons"]))
    return AccountPast(account_id=pk, from_on=today, verified=is_verified(reasons), **values)


def _end(accounts: set[int], today: date) -> None:
    """What was kept of them until yesterday ends."""
    AccountPast.objects.filter(account__in=accounts, until_on=None, from_on__lt=today).update(until_on=today)
