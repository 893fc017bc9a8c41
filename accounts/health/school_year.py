"""What the school year asks of an account: a word once a year, an answer to a campaign, and rest off season."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.health.terms import before
from accounts.models import AccountClass, AccountSeason, Attestation, Custody, CustodyState, Packet, Season
from accounts.rules.planned_ends import ends_by

#: A season that ended longer ago says nothing of today: the district may have left out the year that is.
KNOWN = timedelta(days=366)
#: A word on an account that is about to end is worth nobody's time.
ENDS_SOON = timedelta(days=30)


def without_a_word(today: date, days: int) -> QuerySet[Custody]:
    """Official accounts for which nobody has given their word that long: neither an attestation that holds, nor the
    custodian by accepting the custody. What ends within days is not asked for one.
    """
    since = before(days, today)
    given = Attestation.objects.filter(account=OuterRef("account"), valid_until__gte=today, at__gte=since)
    held = Custody.objects.filter(state=CustodyState.OPEN, interim=False, accepted_at__lt=since)
    ends = ends_by(today + ENDS_SOON, of="account")
    return held.filter(~Exists(given), ~ends, account__klass__in=AccountClass.official())


def of_campaigns(today: date) -> QuerySet[Packet]:
    """What a campaign has asked and nobody has answered by its day."""
    return Packet.objects.live().filter(due_on__lt=today)


def resting(today: date) -> QuerySet[AccountSeason]:
    """Groups all of whose seasons are known and none of which is on; a group without one is active all year."""
    return _kept().filter(*_off(today)).exclude(Exists(_on(today)))


def _on(today: date) -> QuerySet[AccountSeason]:
    """The seasons of the same group that are on, or of which nobody knows."""
    now, known = _off(today)
    return _kept().filter(~(now & known), account=OuterRef("account"))


def _off(today: date) -> tuple[Any, Exists]:
    """That a season is not on, and that its days are known."""
    days = Season.objects.filter(removed_at=None, code=OuterRef("code"), name=OuterRef("name"))
    now, known = days.filter(starts_on__lte=today, ends_on__gte=today), days.filter(ends_on__gte=today - KNOWN)
    return ~Exists(now), Exists(known)


def _kept() -> QuerySet[AccountSeason]:
    return AccountSeason.objects.filter(ended_at=None)
