"""Custody passes from one custodian to the next: offered, accepted, credentials changed, verified, done (domain.md).

The giver stays responsible until the last step. What comes next, and that it is over, those concerned are told.
"""

from datetime import date

from django.utils.translation import gettext as _

from accounts.actions import custody
from accounts.actions.locking import locked, locked_person
from accounts.actions.packet_settling import settle
from accounts.actions.rotation import open_due, open_rotation
from accounts.actions.words import LONGEST, check_words, slips_are_noted
from accounts.models import Account, Custody, CustodyState, Handoff, HandoffState, HandoffWhy, ReasonKind
from accounts.rules import handoff as rules
from accounts.rules import passing
from accounts.rules.custody import check_says_why
from accounts.rules.standing import communications_staff, standing_of
from accounts.telling import holders
from registry import audit, clock, outbox
from registry.calendar import due_after
from registry.people.models import User


@slips_are_noted
@audit.act()
def offer(
    account: Account, *, taker: User, why: str, by: User, words: str = "", wanted_on: date | None = None,
    position: str = "", sure: bool = False,
) -> Handoff:  # fmt: skip
    """Ask somebody to take the custody over; the giver keeps it until the last step. `sure`: no word names a student.

    Raises `Refused`, `Stale`.
    """
    held = _check_offer(account, taker, wanted_on, by)
    new = "" if position == held.position else position  # the one that passes on stood there before
    check_words(account, words=words, position=new, sure=sure, by=by)
    taker, account = locked_person(taker), locked(account)
    held = _check_offer(account, taker, wanted_on, by)
    return begin(held, taker=taker, why=why, words=words, wanted_on=wanted_on, position=position, by=by)


@audit.act()
def begin(
    held: Custody, *, taker: User, why: str, by: User, words: str = "", wanted_on: date | None = None,
    position: str = "",
) -> Handoff:  # fmt: skip
    """The same once it is settled that it may begin, inside an act that holds the account and the taker."""
    account = held.account
    offered = Custody.objects.create(
        account=account, custodian=taker, position=position, state=CustodyState.OFFERED, offered_by=by
    )
    made: Handoff = Handoff.objects.create(
        account=account, giver=held.custodian, taker=taker, custody=offered, why=HandoffWhy(why),
        words=words.strip()[:LONGEST], wanted_on=wanted_on, offered_by=by,
        answer_by=due_after(rules.terms().answer_days),
    )  # fmt: skip
    facts = {"from": held.custodian.trail_label, "to": taker.trail_label, "answer_by": made.answer_by.isoformat()}
    audit.record(
        audit.Event.HANDOFF_OFFERED, by=by, on=account, after=facts, reason_code=made.why, reason=made.words,
        reference=made.number,
    )  # fmt: skip
    tell("accounts/handoff_offered", made, [taker], by=by)
    tell("accounts/handoff_announced", made, [held.custodian], by=by)
    settle(account, by=by)
    return made


def _check_offer(account: Account, taker: User, wanted_on: date | None, by: User) -> Custody:
    held = rules.check_may_offer(standing_of(account, by))
    rules.check_taker(held, taker, by)
    rules.check_wanted(wanted_on)
    return held


@audit.act()
def accept(handoff: Handoff, *, by: User) -> Handoff:
    """Accept it; the words accepted are kept. From now on the giver is to lose the login. Raises `Refused`, `Stale`."""
    account, handoff = _held(handoff)
    rules.check_may_accept(handoff, by)
    custody.keep_acceptance(handoff.custody, CustodyState.ACCEPTED, by=by, reference=handoff.number)
    handoff.state, handoff.accepted_at, handoff.reminded_on = HandoffState.ACCEPTED, clock.now(), None
    handoff.save(update_fields=["state", "accepted_at", "reminded_on"])
    for row in account.custodies.filter(state=CustodyState.OPEN, custodian=handoff.giver):
        row.passing_since = clock.now()
        row.save(update_fields=["passing_since"])
    _have_changed(account, handoff.giver, by=by)
    tell("accounts/handoff_accepted", handoff, [handoff.giver, *communications_staff()], by=by)
    return handoff


@audit.act()
def _have_changed(account: Account, giver: User, *, by: User) -> None:
    """Have everything changed that the giver signs in with, and what hangs on a mailbox, phone or device of theirs."""
    if not account.platform.shares_login:
        return
    theirs = account.secrets.filter(is_current=True, holder_person=giver).order_by("field")
    for field in dict.fromkeys(["", *theirs.values_list("field", flat=True)]):
        open_rotation(account, field=field, reason=ReasonKind.CUSTODY_PASSED, about=giver, by=by)


@slips_are_noted
@audit.act()
def decline(handoff: Handoff, *, why: str, by: User, sure: bool = False) -> Handoff:
    """Say no, with the reason; the giver keeps the custody, and is told. Raises `Refused`, `Stale`."""
    why = why.strip()[:LONGEST]
    rules.check_may_answer(handoff, by)
    check_says_why(why)
    check_words(handoff.account, why=why, sure=sure, by=by)
    account, handoff = _held(handoff)
    rules.check_may_answer(handoff, by)
    custody.keep_refusal(handoff.custody, why, by=by, reference=handoff.number)
    _close(handoff, HandoffState.DECLINED, why, by=by)
    people = [handoff.giver, handoff.offered_by, *holders(account), *communications_staff()]
    tell("accounts/handoff_declined", handoff, people, by=by)
    settle(account, by=by)
    open_due(account=account, by=by)
    return handoff


@slips_are_noted
@audit.act()
def call_off(handoff: Handoff, *, why: str, by: User, sure: bool = False) -> Handoff:
    """Call it off before its last step, with the reason: who holds the custody keeps it. Raises `Refused`, `Stale`."""
    why = why.strip()[:LONGEST]
    rules.check_may_call_off(handoff, standing_of(handoff.account, by))
    check_says_why(why)
    check_words(handoff.account, why=why, sure=sure, by=by)
    account, handoff = _held(handoff)
    rules.check_may_call_off(handoff, standing_of(account, by))
    custody.withdraw_offer(account, why=why, by=by)
    handoff = rules.again(handoff)
    tell("accounts/handoff_called_off", handoff, [handoff.giver, handoff.taker, *holders(account)], by=by)
    settle(account, by=by)
    open_due(account=account, by=by)
    return handoff


@audit.act()
def verify(handoff: Handoff, *, by: User) -> Handoff:
    """Say that the taker gets in with what is stored, and end the handoff: the custody is the taker's from now on.

    Raises `Refused` with everything that is missing (E3.43), `Stale`.
    """
    account, handoff = _held(handoff)
    passing.check_may_verify(handoff, standing_of(account, by))
    handoff.verified_at, handoff.verified_by = clock.now(), by
    audit.record(audit.Event.HANDOFF_VERIFIED, by=by, on=account, reference=handoff.number)
    before = custody.end_open(account, why=_("Handed over to %(name)s.") % {"name": handoff.taker.name}, by=by)
    before += custody.end_backup_of(account, handoff.taker, by=by)
    taken = handoff.custody
    taken.state = CustodyState.OPEN
    taken.save(update_fields=["state"])
    _close(handoff, HandoffState.DONE, "", by=by)
    facts = {"from": handoff.giver.trail_label, "to": handoff.taker.trail_label}
    audit.record(audit.Event.HANDOFF_DONE, by=by, on=account, after=facts, reference=handoff.number)
    people = [handoff.giver, handoff.taker, *before, *communications_staff()]
    tell("accounts/handoff_done", handoff, people, by=by)
    settle(account, by=by)
    open_due(account=account, by=by)
    return handoff


@audit.act()
def _close(handoff: Handoff, state: HandoffState, why: str, *, by: User) -> None:
    handoff.state, handoff.closed_at, handoff.closed_by, handoff.closed_why = state, clock.now(), by, why
    handoff.save(update_fields=["state", "closed_at", "closed_by", "closed_why", "verified_at", "verified_by"])


def _held(handoff: Handoff) -> tuple[Account, Handoff]:
    """The account, held until the act ends, and the handoff as it is now."""
    account = locked(handoff.account)
    return account, rules.again(handoff)


@audit.act()
def tell(template: str, handoff: Handoff, people: list[User], *, by: User | None, key: str = "") -> None:
    """Write to those who work here, once each, and not to whoever did it."""
    for person in {each.pk: each for each in people if each.is_active}.values():
        if by is None or person.pk != by.pk:
            at = f"{template}:{handoff.uuid}:{person.pk}:{key}"
            outbox.post(template, to=person, about=handoff.account, key=at, handoff=handoff.pk)
