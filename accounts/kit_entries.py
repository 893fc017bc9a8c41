"""What stands in a kit: one entry for each account, in a group for each unit, as password managers know them."""

from collections.abc import Callable, Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from accounts import otpauth
from accounts.kdbx import Entry, Field
from accounts.models import Account, SecretField, SecretVersion
from registry.vault import Secret, VaultError

#: The fields that KeePass has names for; every other is a field of the entry's own, hidden too.
NAMED = {SecretField.LOGIN: "UserName", SecretField.PASSWORD: "Password", SecretField.NOTES: "Notes"}
Opens = Callable[[SecretVersion], Secret]


class Opened:
    """The entries of a kit, and the versions among them that did not open."""

    def __init__(self, versions: Iterable[SecretVersion], opens: Opens) -> None:
        self._opens = opens
        self.unreadable: list[SecretVersion] = []
        self.opened = 0
        self.entries = [
            self._entry(account, list(rows)) for account, rows in groupby(versions, lambda row: row.account)
        ]

    def _entry(self, account: Account, rows: list[SecretVersion]) -> Entry:
        fields = [
            Field("Title", Secret(f"{account.name}, {account.platform.name}"), hidden=False),
            Field("URL", Secret(account.url), hidden=False),
            Field(_("Registry number"), Secret(account.number), hidden=False),
        ]
        fields += [Field(_name(row), self._value(account, row)) for row in rows]
        return Entry(account.unit.name, tuple(fields))

    def _value(self, account: Account, row: SecretVersion) -> Secret:
        try:
            value = self._opens(row)
        except VaultError:
            self.unreadable.append(row)
            return Secret(_("This could not be read when the kit was made."))
        self.opened += 1
        return _seed_address(account, value) if row.field == SecretField.SEED else value


def _name(row: SecretVersion) -> str:
    field = SecretField(row.field)
    if not row.is_current:
        return _("%(field)s, as last verified") % {"field": field.label}
    if field == SecretField.SEED:
        return "otp"
    return NAMED.get(field) or (f"{field.label} {row.slot}" if row.slot else str(field.label))


def _seed_address(account: Account, seed: Secret) -> Secret:
    """The seed as the address that password managers and authenticators take."""
    return Secret(otpauth.parse(seed.expose()).address(issuer=account.platform.name, label=account.handle))
