"""Who sees what of the register: identity, custodian and state are for everyone who signs in (domain.md, who may do
what).
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Account, BackupCustodian, Custody, CustodyState, Poster, SetupTask
from accounts.rules import credentials
from accounts.rules.standing import Standing
from registry.people import powers
from registry.people.models import User
from registry.people.refusal import Refused
from registry.people.rules import may


def the_account(user: User, uuid: UUID | str) -> Account:
    """The account with its platform and unit; raises Http404 where there is none, or none for this person."""
    account = Account.objects.filter(uuid=uuid).select_related("platform", "unit").first()
    if account is None or not user.is_active:
        raise Http404
    return account


def the_task(account: Account, code: str) -> SetupTask:
    """A task of the account's set-up; raises Http404."""
    task = account.setup_tasks.filter(code=code).first()
    if task is None:
        raise Http404
    return task


def may_see_versions(standing: Standing) -> bool:
    """Which fields are stored, in which version, since when and who knows them: for those who reveal or deposit."""
    return standing.communications or standing.looks_after or standing.offered


def check_may_see_history(standing: Standing) -> None:
    """Raise `Refused` unless this person may read every version and who knows it; to be asked is not enough."""
    if not (standing.communications or standing.looks_after):
        raise Refused(
            _("The history of the login is for those who look after the account, and for Communications."), rule="II.7"
        )


def check_may_see_who_knows(standing: Standing) -> None:
    """Raise `Refused` unless this person may read who knows the login: the same people, and who reads the whole trail,
    where it stands too, as of each person (domain.md, who may do what).
    """
    if not (standing.communications or standing.looks_after or powers.reads_whole_trail(standing.user)):
        message = _("Who knows a login is for those who look after it, for Communications and for the superintendent.")
        raise Refused(message, rule="domain: who may do what")


def may_see_knowledge(person: User, viewer: User) -> bool:
    """What somebody knows of which logins: for themselves, and for who reads the whole trail, where it stands too."""
    return viewer.pk == person.pk or powers.reads_whole_trail(viewer)


def check_may_see_knowledge(person: User, viewer: User) -> None:
    """Raise `Refused` for anybody else."""
    if not may_see_knowledge(person, viewer):
        message = _("What somebody knows is for themselves, for Communications and for the superintendent.")
        raise Refused(message, rule="domain: who may do what")


def may_see_sign_up(standing: Standing) -> bool:
    """The sign-up address, which is the login: for those who open it, and who deposit it or will (II.7)."""
    opens = (credentials.check_may_reveal, credentials.check_may_deposit)
    if standing.system_administrator:
        return False
    return any(may(check, standing) for check in opens)


def may_see_that_it_is_stored(standing: Standing) -> bool:
    """That there is something in the vault: also for who may open it to post, the unit's administrator and the
    superintendent.
    """
    over_it = standing.administrator or standing.superintendent
    return may_see_versions(standing) or standing.reveals_as_poster or over_it


def may_see_reasons(standing: Standing) -> bool:
    """Why a custody was declined or ended."""
    return standing.communications or standing.administrator or standing.superintendent or standing.looks_after


def trail_of_own_accounts(user: User) -> Q:
    """What the trail says of somebody's own accounts: custodian, backup and poster read it, and who posts there."""
    mine = Poster.objects.in_force().filter(person=user)
    own = Account.objects.filter(Q(pk__in=held_by(user)) | Q(pk__in=mine.values("account")))
    ids = {str(uuid) for uuid in own.values_list("uuid", flat=True)}
    posters = Poster.objects.filter(Q(account__in=own) | Q(person=user))
    its_posters = Q(object_type=Poster.trail_kind, object_id__in=[str(each.uuid) for each in posters.only("uuid")])
    return Q(object_type=Account.trail_kind, object_id__in=ids) | its_posters


def looks_after_something(user: User) -> bool:
    """Whether somebody is custodian or backup of any account, and so may reveal (needs a second factor)."""
    return in_hand_of(user).exists() or backed_by(user).exists()


def held_by(user: User) -> "set[int]":
    """The numbers of the accounts somebody looks after, or takes over and so opens already."""
    return set(in_hand_of(user).values_list("account_id", flat=True)) | set(
        backed_by(user).values_list("account_id", flat=True)
    )


def in_hand_of(user: User) -> QuerySet[Custody]:
    """By what somebody holds accounts, or is about to: each row says which of the two (`Custody.part`)."""
    return Custody.objects.filter(custodian=user, state__in=CustodyState.in_hand(), unverified=False)


def backed_by(user: User) -> QuerySet[BackupCustodian]:
    """By what somebody backs accounts up."""
    return BackupCustodian.objects.filter(person=user, ended_at=None)
