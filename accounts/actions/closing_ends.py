"""The end of an account is called off: it is used as before."""

from accounts.actions.closing_letters import tell
from accounts.actions.locking import held_closing
from accounts.actions.packet_reopening import ask_again
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, AccountState, Closing, ClosingState, RecoveryOutcome
from accounts.rules import closing as rules
from accounts.rules.custody import check_says_why
from accounts.rules.standing import standing_of
from accounts.rules.students import check_names_nobody
from accounts.telling import concerned_by_end
from registry import audit, clock
from registry.people.models import User


@slips_are_noted
@audit.act()
def call_off_closing(closing: Closing, *, why: str, by: User) -> Closing:
    """Call it off, with the reason: what was asked for is refused, what has stopped is used again as before, and so is
    what was parked; what its end had answered in a campaign is asked again. Raises `Refused`, `Stale`, `SaysSecret`.
    """
    why = why.strip()[:LONGEST]
    rules.check_may_call_off(standing_of(closing.account, by), closing)
    check_says_why(why)
    check_names_nobody(why, "why")
    check_says_no_secret(closing.account, why, by=by)
    account, closing = held_closing(closing)
    rules.check_may_call_off(standing_of(account, by), closing)
    planned = closing.state != ClosingState.ASKED
    refused = not planned and closing.asked_by_id != by.pk
    closing.state = ClosingState.REFUSED if refused else ClosingState.CALLED_OFF
    closing.closed_at, closing.closed_by, closing.closed_why = clock.now(), by, why
    closing.save(update_fields=["state", "closed_at", "closed_by", "closed_why"])
    event = audit.Event.CLOSING_REFUSED if refused else audit.Event.CLOSING_CALLED_OFF
    audit.record(event, by=by, on=account, after={"state": _as_before(account, closing)}, reason=why)
    tell("accounts/closing_called_off", closing, [closing.asked_by, *concerned_by_end(account)], by=by)
    if planned:
        ask_again(account, by=by)
    return closing


def _as_before(account: Account, closing: Closing) -> str:
    """As it was; or in use, where somebody has won its login back meanwhile."""
    if account.state == AccountState.CLOSING:
        last = account.recoveries.first()
        is_back = closing.was == AccountState.LOCKED_OUT and last and last.outcome == RecoveryOutcome.BACK
        account.state = AccountState.ACTIVE if is_back else AccountState(closing.was)
        account.save(update_fields=["state"])
    return account.state
