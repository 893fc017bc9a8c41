"""Custody changes hands: offered, accepted, declined (IV.11). Whatever happens, somebody holds it (invariant 7)."""

from django.utils.translation import gettext as _

from accounts.actions.locking import locked
from accounts.actions.rotation import open_due
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, Custody, CustodyState
from accounts.rules import custody as rules
from accounts.rules.standing import communications_staff, standing_of
from registry import audit, clock, outbox, policy
from registry.people.models import User


@slips_are_noted
@audit.act()
def offer(account: Account, *, custodian: User, by: User, position: str = "") -> Custody:
    """Offer the custody to somebody, while nobody has accepted it; the interim custodian goes on. Raises `Refused`."""
    _check_offer(account, custodian, by)
    check_says_no_secret(account, position, by=by)
    account = locked(account)
    _check_offer(account, custodian, by)
    offered: Custody = Custody.objects.create(
        account=account, custodian=custodian, position=position, state=CustodyState.OFFERED, offered_by=by
    )
    audit.record(audit.Event.CUSTODY_OFFERED, by=by, on=account, after={"custodian": custodian.trail_label})
    outbox.post(
        "accounts/custody_offered", to=custodian, about=account, key=f"custody_offered:{offered.pk}", custody=offered.pk
    )
    return offered


def _check_offer(account: Account, custodian: User, by: User) -> None:
    rules.check_may_offer(standing_of(account, by))
    rules.check_may_offer_to(custodian, by)
    rules.check_may_hold(account, custodian)


@audit.act()
def accept(custody: Custody, *, by: User) -> Custody:
    """Accept an offered custody; the words accepted are kept. Who held it is released. Raises `Refused`."""
    account = locked(custody.account)
    custody = Custody.objects.get(pk=custody.pk)
    rules.check_may_accept(custody, by)
    before = end_open(account, why=_("The custodian accepted."), by=by)
    version = policy.current()
    custody.state, custody.accepted_at, custody.accepted_text = (
        CustodyState.OPEN,
        clock.now(),
        rules.acceptance_text(account),
    )
    custody.accepted_policy = version.number if version else None
    custody.save(update_fields=["state", "accepted_at", "accepted_text", "accepted_policy"])
    audit.record(audit.Event.CUSTODY_ACCEPTED, by=by, on=account, after={"policy": custody.accepted_policy})
    for person in _others([*communications_staff(), *before], by):
        outbox.post(
            "accounts/custody_accepted",
            to=person,
            about=account,
            key=f"accepted:{custody.pk}:{person.pk}",
            custody=custody.pk,
        )
    open_due(account=account, by=by)
    return custody


@slips_are_noted
@audit.act()
def decline(custody: Custody, *, why: str, by: User) -> Custody:
    """Say no to an offered custody, with the reason; the interim custodian goes on, and is told. Raises `Refused`."""
    why = why.strip()[:LONGEST]
    rules.check_may_decline(custody, by, why)
    check_says_no_secret(custody.account, why, by=by)
    account = locked(custody.account)
    custody = Custody.objects.get(pk=custody.pk)
    rules.check_may_decline(custody, by, why)
    custody.state, custody.declined_at, custody.declined_why = CustodyState.DECLINED, clock.now(), why
    custody.save(update_fields=["state", "declined_at", "declined_why"])
    audit.record(audit.Event.CUSTODY_DECLINED, by=by, on=account, reason=custody.declined_why)
    holders = account.custodies.filter(state=CustodyState.OPEN).select_related("custodian")
    for person in _others([*communications_staff(), *(row.custodian for row in holders)], by):
        outbox.post(
            "accounts/custody_declined",
            to=person,
            about=account,
            key=f"declined:{custody.pk}:{person.pk}",
            custody=custody.pk,
        )
    open_due(account=account, by=by)
    return custody


@audit.act()
def open_interim(account: Account, *, by: User) -> Custody:
    """Give the custody to who stands in while nobody has accepted it, inside an act that holds the account."""
    holder = rules.stand_in_for(account, failing=by)
    opened: Custody = Custody.objects.create(
        account=account, custodian=holder, state=CustodyState.OPEN, interim=True, offered_by=by
    )
    audit.record(audit.Event.CUSTODY_INTERIM, by=by, on=account, after={"custodian": holder.trail_label})
    return opened


@audit.act()
def end_open(account: Account, *, why: str, by: User | None) -> list[User]:
    """End the custody that is open, inside an act that holds the account; `by=None` is the clock. Who held it."""
    return _close(account, CustodyState.OPEN, CustodyState.ENDED, why, by)


@audit.act()
def withdraw_offer(account: Account, *, why: str, by: User | None) -> list[User]:
    """Take back the offer that is open, in the same way. Who was asked."""
    return _close(account, CustodyState.OFFERED, CustodyState.WITHDRAWN, why, by)


@audit.act()
def end_backup(account: Account, *, by: User | None) -> list[User]:
    """End the part of the backup, in the same way. Who was it."""
    rows = list(account.backups.filter(ended_at=None).select_related("person"))
    for row in rows:
        row.ended_at, row.ended_by = clock.now(), by
        row.save(update_fields=["ended_at", "ended_by"])
        audit.record(audit.Event.BACKUP_ENDED, by=by, on=account, before={"backup": row.person.trail_label})
    return [row.person for row in rows]


def _close(account: Account, state: CustodyState, to: CustodyState, why: str, by: User | None) -> list[User]:
    rows = list(account.custodies.filter(state=state).select_related("custodian"))
    for row in rows:
        row.state, row.ended_at, row.ended_by, row.ended_why = to, clock.now(), by, why
        row.save(update_fields=["state", "ended_at", "ended_by", "ended_why"])
        before = {"custodian": row.custodian.trail_label, "state": state.value}
        audit.record(audit.Event.CUSTODY_ENDED, by=by, on=account, before=before, after={"state": to.value})
    return [row.custodian for row in rows]


def _others(people: list[User], by: User) -> list[User]:
    return list({person.pk: person for person in people if person.pk != by.pk}.values())
