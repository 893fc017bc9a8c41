"""Custody changes hands: offered, accepted, declined (IV.11). Whatever happens, somebody holds it (invariant 7)."""

from django.utils.translation import gettext as _

from accounts.actions.locking import locked
from accounts.models import Account, Custody, CustodyState
from accounts.rules import custody as rules
from accounts.rules.standing import communications_staff, standing_of
from registry import audit, clock, outbox, policy
from registry.people.models import User


@audit.act()
def offer(account: Account, *, custodian: User, by: User, position: str = "") -> Custody:
    """Offer the custody to somebody, while nobody has accepted it; the interim custodian goes on. Raises `Refused`."""
    account = locked(account)
    rules.check_may_offer(standing_of(account, by))
    rules.check_may_hold(account, custodian)
    offered: Custody = Custody.objects.create(
        account=account, custodian=custodian, position=position, state=CustodyState.OFFERED, offered_by=by
    )
    audit.record(audit.Event.CUSTODY_OFFERED, by=by, on=account, after={"custodian": custodian.trail_label})
    outbox.post(
        "accounts/custody_offered", to=custodian, about=account, key=f"custody_offered:{offered.pk}", custody=offered.pk
    )
    return offered


@audit.act()
def accept(custody: Custody, *, by: User) -> Custody:
    """Accept an offered custody; the words accepted are kept. Who held it is released. Raises `Refused`."""
    account = locked(custody.account)
    custody = Custody.objects.get(pk=custody.pk)
    rules.check_may_accept(custody, by)
    before = _end_what_was_open(account, by)
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
    return custody


@audit.act()
def decline(custody: Custody, *, why: str, by: User) -> Custody:
    """Say no to an offered custody, with the reason; the interim custodian goes on, and is told. Raises `Refused`."""
    account = locked(custody.account)
    custody = Custody.objects.get(pk=custody.pk)
    rules.check_may_decline(custody, by, why)
    custody.state, custody.declined_at, custody.declined_why = CustodyState.DECLINED, clock.now(), why.strip()[:300]
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
    return custody


def _end_what_was_open(account: Account, by: User) -> list[User]:
    ended = list(account.custodies.filter(state=CustodyState.OPEN).select_related("custodian"))
    for row in ended:
        row.state, row.ended_at, row.ended_by = CustodyState.ENDED, clock.now(), by
        row.ended_why = _("The custodian accepted.")
        row.save(update_fields=["state", "ended_at", "ended_by", "ended_why"])
        audit.record(audit.Event.CUSTODY_ENDED, by=by, on=account, before={"custodian": row.custodian.trail_label})
    return [row.custodian for row in ended]


def _others(people: list[User], by: User) -> list[User]:
    return list({person.pk: person for person in people if person.pk != by.pk}.values())
