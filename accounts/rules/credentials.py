"""What gets one in: who may deposit, verify, refuse and reveal, and when (II.7, domain.md)."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from accounts.models import (
    Account,
    AccountState,
    Exposure,
    ExposureKind,
    Reveal,
    SecretField,
    SecretState,
    SecretVersion,
)
from accounts.rules.rights import shut_because
from accounts.rules.standing import Standing
from accounts.rules.unrepeatable import Unrepeatable
from registry.people.models import User
from registry.people.refusal import Refused, Stale
from registry.people.rules import may


class SaysSecret(Unrepeatable):
    """Somebody typed a secret of `account` into a text that is kept."""

    def __init__(self, message: str, *, rule: str = "", account: Account) -> None:
        super().__init__(message, rule=rule)
        self.account = account


class OldForm(Stale):
    """The form was used or is too old: nothing is lost, and a new one does."""


def check_does_not_operate(standing: Standing) -> None:
    """Raise `Refused` for a system administrator, whatever else they are: nothing gets into the vault by them."""
    if standing.system_administrator:
        raise Refused(_("System administrators never deposit a login."), rule="domain: who may do what")


def check_may_deposit(standing: Standing) -> None:
    """Raise `Refused` unless this person may put something into the vault: Communications, custodian, backup.

    While an account is being closed Communications alone does: what must change must, as long as one can get in. A
    system administrator never, whatever else they are: who deposits a login knows it.
    """
    check_does_not_operate(standing)
    if not (standing.communications or standing.looks_after or standing.offered):
        raise Refused(
            _("Only the custodian, the backup and Communications deposit the login of this account."), rule="II.7"
        )
    state = standing.account.state
    if state == AccountState.RETIRED or (state == AccountState.CLOSING and not standing.communications):
        raise Stale(_("This account is closed. Its vault takes nothing more."))
    if not standing.account.platform.shares_login:
        message = _(
            "On %(platform)s people hold roles under sign-ins of their own. Record the roles: "
            "nobody’s own password is asked for."
        )
        raise Refused(message % {"platform": standing.account.platform.name}, rule="invariant 9")


def check_may_reveal(standing: Standing) -> None:
    """Raise `Refused` unless this person may open the sign-in set: Communications, custodian, backup, and a poster who
    was given that right, while it is in force; nobody else.

    A system administrator never, whatever else they are: who operates the system holds its keys already.
    """
    if standing.system_administrator:
        raise Refused(_("System administrators never open a login."), rule="domain: who may do what")
    if not (standing.communications or standing.looks_after or standing.reveals_as_poster):
        raise Refused(
            _("Only Communications, the custodian and the backup may open this login."), rule="domain: who may do what"
        )
    if standing.account.state in AccountState.over() and not standing.communications:
        raise Stale(_("This account is closed."))
    if not (standing.communications or standing.looks_after) and (shut := shut_because(standing.account)):
        raise Refused(shut, rule="II.4")
    if standing.account.is_suspended and not standing.communications:
        raise Refused(_("This account is suspended: only Communications opens its login."), rule="E1.16")
    _check_is_not_handed_over(standing)


def _check_is_not_handed_over(standing: Standing) -> None:
    """Who hands an account over keeps the login until the next one has changed it, and never sees the new one."""
    if standing.passing_since is None or standing.communications:
        return
    later = SecretVersion.objects.filter(
        account=standing.account, field=SecretField.PASSWORD, deposited_at__gte=standing.passing_since
    )
    if later.exclude(deposited_by=standing.user).exists():
        message = _("You have handed this account over, and its login has changed since. Ask who takes it over.")
        raise Refused(message, rule="domain: handoff")


def check_may_reveal_alone(standing: Standing) -> None:
    """Raise `Refused` unless this person may open one other field: a recovery channel, a backup code, notes.

    Who posts needs the sign-in set, and nothing with which the account could be taken over (II.4).
    """
    check_may_reveal(standing)
    if not (standing.communications or standing.looks_after):
        raise Refused(_("A poster opens the login and password, nothing else."), rule="II.4")


def check_may_verify(standing: Standing, versions: Sequence[SecretVersion]) -> None:
    """Raise `Refused` unless this person may say that these deposits get one in (domain.md, lives of an account).

    Who may try it (`check_may_try`), once all that one signs in with was opened.
    """
    if not has_opened(check_may_try(standing, versions), current_sign_in(standing.account)):
        raise Refused(_("Reveal the login first, and sign in on the platform with exactly these values."), rule="II.7")


def check_may_try(standing: Standing, versions: Sequence[SecretVersion]) -> User:
    """Raise `Refused` unless this person is one to find out whether these deposits get one in; who opens the login.

    Another than the depositor of each, of Communications. Where Communications is one person, who deposited it, the
    superintendent or a designee witnesses that person signing in.
    """
    if standing.system_administrator:
        raise Refused(_("System administrators never open a login."), rule="domain: who may do what")
    if not (standing.communications or standing.superintendent):
        raise Refused(_("Communications verifies a login."), rule="II.7")
    if not versions:
        raise Stale(_("There is nothing to verify: no deposit waits."))
    return _verifier(standing, versions)


def check_may_refuse(standing: Standing, versions: Sequence[SecretVersion], why: str) -> None:
    """Raise `Refused` unless this person may turn these deposits down: Communications, saying why."""
    if not standing.communications:
        raise Refused(_("Communications says whether a deposit works."), rule="II.7")
    if not versions:
        raise Stale(_("There is nothing to refuse: no deposit waits."))
    if not why.strip():
        raise Refused(_("Say what happened, so that it can be put right."), rule="II.7")


def check_are_those_seen(versions: Sequence[SecretVersion], seen: Collection[int]) -> None:
    """Raise `Stale` where other deposits wait than those on the page that somebody answers from."""
    if {version.pk for version in versions} == set(seen):
        return
    newest = max(versions, key=lambda version: version.pk)
    words = {"name": newest.deposited_by.name, "field": newest.get_field_display().lower()}
    raise Stale(
        _("%(name)s deposited a new %(field)s since you opened the page. Reveal the login and try it as it is now.")
        % words
    )


def _verifier(standing: Standing, versions: Sequence[SecretVersion]) -> User:
    """Whose opening counts: the person's own, or the one they witness. Raises `Refused`."""
    depositors = {version.deposited_by_id for version in versions}
    if standing.communications and standing.user.pk not in depositors:
        return standing.user
    alone = standing.only_one_of_communications
    if alone and alone.pk in depositors and standing.superintendent and standing.user.pk not in depositors:
        return alone
    if standing.communications and alone:
        raise Refused(
            _("You deposited it, and Communications is you alone: the superintendent or a designee witnesses."),
            rule="II.7",
        )
    if standing.communications:
        raise Refused(_("You deposited it. Another member of Communications verifies it."), rule="II.7")
    raise Refused(_("Communications verifies a login."), rule="II.7")


def would_verify(standing: Standing, act: Reveal) -> bool:
    """Whether this person's “it works” verifies: they may, and the act showed exactly what is stored now."""
    stored = current_sign_in(standing.account)
    if not may(check_may_verify, standing, waiting_among(stored)):
        return False
    shown = set(act.exposures.values_list("secret_id", flat=True))
    return act.person_id == standing.user.pk and shown == {version.pk for version in stored}


def to_verify(account: Account) -> list[SecretVersion]:
    """The deposits that wait for somebody to sign in with them."""
    return waiting_among(current_sign_in(account))


def waiting_among(versions: Sequence[SecretVersion]) -> list[SecretVersion]:
    """Those of these that nobody has tried yet."""
    return [version for version in versions if version.state == SecretState.DEPOSITED]


def current_sign_in(account: Account) -> list[SecretVersion]:
    """The current login, password and authenticator seed, as far as they are stored."""
    rows = SecretVersion.objects.filter(account=account, is_current=True, field__in=SecretField.sign_in_set())
    return sorted(rows, key=lambda row: SecretField.sign_in_set().index(SecretField(row.field)))


def last_verified_sign_in(account: Account) -> list[SecretVersion]:
    """The sign-in set as it last worked, where a newer deposit is not verified yet; empty otherwise."""
    rows = SecretVersion.objects.filter(
        account=account, state=SecretState.VERIFIED, field__in=SecretField.sign_in_set()
    )
    newest: dict[str, SecretVersion] = {}
    for row in sorted(rows, key=lambda row: row.version):
        newest[row.field] = row
    if all(row.is_current for row in newest.values()):
        return []
    return [newest[field] for field in SecretField.sign_in_set() if field in newest]


def has_opened(person: User, versions: Collection[SecretVersion]) -> bool:
    """Whether this person has revealed exactly these versions, and they did open."""
    wanted = {version.pk for version in versions}
    seen = Exposure.objects.filter(secret__in=wanted, person=person, kind=ExposureKind.REVEALED, reveal__failed_at=None)
    return bool(wanted) and set(seen.values_list("secret_id", flat=True)) == wanted


def codes_left(account: Account) -> int:
    """How many backup codes are stored and not used."""
    return SecretVersion.objects.filter(
        account=account, field=SecretField.BACKUP_CODE, is_current=True, used_at=None
    ).count()


def words_for(fields: Sequence[str]) -> str:
    """Fields in words, for a sentence."""
    return ", ".join(dict.fromkeys(str(SecretField(field).label).lower() for field in fields))
