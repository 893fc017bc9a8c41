"""What the desk's verbs share: taking the account and its file, and taking a personal account out of the register."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.actions.locking import locked
from accounts.models import Account, Found
from accounts.rules.found import again
from registry import audit
from registry.people.models import User
from registry.people.refusal import Stale

#: What a room above forgets with it: given the account, and who closes its file.
Forget = Callable[..., None]
_forgetting: list[Forget] = []


def before_taking_out(forget: Forget) -> Forget:
    """Decorator: have `forget(account, by=by)` called in the same act, before the account is held, when it turns out to
    be a person's own. What it raises undoes the act.
    """
    if forget not in _forgetting:
        _forgetting.append(forget)
    return forget


def forget_above(found: Found, *, by: User) -> None:
    """Let the rooms above forget what it is called."""
    for forget in _forgetting:
        forget(again(found).account, by=by)


def held(found: Found) -> tuple[Account, Found]:
    """The account, held until the act ends, and the file as it is now."""
    account = locked(again(found).account)
    found = again(found)
    if found.account_id != account.pk:  # its set-up was given up this very moment
        raise Stale(_("It has changed meanwhile. Look at it again."))
    found.account = account
    return account, found


@audit.act()
def take_out(found: Found, *, by: User | None) -> None:
    """Leave nothing of a person's own account but that there was a file: its handle, address, name and every word
    (invariant 9). The trail never had them.
    """
    account = found.account
    account.handle, account.key = f"taken-out-{account.pk}", f"taken-out/{account.uuid}"
    account.url = account.display_name = account.searched = ""
    account.save(update_fields=["handle", "key", "url", "display_name", "searched"])
    found.claims, found.poses_as = "", None
    found.save(update_fields=["claims", "poses_as"])
    found.notes.update(words="—", url="", reference="", who="")
