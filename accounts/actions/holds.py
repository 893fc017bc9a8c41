"""Records are placed under legal hold, and a hold is lifted (E4.57). Why stands on the hold, and not on the trail."""

from accounts.actions.locking import locked
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, HoldWhy, LegalHold
from accounts.rules import holds as rules
from accounts.rules.custody import check_says_why
from accounts.rules.students import check_names_nobody
from accounts.telling import concerned_by_end
from registry import audit, clock, outbox
from registry.people.models import User


@slips_are_noted
@audit.act()
def place_hold(account: Account, *, why: str, words: str, by: User) -> LegalHold:
    """Nothing that is kept of the account may be destroyed from now on, its secrets aside, nor may it be closed.

    Those concerned are told that, never why. Raises `Refused`, `SaysSecret`.
    """
    words = words.strip()[:LONGEST]
    rules.check_may_place(by)
    check_names_nobody(words, "words")
    check_says_no_secret(account, words, by=by)
    account = locked(account)
    rules.check_may_place(by)
    made: LegalHold = LegalHold.objects.create(account=account, why=HoldWhy(why), words=words, placed_by=by)
    audit.record(audit.Event.HOLD_PLACED, by=by, on=account, reference=made.number)
    _tell("accounts/hold_placed", made, by=by)
    return made


@slips_are_noted
@audit.act()
def lift_hold(hold: LegalHold, *, why: str, by: User) -> LegalHold:
    """Say that it is over, and why. Raises `Refused`, `Stale`, `SaysSecret`."""
    why = why.strip()[:LONGEST]
    rules.check_may_lift(hold, by)
    check_says_why(why)
    check_names_nobody(why, "why")
    check_says_no_secret(hold.account, why, by=by)
    account = locked(hold.account)
    hold = LegalHold.objects.get(pk=hold.pk)
    rules.check_may_lift(hold, by)
    hold.lifted_at, hold.lifted_by, hold.lifted_why = clock.now(), by, why
    hold.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    audit.record(audit.Event.HOLD_LIFTED, by=by, on=account, reference=hold.number)
    _tell("accounts/hold_lifted", hold, by=by)
    return hold


def _tell(template: str, hold: LegalHold, *, by: User) -> None:
    for person in concerned_by_end(hold.account):
        if person.pk != by.pk:
            key = f"{template}:{hold.pk}:{person.pk}"
            outbox.post(template, to=person, about=hold.account, key=key, hold=hold.pk)
