"""A handle that is somebody's already: who has it, and what to do instead of asking for it (E1.12)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account, AccountClass, AccountState, ClosingState, CustodyState
from approvals.models import Item, Request


@dataclass(frozen=True)
class Taken:
    """A handle that cannot be asked for: the sentence, and the page that leads on; ``request`` where it is one.

    ``mark`` is what it is in a word: taken, formerly (ours), or impostor.
    """

    sentence: str
    url: str
    action: str
    request: Request | None = None
    mark: str = "taken"


#: What to do instead, by what the account is; those that are official say it by their state.
_CLASSES = {
    AccountClass.IMPOSTOR: gettext_lazy(
        "%(account)s is in the register as an impostor: it poses as ours. Say what you know to the adoption desk, and"
        " choose another handle."
    ),
    AccountClass.COMMUNITY: gettext_lazy(
        "%(account)s is in the register as a community account, which the district does not run. Choose another handle,"
        " or ask for its registration."
    ),
    AccountClass.UNAPPROVED: gettext_lazy(
        "%(account)s is in the register as unapproved. Ask Communications, who look into it, to adopt it."
    ),
}
_STATES = {
    AccountState.SETTING_UP: gettext_lazy(
        "%(account)s is being set up. Ask %(who)s to let you take part, or to hand it over."
    ),
    AccountState.ACTIVE: gettext_lazy(
        "%(account)s is in the register already. Ask %(who)s to let you post there, or to hand it over."
    ),
    AccountState.COMPROMISED: gettext_lazy(
        "%(account)s is in the register, and marked as compromised. Ask %(who)s, not for a second one."
    ),
    AccountState.LOCKED_OUT: gettext_lazy(
        "%(account)s is in the register, and nobody can get in just now. Ask %(who)s, not for a second one."
    ),
    AccountState.CLOSING: gettext_lazy(
        "%(account)s is being closed. Ask %(who)s to keep it and hand it over before it is gone."
    ),
}
_PARKED = gettext_lazy(
    "%(account)s is ours and parked: nobody uses it. Ask %(who)s of Communications to let you use it again."
)


def by_account(account: Account) -> Taken:
    """The handle of an account that is in the register, whatever its class and state; parked is a state by itself."""
    said = _CLASSES.get(AccountClass(account.klass)) or _STATES[AccountState(account.state)]
    if account.state == AccountState.CLOSING and account.closings.filter(state=ClosingState.PARKED).exists():
        said = _PARKED
    words = {"account": account.trail_label, "who": _holder(account)}
    mark = "impostor" if account.klass == AccountClass.IMPOSTOR else "taken"
    action = _("Look at that account") if account.is_ours else _("See what is known, and what to do")
    return Taken(str(said) % words, account.get_absolute_url(), action, mark=mark)


def _holder(account: Account) -> str:
    row = account.custodies.filter(state=CustodyState.OPEN).select_related("custodian").first()
    return row.custodian.name if row else _("Communications")


def by_request(item: Item) -> Taken:
    """The handle of a request that is under way."""
    words = {
        "handle": item.handle,
        "platform": item.platform.name if item.platform else "",
        "reference": item.request.reference,
    }
    said = _("%(handle)s on %(platform)s is asked for already, in request %(reference)s.") % words
    return Taken(said, item.request.get_absolute_url(), _("Look at that request"), item.request)


def by_somebody(item: Item) -> Taken:
    """The same for those who may not see that request: not which it is, nor a way to it."""
    words = {"handle": item.handle, "platform": item.platform.name if item.platform else ""}
    return Taken(_("Somebody has asked for %(handle)s on %(platform)s already.") % words, "", "")
