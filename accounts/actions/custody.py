"""Custody changes hands: offered, accepted, declined (IV.11). Whatever happens, somebody holds it (invariant 7)."""

from django.utils.translation import gettext as _

from accounts.actions.dropping import forget_reason
from accounts.actions.locking import locked, locked_person
from accounts.actions.rotation import open_due
from accounts.actions.words import LONGEST, check_words, slips_are_noted
from accounts.models import Account, Custody, CustodyState, HandoffState, ReasonKind
from accounts.rules import custody as rules
from accounts.rules.standing import communications_staff, standing_of
from registry import audit, clock, outbox, policy
from registry.people.models import User


@slips_are_noted
@audit.act()
def offer(
    account: Account, *, custodian: User, by: User, position: str = "", unverified: bool = False, sure: bool = False
) -> Custody:  # fmt: skip
    """Offer the custody to somebody, while nobody has accepted it; the interim custodian goes on. Raises `Refused`.

    `unverified`: by an older list they look after it already. They hold it from now on, as not confirmed, and are asked
    in the same way; the account is not official by it (E3.45). `sure`: the position names no student.
    """
    _check_offer(account, custodian, by)
    check_words(account, position=position, sure=sure, by=by)
    custodian, account = locked_person(custodian), locked(account)
    _check_offer(account, custodian, by)
    if unverified:
        rules.check_may_be_unverified(account)
        end_open(account, why=_("Somebody else is custodian by an older list."), by=by)
    offered: Custody = Custody.objects.create(
        account=account, custodian=custodian, position=position, offered_by=by, unverified=unverified,
        state=CustodyState.OPEN if unverified else CustodyState.OFFERED,
    )  # fmt: skip
    event = audit.Event.CUSTODY_UNVERIFIED if unverified else audit.Event.CUSTODY_OFFERED
    audit.record(event, by=by, on=account, after={"custodian": custodian.trail_label})
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
    held = account.custodies.filter(state=CustodyState.OPEN).exclude(pk=custody.pk)
    before = end_open(account, why=_("The custodian accepted."), by=by) if held.exists() else []
    end_backup_of(account, by, by=by)
    keep_acceptance(custody, CustodyState.OPEN, by=by)
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
def take_back(account: Account, *, why: str, by: User, sure: bool = False) -> Custody:
    """Take an offer back that nobody has answered, so that somebody else can be asked; they are told.

    Raises `Refused`, `Stale`.
    """
    why = why.strip()[:LONGEST]
    rules.check_may_take_back(standing_of(account, by))
    rules.check_says_why(why)
    check_words(account, why=why, sure=sure, by=by)
    account = locked(account)
    offered = rules.check_may_take_back(standing_of(account, by))
    if offered.unverified:
        end_open(account, why=why, by=by)
        open_interim(account, by=by, after=offered.custodian)
    else:
        withdraw_offer(account, why=why, by=by)
    key = f"offer_taken_back:{offered.pk}"
    outbox.post("accounts/offer_taken_back", to=offered.custodian, about=account, key=key, custody=offered.pk)
    open_due(account=account, by=by)
    return offered


@audit.act()
def keep_acceptance(custody: Custody, state: CustodyState, *, by: User, reference: str = "") -> None:
    """Keep an acceptance with its words and the version of the policy, inside an act that holds the account."""
    version = policy.current()
    custody.state, custody.accepted_at, custody.unverified = state, clock.now(), False
    custody.accepted_text = rules.acceptance_text(custody.account)
    custody.accepted_policy = version.number if version else None
    custody.save(update_fields=["state", "accepted_at", "accepted_text", "accepted_policy", "unverified"])
    after = {"policy": custody.accepted_policy}
    audit.record(audit.Event.CUSTODY_ACCEPTED, by=by, on=custody.account, after=after, reference=reference)


@slips_are_noted
@audit.act()
def decline(custody: Custody, *, why: str, by: User, sure: bool = False) -> Custody:
    """Say no to an offered custody, with the reason; the interim custodian goes on, and is told. Raises `Refused`."""
    why = why.strip()[:LONGEST]
    rules.check_may_decline(custody, by, why)
    check_words(custody.account, why=why, sure=sure, by=by)
    account = locked(custody.account)
    custody = Custody.objects.get(pk=custody.pk)
    rules.check_may_decline(custody, by, why)
    keep_refusal(custody, why, by=by)
    if custody.unverified:
        open_interim(account, by=by, after=by)
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
def keep_refusal(custody: Custody, why: str, *, by: User, reference: str = "") -> None:
    """Keep that somebody said no, and why, inside an act that holds the account."""
    custody.state, custody.declined_at, custody.declined_why = CustodyState.DECLINED, clock.now(), why
    custody.save(update_fields=["state", "declined_at", "declined_why"])
    audit.record(audit.Event.CUSTODY_DECLINED, by=by, on=custody.account, reason=why, reference=reference)


@audit.act()
def open_interim(account: Account, *, by: User | None, after: User | None = None) -> Custody:
    """Give the custody to who stands in while nobody has accepted it, inside an act that holds the account.

    `after` is who held it until now: their position is vacant until the next one accepts (E3.46). With `by=None`, the
    clock, it is named: somebody must be left who could go on.
    """
    left = by or after
    if left is None:
        raise ValueError("Nobody acts, and nobody held it.")
    holder = rules.stand_in_for(account, failing=left, instead_of=after)
    last = account.custodies.filter(custodian=after).exclude(state=CustodyState.OPEN).first() if after else None
    opened: Custody = Custody.objects.create(
        account=account, custodian=holder, state=CustodyState.OPEN, interim=True, offered_by=by,
        position=last.position if last else "",
    )  # fmt: skip
    audit.record(audit.Event.CUSTODY_INTERIM, by=by, on=account, after={"custodian": holder.trail_label})
    return opened


@audit.act()
def end_open(account: Account, *, why: str, by: User | None) -> list[User]:
    """End the custody that is open, inside an act that holds the account; `by=None` is the clock. Who held it."""
    return _close(account, CustodyState.OPEN, CustodyState.ENDED, why, by)


@audit.act()
def withdraw_offer(
    account: Account, *, why: str, by: User | None, as_: HandoffState = HandoffState.WITHDRAWN
) -> list[User]:
    """Take back the offer that is open, and the handoff it is part of, in the same way. Who was asked.

    An acceptance stays as it was given; the custody stays with who holds it (E3.44).
    """
    asked = [one for state in CustodyState.asked() for one in _close(account, state, CustodyState.WITHDRAWN, why, by)]
    for handoff in account.handoffs.filter(state__in=HandoffState.live()).select_related("giver"):
        handoff.state, handoff.closed_at, handoff.closed_by, handoff.closed_why = as_, clock.now(), by, why
        handoff.save(update_fields=["state", "closed_at", "closed_by", "closed_why"])
        event = {HandoffState.TIMED_OUT: audit.Event.HANDOFF_TIMED_OUT}.get(as_, audit.Event.HANDOFF_WITHDRAWN)
        audit.record(event, by=by, on=account, reason=why, reference=handoff.number)
        _stays(account, handoff.giver, by=by)
    return asked


def _stays(account: Account, giver: User, *, by: User | None) -> None:
    """Whoever was handing it over keeps it, and need not lose the login."""
    for row in account.custodies.filter(state=CustodyState.OPEN, custodian=giver, passing_since__isnull=False):
        row.passing_since = None
        row.save(update_fields=["passing_since"])
        why = _("The handoff was called off.")
        forget_reason(account, ReasonKind.CUSTODY_PASSED, giver, why=why, by=by)


@audit.act()
def end_backup(account: Account, *, by: User | None) -> list[User]:
    """End the part of the backup, in the same way. Who was it."""
    rows = list(account.backups.filter(ended_at=None).select_related("person"))
    for row in rows:
        row.ended_at, row.ended_by = clock.now(), by
        row.save(update_fields=["ended_at", "ended_by"])
        audit.record(audit.Event.BACKUP_ENDED, by=by, on=account, before={"backup": row.person.trail_label})
    return [row.person for row in rows]


@audit.act()
def end_backup_of(account: Account, person: User, *, by: User) -> list[User]:
    """The same where it is this person who holds the account from now on: the backup is somebody else."""
    return end_backup(account, by=by) if account.backups.filter(person=person, ended_at=None).exists() else []


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
