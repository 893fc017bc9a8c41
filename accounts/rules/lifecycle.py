"""What an account needs to be opened and to be active (II.6, II.7, IV.11)."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import (
    AccessModel,
    Account,
    AccountClass,
    AccountState,
    Custody,
    CustodyState,
    Holder,
    Platform,
    SecretField,
    SecretState,
    SecretVersion,
    SetupTask,
    SetupTaskCode,
)
from accounts.rules.control import control_missing, roles_are_proven, seen
from accounts.rules.found_moves import is_adoptable
from accounts.rules.recognise import twin
from accounts.rules.standing import Standing, communications_staff
from registry import clock
from registry.people.models import User
from registry.people.refusal import Refused, Stale

#: People who hold roles under sign-ins of their own have no shared login to look after.
NOT_FOR_ROLES = frozenset({SetupTaskCode.EMAIL, SetupTaskCode.SECOND_FACTOR})

#: An address that is current in the vault and not the district's.
OUTSIDE = Q(
    is_current=True,
    field__in=(SecretField.LOGIN, SecretField.RECOVERY_EMAIL),
    holder__in=(Holder.EMPLOYEE, Holder.STUDENT_OR_PARENT),
)


def tasks_for(platform: Platform) -> list[SetupTaskCode]:
    """What is on the set-up checklist of an account there."""
    return [code for code in SetupTaskCode if platform.shares_login or code not in NOT_FOR_ROLES]


def is_district_address(address: str) -> bool:
    """Whether an e-mail address is in one of the district's own domains (IV.3)."""
    return address.rpartition("@")[2].strip().lower() in {domain.lower() for domain in settings.DISTRICT_EMAIL_DOMAINS}


def check_may_open(
    *, platform: Platform, key: str, klass: str, email: str, people: Iterable[User], retroactive: bool = False
) -> None:
    """Raise `Refused` unless an account can be opened for set-up (invariant 7, IV.3).

    One that is marked as not ours can be, where it is registered as one that exists (`retroactive`).
    """
    there = twin(platform, key)
    if there and not (retroactive and is_adoptable(there)):
        raise Stale(_("%(account)s is in the register already.") % {"account": there.trail_label}, rule="invariant 7")
    check_is_offered(platform)
    if klass not in AccountClass.official():
        raise Refused(_("Only accounts that the district runs are set up."), rule="IV.10")
    if email and not is_district_address(email):
        raise Refused(_("The sign-up address must be the district’s own."), rule="IV.3")
    for person in people:
        if not person.is_active:
            raise Refused(_("%(name)s no longer works here.") % {"name": person.name}, rule="IV.11")


def check_is_offered(platform: Platform) -> None:
    """Raise `Refused` unless the district offers this platform today (II.3)."""
    if not platform.is_offered:
        raise Refused(_("%(platform)s is no longer offered.") % {"platform": platform.name}, rule="II.3")


def check_may_tick(standing: Standing, task: SetupTask, *, done: bool) -> None:
    """Raise `Refused` unless this person may tick this task now, or (not `done`) take the tick off.

    Communications, while the account is set up; and no tick says what the vault knows to be otherwise (IV.3).
    """
    if not standing.communications:
        raise Refused(_("Communications ticks the set-up checklist."), rule="II.6")
    if standing.account.state != AccountState.SETTING_UP or task.account_id != standing.account.pk:
        raise Stale(_("The set-up of this account is over."))
    said_otherwise = outside_words(standing.account) if done and task.code == SetupTaskCode.EMAIL else []
    if said_otherwise:
        raise Refused(" ".join(said_otherwise), rule="IV.3")
    if lacks_escrow(standing.account):
        raise Refused(_("This account existed before it was approved: secure its login first."), rule="E1.13")


def lacks_escrow(account: Account) -> bool:
    """Whether an account that existed before its approval is not secured yet (E1.13, IV.11).

    Its login is in the vault; with delegated roles, somebody of Communications is proven to hold full control.
    """
    if not account.retroactive:
        return False
    if not account.platform.shares_login:
        return not seen(account).filter(person__in=communications_staff()).exists()
    stored = account.secrets.filter(is_current=True, field__in=SecretField.sign_in_set())
    return not {SecretField.LOGIN, SecretField.PASSWORD} <= set(stored.values_list("field", flat=True))


def check_may_activate(standing: Standing) -> None:
    """Raise `Refused` unless this person may make the account active, and nothing is missing."""
    if not standing.communications:
        raise Refused(_("Communications makes an account active."), rule="II.6")
    if standing.account.state != AccountState.SETTING_UP:
        raise Stale(_("The set-up of this account is over."))
    suspended = _suspended_words(standing.account)
    if suspended:
        raise Refused(" ".join(suspended), rule="E1.16")
    lacking = missing(standing.account)
    if lacking:
        raise Refused(" ".join(lacking), rule="II.7")


def check_may_abandon(account: Account) -> None:
    """Raise `Refused` unless the account is still being set up."""
    if account.state != AccountState.SETTING_UP:
        raise Stale(_("The set-up of this account is over."))


def missing(account: Account) -> list[str]:
    """What this account still needs before it can be active, a sentence each; empty when it is ready."""
    return [*_tasks_missing(account), *missing_beside_tasks(account)]


def missing_beside_tasks(account: Account) -> list[str]:
    """The same without the set-up checklist: that it may be used, what is about getting in, and who answers for it."""
    if account.platform.shares_login:
        access = [*_login_missing(account), *outside_words(account)]
    else:
        access = control_missing(account)
    return [*_suspended_words(account), *access, *_custody_missing(account)]


def outside_words(account: Account) -> list[str]:
    """Which address in the vault, login or recovery, is not the district's own: one sentence each (IV.3, IV.11)."""
    rows = account.secrets.filter(OUTSIDE).order_by("field")
    words = {
        SecretField.LOGIN: _("The login in the vault is an address outside the district: have it replaced."),
        SecretField.RECOVERY_EMAIL: _("The recovery e-mail in the vault is not the district’s: have it replaced."),
    }
    return [words[SecretField(row.field)] for row in rows]


def ready() -> QuerySet[Account]:
    """The accounts for which `missing` has nothing to say, asked of all of them in one query."""
    of_this = {"account": OuterRef("pk")}
    undone = SetupTask.objects.filter(**of_this, done_at=None)
    accepted = Custody.objects.filter(**of_this, state=CustodyState.OPEN, interim=False, unverified=False)
    verified = SecretVersion.objects.filter(**of_this, is_current=True, state=SecretState.VERIFIED)
    login = Exists(verified.filter(field=SecretField.LOGIN)) & Exists(verified.filter(field=SecretField.PASSWORD))
    outside = SecretVersion.objects.filter(OUTSIDE, **of_this)
    by_platform = (Q(platform__access_model=AccessModel.SHARED_LOGIN) & login & ~Exists(outside)) | (
        Q(platform__access_model=AccessModel.DELEGATED_ROLES) & roles_are_proven()
    )
    rows = Account.objects.filter(~Exists(undone), Exists(accepted), by_platform, state=AccountState.SETTING_UP)
    return rows.exclude(is_suspended())


def how_much_is_missing() -> Combinable:
    """How many sentences `missing` has for an account, as an expression: a list of accounts asks once."""
    of_this = {"account": OuterRef("pk")}
    stored = SecretVersion.objects.filter(**of_this, is_current=True, state=SecretState.VERIFIED)
    accepted = Custody.objects.filter(**of_this, state=CustodyState.OPEN, interim=False, unverified=False)
    undone = SetupTask.objects.filter(**of_this, done_at=None).order_by().values("account").annotate(n=Count("pk"))
    outside = SecretVersion.objects.filter(OUTSIDE, **of_this).order_by().values("account").annotate(n=Count("pk"))
    shared = Q(platform__access_model=AccessModel.SHARED_LOGIN)
    return (
        Coalesce(Subquery(undone.values("n")), 0)
        + _one_if(shared & Q(~Exists(stored.filter(field=SecretField.LOGIN))))
        + _one_if(shared & Q(~Exists(stored.filter(field=SecretField.PASSWORD))))
        + Case(When(shared, then=Coalesce(Subquery(outside.values("n")), 0)), default=0)
        + _one_if(~shared & ~roles_are_proven())
        + _one_if(Q(~Exists(accepted)))
        + _one_if(is_suspended())
    )


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0)


def is_suspended() -> Q:
    """The same as `Account.is_suspended`, as a condition on accounts (E1.16)."""
    return Q(suspended_at__isnull=False) | Q(provisional_until__isnull=False, provisional_until__lte=clock.now())


def _suspended_words(account: Account) -> list[str]:
    return [_("This account is suspended until every office has approved it.")] if account.is_suspended else []


def _tasks_missing(account: Account) -> list[str]:
    return [_("Not ticked yet: %(task)s.") % {"task": task} for task in account.setup_tasks.filter(done_at=None)]


def _login_missing(account: Account) -> list[str]:
    rows = account.secrets.filter(is_current=True, field__in=SecretField.sign_in_set())
    current = {row.field: row for row in rows}
    lacking = []
    for field, words in ((SecretField.LOGIN, _("The login")), (SecretField.PASSWORD, _("The password"))):
        if field not in current:
            lacking.append(_("%(what)s is not in the vault yet.") % {"what": words})
        elif current[field].state != SecretState.VERIFIED:
            lacking.append(_("%(what)s is not verified yet.") % {"what": words})
    return lacking


def _custody_missing(account: Account) -> list[str]:
    accepted = account.custodies.filter(state=CustodyState.OPEN, interim=False, unverified=False).exists()
    return [] if accepted else [_("The custodian has not accepted yet.")]
