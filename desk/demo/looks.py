"""Looks at some accounts of the demo district: most posted lately, one has been silent for a while."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.actions.checking import look
from accounts.models import Account, AccountState, CustodyState, Seen
from desk.demo.teller import Teller
from registry import clock

#: So long before today they looked; so long before that the last post was.
LOOKED, QUIET = timedelta(days=4), (2, 1, 62, 5)


def story(teller: Teller, until: datetime) -> Iterator[datetime]:
    """Whoever answers for an account looks at it; of those that have been in use for long, the first few."""
    yield until - LOOKED
    long_ago = clock.now() - timedelta(days=90)
    rows = Account.objects.filter(state=AccountState.ACTIVE, activated_at__lt=long_ago).order_by("pk")
    for account, days in zip(rows.select_related("platform", "unit")[: len(QUIET)], QUIET, strict=False):
        yield teller.later(hours=2)
        held = account.custodies.get(state=CustodyState.OPEN).custodian
        if held.is_active:
            day = clock.today()
            last = day - timedelta(days=days)
            look(account, checked_on=day, seen=Seen.ACTIVE, last_active_on=last, by=held)
