"""What is no longer in use: who takes it out of the vault, and who says which address an account is signed up with."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, SecretField, SecretVersion
from accounts.rules.knowing import may_still_open
from accounts.rules.lifecycle import is_district_address
from accounts.rules.standing import Standing
from registry.people.models import User
from registry.people.refusal import Refused, Stale
from registry.people.rules import may

#: One signs in with these: another takes their place, never nothing.
NEEDED = (SecretField.LOGIN, SecretField.PASSWORD)
RULE = "II.7"


def check_may_take_out(standing: Standing, field: str) -> None:
    """Raise `Refused` unless they may say that this is no longer in use: who looks after the account, Communications;
    `Stale` where nothing of it is stored.
    """
    _check_field(standing, field)
    if not standing.account.secrets.filter(field=field, is_current=True).exists():
        raise Stale(_("It is not in the vault any more."))


def takes_out(standing: Standing, stored: Iterable[str]) -> list[str]:
    """Which of the fields that are stored they may take out."""
    return [field for field in stored if may(_check_field, standing, field)]


def check_may_change_sign_up(standing: Standing) -> None:
    """Raise `Refused` unless they may say which address the account is signed up with: the same people."""
    _check_is_theirs(standing)
    if not standing.account.platform.shares_login:
        raise Refused(_("People sign in under names of their own here: there is no login to change."), rule=RULE)


def check_sign_up(account: Account, address: str) -> None:
    """Raise `Refused` for an address that cannot take the place of the one there is (IV.3)."""
    if not is_district_address(address):
        raise Refused(_("The sign-up address must be the district’s own."), rule="IV.3", field="address")
    if address.lower() == account.email.lower():
        raise Refused(_("This is the address that is recorded already."), rule=RULE, field="address")
    left = User.objects.filter(email__iexact=address, is_active=False).first()
    if left:
        message = _("This is the address of %(name)s, who no longer works here. Use a shared one of the district.")
        raise Refused(message % {"name": left.name}, rule="E2.24", field="address")


def check_login_is_another(*, signs_in_with_it: bool, is_stored: bool) -> None:
    """Raise `Refused` where somebody says that one signs in with a user name, and the login in the vault is the old
    address.
    """
    if is_stored and not signs_in_with_it:
        message = _("The login in the vault is the old address. If one signs in with another name, deposit that first.")
        raise Refused(message, rule=RULE, field="signs_in")


def openable(account: Account, field: str) -> "list[SecretVersion]":
    """The versions of a field that somebody might still open or use."""
    rows = may_still_open().filter(account=account, field=field)
    return list(rows.select_related("account__platform").order_by("pk"))


def _check_field(standing: Standing, field: str) -> None:
    _check_is_theirs(standing)
    if field in NEEDED:
        raise Refused(_("One signs in with it: deposit the new one instead."), rule=RULE)


def _check_is_theirs(standing: Standing) -> None:
    if not (standing.communications or standing.looks_after):
        raise Refused(_("Only the custodian, the backup and Communications say what is in use."), rule=RULE)
    state = standing.account.state
    if state == AccountState.RETIRED or (state == AccountState.CLOSING and not standing.communications):
        raise Stale(_("This account is closed."))
