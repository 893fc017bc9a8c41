"""Which accounts are due in a campaign, and of whom their word is asked (domain.md: season, campaign)."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import (
    Account,
    AccountClass,
    AccountSeason,
    AccountState,
    Campaign,
    CampaignKind,
    Custody,
    CustodyState,
    Exposure,
    ExposureKind,
    Knower,
    Season,
    SeasonCode,
)
from accounts.rules.planned_ends import ends_by
from registry.people.models import Unit

#: What nobody gets into, or somebody else may, is due as well: it is asked about until it is ours again, or is to go.
IN_USE = (AccountState.ACTIVE, AccountState.COMPROMISED, AccountState.LOCKED_OUT)


def due_accounts(
    *, kind: str, unit: Unit, due_on: date, season: Season | None = None, class_year: int | None = None,
    since: datetime | None = None,
) -> QuerySet[Account]:  # fmt: skip
    """The accounts of the unit and what is under it that are due. `since`: only those active before that moment.
    Those that end by the day on which an answer is due have theirs: that they end.

    Of a season: those that belong to it; without one, every official account. Of a class: those whose login it is
    declared to know, and every student group's, whose captains nobody may have declared (E3.39). Of an older list:
    those that are not official yet, and that somebody holds by it or that existed before (E3.45).
    """
    rows = Account.objects.filter(unit__path__startswith=unit.path, klass__in=AccountClass.official())
    if kind == CampaignKind.ADOPTION:
        listed = Custody.objects.filter(account=OuterRef("pk"), state=CustodyState.OPEN, unverified=True)
        return rows.filter(Q(retroactive=True) | Exists(listed), state=AccountState.SETTING_UP)
    rows = rows.exclude(ends_by(due_on)).filter(state__in=IN_USE, **({"activated_at__lte": since} if since else {}))
    if kind == CampaignKind.GRADUATION:
        return rows.filter(Q(klass=AccountClass.STUDENT_GROUP) | Exists(_known_to(class_year)))
    return rows.filter(_in_season(season)) if season else rows


def due_in(campaign: Campaign) -> QuerySet[Account]:
    """The same for a campaign that is open. What became active after it was opened has had its word just then."""
    return due_accounts(
        kind=campaign.kind, unit=campaign.unit, due_on=campaign.due_on, season=campaign.season,
        class_year=campaign.class_year, since=campaign.opened_at,
    )  # fmt: skip


def asked_of(accounts: QuerySet[Account]) -> list[Custody]:
    """The open custody of each, with its custodian: whose word is asked, interim or not."""
    rows = Custody.objects.filter(account__in=accounts.values("pk"), state=CustodyState.OPEN)
    return list(rows.select_related("account__platform", "account__unit", "custodian").order_by("account_id"))


def _in_season(season: Season) -> Any:
    belongs = AccountSeason.objects.filter(account=OuterRef("pk"), ended_at=None)
    of_it = Exists(belongs.filter(code=season.code, name__iexact=season.name))
    return of_it | ~Exists(belongs) if season.code == SeasonCode.ALL_YEAR else of_it


def _known_to(class_year: int | None) -> QuerySet[Exposure]:
    return Exposure.objects.filter(
        secret__account=OuterRef("pk"), secret__is_current=True, kind=ExposureKind.DECLARED, withdrawn_at=None,
        described=Knower.STUDENTS, class_year=class_year,
    )  # fmt: skip
