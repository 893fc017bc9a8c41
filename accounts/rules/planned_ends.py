"""Accounts whose end is planned: nobody is asked how they stand on a day after it (docs/decisions/0036, 0039)."""

from datetime import date

from django.db.models import Exists, OuterRef

from accounts.models import Account, Closing, ClosingState

PLANNED = (ClosingState.UNDER_WAY, ClosingState.PARKED)


def ends_by(day: date, *, of: str = "pk") -> Exists:
    """As a condition on accounts (or on what names one by the column `of`): Communications has planned that they end by
    that day, or they are parked.
    """
    return Exists(Closing.objects.filter(account=OuterRef(of), state__in=PLANNED, planned_on__lte=day))


def is_planned_to_end() -> Exists:
    """The same for whichever day."""
    return Exists(Closing.objects.filter(account=OuterRef("pk"), state__in=PLANNED))


def end_of(account: Account) -> date | None:
    """The last day that Communications has planned for the account; None where it goes on."""
    rows = Closing.objects.filter(account=account, state__in=PLANNED)
    found: date | None = rows.values_list("planned_on", flat=True).first()
    return found
