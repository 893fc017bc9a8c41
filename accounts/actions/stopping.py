"""An account that ends is not used any more: nobody posts, and Communications alone opens its login."""

from accounts.actions.packet_settling import settle
from accounts.models import Account, AccountState, Closing
from registry import audit, clock
from registry.people.models import User


@audit.act()
def stop(account: Account, closing: Closing, *, by: User | None) -> None:
    """From now on nobody posts and Communications alone opens the login, inside an act that holds the account; nobody
    is asked how it stands any more.
    """
    closing.stopped_at, closing.was = clock.now(), account.state
    closing.save(update_fields=["stopped_at", "was"])
    before = {"state": account.state}
    account.state = AccountState.CLOSING
    account.save(update_fields=["state"])
    after = {"state": AccountState.CLOSING.value}
    audit.record(audit.Event.ACCOUNT_CLOSING, by=by, on=account, before=before, after=after)
    settle(account, by=by)
