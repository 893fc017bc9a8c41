"""The end of an account is asked for, and planned with its last day (domain.md: account)."""

from accounts.actions.closing_letters import tell
from accounts.actions.locking import locked
from accounts.actions.planning import plan_end, put
from accounts.actions.words import check_says_no_secret, slips_are_noted
from accounts.models import Account, Closing, ClosingState
from accounts.rules import closing as rules
from accounts.rules.closing_plan import Plan, check_plan
from accounts.rules.standing import communications_staff, standing_of
from accounts.rules.students import check_names_nobody
from registry import audit
from registry.people.models import User


@slips_are_noted
@audit.act()
def ask_to_close(account: Account, plan: Plan, *, by: User, reference: str = "") -> Closing:
    """Ask Communications to close an account; nothing changes about it. Raises `Refused`, `Stale`, `SaysSecret`."""
    rules.check_may_ask(standing_of(account, by))
    check_plan(account, plan)
    _check_words(account, plan.words, by=by)
    account = locked(account)
    rules.check_may_ask(standing_of(account, by))
    made = put(Closing(account=account, state=ClosingState.ASKED, asked_by=by, reference=reference), plan)
    made.save()
    audit.record(
        audit.Event.CLOSING_ASKED, by=by, on=account, after=plan.facts, reason_code=plan.why, reason=made.words,
        reference=reference,
    )  # fmt: skip
    tell("accounts/closing_asked", made, communications_staff(), by=by)
    return made


@slips_are_noted
@audit.act()
def begin_closing(account: Account, plan: Plan, *, by: User, reference: str = "") -> Closing:
    """Plan the end of an account, or plan it anew; it is used as before until its last day is over, and those concerned
    are told. Raises `Refused`, `Stale`, `SaysSecret`.
    """
    found = rules.check_may_begin(standing_of(account, by))
    _check_words(account, plan.words, by=by)
    account = locked(account)
    found = rules.check_may_begin(standing_of(account, by))
    check_plan(account, plan, since=found.planned_on if found else None)
    return plan_end(account, plan, found, by=by, reference=reference)


def _check_words(account: Account, words: str, *, by: User) -> None:
    check_names_nobody(words, "words")
    check_says_no_secret(account, words, by=by)
