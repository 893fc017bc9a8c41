"""The custody is taken from who holds it: an interim custodian has it at once, and everything they know must change."""

from accounts.actions import custody, handoff, roles
from accounts.actions.custody import offer
from accounts.actions.locking import locked, locked_person
from accounts.actions.rotation import open_due, open_rotation
from accounts.actions.words import LONGEST, check_words, slips_are_noted
from accounts.models import Account, Custody, ReasonKind
from accounts.rules import handoff as handoffs
from accounts.rules import reassigning as rules
from accounts.rules.standing import communications_staff, standing_of
from registry import audit, outbox
from registry.people.models import User


@slips_are_noted
@audit.act()
def reassign(
    account: Account, *, because: str, by: User, words: str = "", custodian: User | None = None, sure: bool = False
) -> Custody:  # fmt: skip
    """Take the custody from who holds it, without their help, and offer it to `custodian` where one is named.

    Until somebody accepts, who stands in for the unit holds it; the whole login must change, whether it is known that
    they have seen it or not, or the role they hold there be taken away. Raises `Refused`, `Stale`. Returns the
    interim custody. `sure`: the words name no student.
    """
    words = words.strip()[:LONGEST]
    rules.check_next(rules.check_may_take(standing_of(account, by)), custodian)
    check_words(account, words=words, sure=sure, by=by)
    custodian, account = custodian and locked_person(custodian), locked(account)
    held = rules.check_may_take(standing_of(account, by))
    rules.check_next(held, custodian)
    why = str(rules.TakenBecause(because).label)
    audit.record(
        audit.Event.CUSTODY_REASSIGNED, by=by, on=account, before={"custodian": held.custodian.trail_label},
        reason_code=because, reason=words or why,
    )  # fmt: skip
    passing = handoffs.live_of(account)
    custody.end_open(account, why=f"{why}. {words}".strip()[:LONGEST], by=by)  # first: they do not get it back
    custody.withdraw_offer(account, why=why, by=by)
    if passing:
        handoff.tell("accounts/handoff_called_off", handoffs.again(passing), [passing.taker], by=by)
    interim = custody.open_interim(account, by=by, after=held.custodian)
    _change_what_they_know(account, held.custodian, by=by)
    people = [held.custodian, interim.custodian, *communications_staff()]
    for person in {one.pk: one for one in people if one.is_active and one.pk != by.pk}.values():
        key = f"reassigned:{interim.pk}:{person.pk}"
        outbox.post("accounts/custody_reassigned", to=person, about=account, key=key, custody=interim.pk, was=held.pk)
    if custodian:
        offer(account, custodian=custodian, position=held.position, by=by, sure=True)  # it stood there before
    return interim


@audit.act()
def _change_what_they_know(account: Account, person: User, *, by: User) -> None:
    if account.platform.shares_login:
        open_rotation(account, field="", reason=ReasonKind.CUSTODY_PASSED, about=person, by=by)
    else:
        roles.have_removed_here(account, person, by=by)
    open_due(account=account, by=by)
