"""May this person post here, by what right, and if not, why not (II.2, II.4): one answer for all pages that say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import (
    Account,
    AccountClass,
    AccountState,
    Authorization,
    AuthorizationKind,
    BackupCustodian,
    Custody,
    CustodyState,
    Platform,
    Poster,
)
from accounts.rules.authorizing import with_people
from accounts.rules.lost import covers, day_of, lost_because
from accounts.rules.posting import with_place
from registry.people import powers
from registry.people.models import User


@dataclass(frozen=True)
class Right:
    """By what right somebody may post, since when, and until when where that is set."""

    words: str
    since: date | None = None
    until: date | None = None
    url: str = ""


@dataclass(frozen=True)
class Answer:
    """Yes by these rights, or no and why. `within` says where a yes has its limits."""

    yes: bool
    rights: tuple[Right, ...] = ()
    why: str = ""
    within: str = ""


@dataclass(frozen=True)
class Holdings:
    """Everything that lets one person post somewhere, fetched once."""

    user: User
    communications: bool
    custodies: tuple[Custody, ...]
    backups: tuple[BackupCustodian, ...]
    posters: tuple[Poster, ...]
    authorizations: tuple[Authorization, ...]

    @property
    def accounts(self) -> list[Account]:
        """The accounts somebody looks after or is designated for, each once, by name."""
        found = [*(row.account for row in self.custodies), *(row.account for row in self.backups)]
        found += [row.account for row in self.posters if row.account]
        return sorted({account.pk: account for account in found}.values(), key=lambda each: each.name.lower())

    @property
    def of_units(self) -> list[Poster]:
        """The designations for all accounts of a unit."""
        return [row for row in self.posters if row.unit_id]


def holdings_of(user: User) -> Holdings:
    """What somebody holds today; nothing where they have left. Five queries, however much it is."""
    if not user.is_active:
        return Holdings(user, communications=False, custodies=(), backups=(), posters=(), authorizations=())
    place = ("account__platform", "account__unit")
    custodies = Custody.objects.filter(custodian=user, state=CustodyState.OPEN, unverified=False)
    backups = BackupCustodian.objects.filter(person=user, ended_at=None)
    return Holdings(
        user,
        communications=powers.is_communications(user),
        custodies=tuple(custodies.select_related(*place)),
        backups=tuple(backups.select_related(*place)),
        posters=tuple(with_place(Poster.objects.in_force().filter(person=user)).order_by("pk")),
        authorizations=tuple(with_people(Authorization.objects.in_force().filter(person=user)).order_by("pk")),
    )


def answer_for(account: Account, holdings: Holdings) -> Answer:
    """May they post on this account, now?"""
    shut = shut_because(account)
    if shut:
        return Answer(yes=False, why=shut)
    rights = (*_standing_rights(account, holdings), *_designations(account, holdings))
    if rights:
        return Answer(yes=True, rights=rights)
    given = [row for row in holdings.authorizations if covers(row, account)]
    if given:
        return Answer(yes=True, rights=_by(given), within=given[0].scope)
    return Answer(yes=False, why=lost_because(account, holdings.user) or _none_of_them(holdings.user))


def answer_elsewhere(platform: Platform, holdings: Holdings) -> Answer:
    """May they use an account that is none of ours for a class or activity (II.2)?"""
    kind = AuthorizationKind.CLASSROOM
    rows = [row for row in holdings.authorizations if row.kind == kind and row.platform_id in (None, platform.pk)]
    if rows:
        return Answer(yes=True, rights=_by(rows), within=rows[0].scope)
    why = _(
        "It is not an account of the district. For classes and activities, such social media need an authorization "
        "(policy II.2), and you have none that covers it."
    )
    return Answer(yes=False, why=why)


def shut_because(account: Account) -> str:
    """Why nobody posts on this account at all, as a sentence; empty where it is official and active."""
    if account.klass not in AccountClass.official():
        return _("The district does not run this account. Nobody posts on it for the district.")
    if account.is_suspended and account.state != AccountState.RETIRED:
        return _("The account is suspended until every office has approved it. Nobody posts on it until then.")
    said = {
        AccountState.SETTING_UP: _("The account is being set up. Nobody posts on it before it is active."),
        AccountState.COMPROMISED: _("The account is marked as compromised. Nobody posts until it is ours again."),
        AccountState.LOCKED_OUT: _("Nobody can get into the account at the moment."),
        AccountState.CLOSING: _("The account is being closed. Nobody posts on it any more."),
        AccountState.RETIRED: _("The account is retired. Nobody posts on it any more."),
    }
    return said.get(AccountState(account.state), "")


def _standing_rights(account: Account, holdings: Holdings) -> Iterable[Right]:
    for custody in holdings.custodies:
        if custody.account_id == account.pk:
            words = _("Interim custodian") if custody.interim else _("Custodian")
            yield Right(words, day_of(custody.accepted_at or custody.offered_at))
    for backup in holdings.backups:
        if backup.account_id == account.pk:
            yield Right(_("Backup custodian"), day_of(backup.since))
    if holdings.communications:
        yield Right(_("Member of Communications"))


def _designations(account: Account, holdings: Holdings) -> Iterable[Right]:
    for row in holdings.posters:
        if row.account_id == account.pk:
            yield Right(_("Designated poster"), row.starts_on, row.ends_on)
        elif row.unit_id in account.unit.path_ids():
            words = _("Designated poster of %(unit)s") % {"unit": row.unit.name if row.unit else ""}
            yield Right(words, row.starts_on, row.ends_on)


def _by(rows: Iterable[Authorization]) -> tuple[Right, ...]:
    return tuple(
        Right(
            _("%(kind)s, authorization %(number)s") % {"kind": row.get_kind_display(), "number": row.number},
            row.starts_on, row.ends_on, row.get_absolute_url(),
        )
        for row in rows
    )  # fmt: skip


def _none_of_them(user: User) -> str:
    if not user.is_active:
        return _("They no longer work here.")
    return _("You are neither its custodian or backup, nor a designated poster, nor authorized for it.")
