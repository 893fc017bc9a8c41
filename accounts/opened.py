"""What a custodian is told in the app: who else opened the logins they answer for (security B7)."""

from datetime import timedelta

from accounts.models import Custody, CustodyState, Reveal
from registry import clock
from registry.people.models import User

LATELY = timedelta(days=7)
MOST = 5


def opened_by_others(user: User) -> list[Reveal]:
    """The last openings by others of accounts this person is custodian of, within a week; one query, no reasons."""
    mine = Custody.objects.filter(custodian=user, state=CustodyState.OPEN)
    rows = Reveal.objects.filter(account__in=mine.values("account"), at__gt=clock.now() - LATELY, failed_at=None)
    return list(rows.exclude(person=user).select_related("account__platform", "person").order_by("-pk")[:MOST])
