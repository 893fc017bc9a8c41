"""An account has ended: it is retired, with a tombstone, or parked, with its name and login kept by Communications."""

from django.utils.translation import gettext as _

from accounts.actions import moot, tombstones
from accounts.actions.closing_letters import tell
from accounts.actions.locking import held_closing
from accounts.actions.parking import park
from accounts.models import Account, AccountState, Closing, ClosingKind, ClosingState, TombstoneWhy
from accounts.rules import closing_steps as rules
from accounts.rules.standing import standing_of
from accounts.telling import concerned_by_end
from registry import audit, clock
from registry.people.models import User


@audit.act()
def finish_closing(closing: Closing, *, by: User) -> Closing:
    """End it: every step is done, nothing is under legal hold. Raises `Refused` with all that is missing, `Stale`."""
    account, closing = held_closing(closing)
    rules.check_may_finish(standing_of(account, by), closing)
    people = [closing.asked_by, *concerned_by_end(account)]
    if closing.kind == ClosingKind.PARK:
        park(account, closing, by=by)
    else:
        _retire(account, closing, by=by)
    tell("accounts/closed", closing, people, by=by, key=closing.kind)
    return closing


@audit.act()
def _retire(account: Account, closing: Closing, *, by: User) -> None:
    moot.end_everything(account, why=_("The account is retired."), by=by)
    before = {"state": account.state}
    account.state, account.retired_at, account.retired_by = AccountState.RETIRED, clock.now(), by
    account.save(update_fields=["state", "retired_at", "retired_by"])
    closing.state, closing.closed_at, closing.closed_by = ClosingState.DONE, clock.now(), by
    closing.save(update_fields=["state", "closed_at", "closed_by"])
    after = {"state": AccountState.RETIRED.value, "archive": closing.archive}
    audit.record(audit.Event.ACCOUNT_RETIRED, by=by, on=account, before=before, after=after, reason_code=closing.why)
    why = TombstoneWhy.RELEASED if closing.kind == ClosingKind.RELEASE else TombstoneWhy.CLOSED
    tombstones.bury(account, why=why, redirect_to=closing.replaced_by, by=by)
