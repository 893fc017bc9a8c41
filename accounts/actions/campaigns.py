"""Opening a campaign, letting in what becomes due while it is open, cancelling it (IV.11, domain.md: campaign)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions.completing import held, hold_all
from accounts.actions.locking import all_locked
from accounts.actions.packet_settling import settle
from accounts.actions.packets import open_packets
from accounts.actions.words import LONGEST
from accounts.models import Account, Campaign, Packet, Season
from accounts.rules import campaigns as rules
from accounts.rules.custody import check_says_why
from accounts.rules.due_accounts import asked_of, due_accounts, due_in
from accounts.rules.slips import check_reads_like_none
from accounts.rules.students import check_names_nobody
from registry import audit, clock, outbox
from registry.people.models import Unit, User
from registry.people.refusal import Refused, Stale


@audit.act()
def open_campaign(
    *, title: str, kind: str, unit: Unit, due_on: date, by: User, season: Season | None = None,
    class_year: int | None = None,
) -> Campaign:  # fmt: skip
    """Ask about every account that is due; those who are asked get one letter each. Raises `Refused`, `Stale`."""
    rules.check_may_open(by, unit)
    rules.check_due(due_on)
    check_names_nobody(title, "title")
    check_reads_like_none(title)
    due = due_accounts(kind=kind, unit=unit, due_on=due_on, season=season, class_year=class_year)
    accounts = all_locked(Q(pk__in=list(due.values_list("pk", flat=True))))
    if not accounts:
        raise Refused(_("No account is due here: there would be nobody to ask."), rule=rules.RULE)
    hold_all(accounts)
    campaign = _create(title=title, kind=kind, unit=unit, season=season, class_year=class_year, due_on=due_on, by=by)
    facts = {"unit": str(unit), "due": due_on.isoformat(), "accounts": len(accounts)}
    audit.record(audit.Event.CAMPAIGN_OPENED, by=by, on=campaign, after=facts, reference=campaign.number)
    _ask(campaign, accounts, by=by)
    return campaign


def _create(*, by: User, **values: object) -> Campaign:
    try:
        with transaction.atomic():
            made: Campaign = Campaign.objects.create(opened_by=by, **values)
    except IntegrityError:
        raise Stale(_("A campaign of this kind is open for this unit already.")) from None
    return made


def join_due(*, by: User | None = None) -> int:
    """The daily chore: what has become due in a campaign since it was opened joins it until its day (a season that was
    set later, another account of an older list). Returns how many.
    """
    done = 0
    for campaign in Campaign.objects.filter(closed_at=None, due_on__gt=clock.today()).order_by("pk"):
        new = due_in(campaign).exclude(packets__campaign=campaign)
        numbers = list(new.values_list("pk", flat=True))
        if numbers:
            with audit.act():
                done += _join(campaign, numbers, by=by)
    return done


@audit.act()
def _join(campaign: Campaign, numbers: list[int], *, by: User | None) -> int:
    accounts = all_locked(Q(pk__in=numbers) & ~Q(packets__campaign=campaign))
    hold_all(accounts, campaign)
    campaign = held(campaign)
    if not campaign.is_open or not accounts:
        return 0
    facts = {"accounts": len(accounts)}
    audit.record(audit.Event.CAMPAIGN_JOINED, by=by, on=campaign, after=facts, reference=campaign.number)
    _ask(campaign, accounts, by=by)
    return len(accounts)


@audit.act()
def _ask(campaign: Campaign, accounts: list[Account], *, by: User | None) -> None:
    """A packet for each; where it is being handed over already, that will be its answer."""
    here = Account.objects.filter(pk__in=[account.pk for account in accounts])
    open_packets(campaign, asked_of(here), by=by)
    for account in accounts:
        settle(account, by=by)


@audit.act()
def cancel(campaign: Campaign, *, why: str, by: User) -> Campaign:
    """Give it up before it is complete, with the reason; who has not answered yet is told. Raises `Refused`."""
    why = why.strip()[:LONGEST]
    rules.check_may_steer(campaign, by)
    check_says_why(why)
    check_names_nobody(why, "why")
    check_reads_like_none(why)
    campaign = held(campaign)
    rules.check_may_steer(campaign, by)
    waiting = User.objects.filter(pk__in=campaign.packets.live().values("custodian"), is_active=True)
    people = list(waiting.exclude(pk=by.pk))
    campaign.closed_at, campaign.closed_by, campaign.cancelled_why = clock.now(), by, why
    campaign.save(update_fields=["closed_at", "closed_by", "cancelled_why"])
    done = Packet.objects.filter(campaign=campaign, answered_at__isnull=False).count()
    audit.record(
        audit.Event.CAMPAIGN_CANCELLED, by=by, on=campaign, after={"answered": done}, reason=why,
        reference=campaign.number,
    )  # fmt: skip
    for person in people:
        key = f"campaign_cancelled:{campaign.uuid}:{person.pk}"
        outbox.post("accounts/campaign_cancelled", to=person, about=campaign, key=key, campaign=campaign.pk)
    return campaign
