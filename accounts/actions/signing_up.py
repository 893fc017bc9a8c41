"""The address an account is signed up with is another: nothing hangs on the mailbox of who has left (E2.24)."""

from collections.abc import Iterator

from accounts.actions.locking import locked
from accounts.actions.renewal import close, close_done
from accounts.models import Account, ReasonKind, SecretField, SecretVersion
from accounts.rules import taking_out as rules
from accounts.rules.renewal import standing_reasons
from accounts.rules.standing import standing_of
from accounts.sealing import is_same
from accounts.telling import told_of_changes
from registry import audit, clock, outbox
from registry.people.models import User
from registry.vault import Secret


@audit.act()
def change_sign_up(account: Account, *, address: str, signs_in: bool, by: User) -> Account:
    """Write down that the platform has another address for the account. Raises `Refused`.

    `signs_in`: one signs in with it, so the new login is to be deposited and verified before a change that was asked
    for is done. Where one signs in with another name, that change is done by this. The trail names no address.
    """
    account, address = locked(account), address.strip().lower()
    rules.check_may_change_sign_up(standing_of(account, by))
    rules.check_sign_up(account, address)
    old, login = account.email, account.secrets.filter(field=SecretField.LOGIN, is_current=True).first()
    is_stored = bool(login and old and any(is_same(login, Secret(text)) for text in _spellings(old)))
    rules.check_login_is_another(signs_in_with_it=signs_in, is_stored=is_stored)
    account.email = address
    account.save(update_fields=["email"])
    audit.record(audit.Event.SIGN_UP_CHANGED, by=by, on=account)
    if login and not signs_in:
        _settle(account, login, old, by)
    close_done(account, by=by)
    _tell(account, by)
    return account


def _spellings(address: str) -> Iterator[str]:
    """How people write one address, none of which a mailbox tells apart: a fingerprint does."""
    name, _at, domain = address.partition("@")
    for text in {name, name.lower(), name.upper(), name.capitalize(), name.title()}:
        yield from (f"{text}@{domain}", f"{text}@{domain.lower()}", f"{text}@{domain.upper()}")


def _tell(account: Account, by: User) -> None:
    """Whoever gets that mail gets in, so a change is shared as one of the login is (II.7). Names no address either."""
    for person in told_of_changes(account, by):
        key = f"sign_up_changed:{account.uuid}:{clock.now().isoformat()}:{person.pk}"
        outbox.post("accounts/sign_up_changed", to=person, about=account, key=key, account=account.pk, by=str(by.pk))


def _settle(account: Account, login: SecretVersion, old: str, by: User) -> None:
    """Take back the reasons that rested on the old address alone; close what has no other."""
    for rotation in account.rotations.filter(field=SecretField.LOGIN, closed_at=None):
        rows = rotation.reasons.filter(kind=ReasonKind.PERSONAL_CHANNEL, person__email__iexact=old)
        for row in rows.exclude(person=login.holder_person_id).filter(withdrawn_at=None):
            row.withdrawn_at = clock.now()
            row.save(update_fields=["withdrawn_at"])
        if not standing_reasons(rotation):
            close(rotation, login, by=by)
