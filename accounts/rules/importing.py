"""Who brings logins from a password manager, which account each belongs to, and what it would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, PasswordImport, Platform, SecretField, SecretVersion
from accounts.rules.limits import AN_HOUR
from accounts.rules.recognise import recognise_among
from registry import audit, clock
from registry.people import powers
from registry.people.models import Office, User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

#: Files one person brings in an hour, those that could not be read included: each is costly to open.
FILES_IN_AN_HOUR = 20
#: Under this rule a file that could not be read is written down.
UNREAD = "import: not read"


def check_may_import(user: User) -> None:
    """Raise `Refused` unless this person may deposit on every account: Communications, not who operates the system."""
    offices = powers.offices_of(user)
    operates = any(row.office == Office.SYSTEM_ADMINISTRATOR for row in offices)
    if operates or not any(Power.IMPORT in powers.powers_from(row) for row in offices):
        raise Refused(_("Only Communications brings logins from a password manager."), rule="domain: who may do what")


def check_not_too_many(user: User) -> None:
    """Raise `Refused` for who brought as many files in the last hour as one may, those that did not open among them."""
    since = clock.now() - AN_HOUR
    read = PasswordImport.objects.filter(person=user, at__gt=since).count()
    if read + audit.entries_under(UNREAD, by=user).filter(at__gt=since).count() >= FILES_IN_AN_HOUR:
        message = _("You have brought %(limit)d files within an hour. That is the limit; try again in an hour.")
        raise Refused(message % {"limit": FILES_IN_AN_HOUR}, rule="import limits")


def the_import(user: User, uuid: UUID) -> PasswordImport:
    """What this person brought; raises Http404 for anybody else's."""
    found = PasswordImport.objects.filter(uuid=uuid, person=user).first()
    if found is None:
        raise Http404
    return found


def check_theirs(batch: PasswordImport, user: User) -> None:
    """Raise `Refused` for what somebody else brought: they alone answer for it."""
    if batch.person_id != user.pk:
        raise Refused(_("Somebody else brought this file."), rule="domain: who may do what")


def check_waits(batch: PasswordImport) -> None:
    """Raise `Stale` where it was answered already, or too late."""
    if batch.closed_at or clock.now() > batch.until:
        raise Stale(_("What you brought is no longer here: it is kept for 15 minutes. Choose the file again."))


def accounts_to_fill() -> list[Account]:
    """The accounts that take a deposit: open ones with a shared login, by platform and name."""
    rows = Account.objects.exclude(state__in=AccountState.over()).select_related("platform", "unit")
    return [row for row in rows.order_by("platform__order", "handle", "pk") if row.platform.shares_login]


class Matcher:
    """Finds the account an entry is about, among given ones and without a query for each."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self.by_key = {(row.platform_id, row.key): row for row in accounts}
        self.platforms = list(Platform.objects.all())

    def match(self, url: str, names: Iterable[str]) -> Account | None:
        """By its address, else by one of these names on the platform whose page the address is; None if by neither."""
        found = recognise_among(url, self.platforms)
        if found and (account := self.by_key.get((found.platform.pk, found.key))):
            return account
        for platform in self._hosts_of(url):
            for name in names:
                known = recognise_among(_handle(name), [platform], platform)
                if known and (account := self.by_key.get((platform.pk, known.key))):
                    return account
        return None

    def _hosts_of(self, url: str) -> list[Platform]:
        bare = url.casefold().partition("://")[2] or url.casefold()
        host = bare.partition("/")[0].partition(":")[0].removeprefix("www.")
        return [row for row in self.platforms if any(host == each or host.endswith(f".{each}") for each in row.hosts)]


def _handle(name: str) -> str:
    """What could be a handle: of an e-mail address the part before the @."""
    return name if name.startswith("@") else name.partition("@")[0]


@dataclass(frozen=True)
class Change:
    """What a deposit would do to one field: it is new, the same as stored, or replaces what is stored."""

    field: SecretField
    kind: str


def current_of(accounts: Iterable[Account]) -> Mapping[int, list[SecretVersion]]:
    """The current versions of these accounts, by account; one query."""
    found: dict[int, list[SecretVersion]] = {}
    for row in SecretVersion.objects.filter(account__in=[each.pk for each in accounts], is_current=True):
        found.setdefault(row.account_id, []).append(row)
    return found
