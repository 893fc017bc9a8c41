"""The end of an account is asked for, planned with its last day, and called off (domain.md: account)."""


from accounts.actions.closing_letters import tell
from accounts.actions.locking import held_closing, locked
from accounts.actions.planning import plan_end, put
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, AccountState, Closing, ClosingState
from accounts.rules import closing as rules
from accounts.rules.closing_plan import Plan, check_plan
from accounts.rules.custody import check_says_why
from accounts.rules.standing import communications_staff, standing_of
from accounts.rules.students import check_names_nobody
from accounts.telling import concerned_by_end
from registry import audit, clock
from registry.people.models import User


@slips_are_noted
@audit.act()
def ask_to_close(account: Account, plan: Plan, *, by: User, reference: str = "") -> Closing:
    """Ask Communications to close an account; nothing changes about it. Raises `Refused`, `Stale`, `SaysSecret`."""
    rules.check_may_ask(standing_of(account, by))
    check_plan(account, plan)
    _check_words(account, plan.words, "words", by=by)
    account = locked(account)
    rules.check_may_ask(standing_of(account, by))
    made = put(Closing(account=account, state=ClosingState.ASKED, asked_by=by, reference=reference), plan)
    made.save()
    facts = {"reason_code": plan.why, "reason": made.words, "reference": reference}
    audit.record(audit.Event.CLOSING_ASKED, by=by, on=account, after=plan.facts, **facts)
    tell("accounts/closing_asked", made, communications_staff(), by=by)
    return made


@slips_are_noted
@audit.act()
def begin_closing(account: Account, plan: Plan, *, by: User, reference: str = "") -> Closing:
    """Plan the end of an account, or plan it anew; it is used as before until its last day is over, and those concerned
    are told. Raises `Refused`, `Stale`, `SaysSecret`.
    """
    found = rules.check_may_begin(standing_of(account, by))
    _check_words(account, plan.words, "words", by=by)
    account = locked(account)
    found = rules.check_may_begin(standing_of(account, by))
    check_plan(account, plan, since=found.planned_on if found else None)
    return plan_end(account, plan, found, by=by, reference=reference)


@slips_are_noted
@audit.act()
def call_off_closing(closing: Closing, *, why: str, by: User) -> Closing:
    """Call it off, with the reason: what was asked for is refused, what has stopped is used again as before, and so is
    what was parked. Raises `Refused`, `Stale`, `SaysSecret`.
    """
    why = why.strip()[:LONGEST]
    rules.check_may_call_off(standing_of(closing.account, by), closing)
    check_says_why(why)
    _check_words(closing.account, why, "why", by=by)
    account, closing = held_closing(closing)
    rules.check_may_call_off(standing_of(account, by), closing)
    refused = closing.state == ClosingState.ASKED and closing.asked_by_id != by.pk
    closing.state = ClosingState.REFUSED if refused else ClosingState.CALLED_OFF
    closing.closed_at, closing.closed_by, closing.closed_why = clock.now(), by, why
    closing.save(update_fields=["state", "closed_at", "closed_by", "closed_why"])
    event = audit.Event.CLOSING_REFUSED if refused else audit.Event.CLOSING_CALLED_OFF
    audit.record(event, by=by, on=account, after={"state": _as_before(account, closing)}, reason=why)
    tell("accounts/closing_called_off", closing, [closing.asked_by, *concerned_by_end(account)], by=by)
    return closing


def _as_before(account: Account, closing: Closing) -> str:
    if account.state == AccountState.CLOSING:
        account.state = AccountState(closing.was)
        account.save(update_fields=["state"])
    return account.state


def _check_words(account: Account, words: str, field: str, *, by: User) -> None:
    check_names_nobody(words, field)
    check_says_no_secret(account, words, by=by)
