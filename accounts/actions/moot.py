"""What hangs on an account that ends is over with it: offers and handoffs, posters, roles, links, changes to be made.

What a campaign asks about it is over sooner, with its plan or its last post (`packet_settling`).
"""

from accounts.actions import compromise_ends, custody, drop_ends, outside, posting, recovering, roles
from accounts.actions.dropping import drop_all
from accounts.actions.superseding import supersede_all
from accounts.actions.verifying import destroy_at_once
from accounts.models import Account
from registry import audit
from registry.people.models import User


@audit.act()
def end_use(account: Account, *, why: str, by: User) -> list[User]:
    """End what hangs on its being used, inside an act that holds it: also of an account that is only parked.

    The custody stays open, and is for the caller to end (invariant 7). Returns who was asked to take it over.
    """
    asked = custody.withdraw_offer(account, why=why, by=by)
    custody.end_backup(account, by=by)
    posting.end_all_at(account, by=by)
    outside.end_all(account, why=why, by=by)
    return asked


@audit.act()
def end_everything(account: Account, *, why: str, by: User) -> list[User]:
    """The same, and what hangs on there being a way in: nobody gets in by anything any more. Its custody ends last."""
    asked = end_use(account, why=why, by=by)
    recovering.end_all(account, why=why, by=by)
    drop_ends.end_all(account, why=why, by=by)
    drop_all(account, why=why, by=by)
    roles.end_all(account, by=by)
    known_to_others = compromise_ends.end_all(account, why=why, by=by)
    supersede_all(account, by=by)
    if known_to_others:
        destroy_at_once(account, by=by)
    custody.end_open(account, why=why, by=by)
    return asked
