"""Platforms with delegated roles: who is recorded as holding one, and who may say it is proven (E2.21)."""

from django.utils.translation import gettext as _

from accounts.models import AccountState, CustodyState, RoleHolder, RoleLevel
from accounts.rules.lifecycle import control_missing
from accounts.rules.standing import Standing
from registry.people.models import User
from registry.people.refusal import Refused, Stale


def check_may_record(standing: Standing, person: User) -> None:
    """Raise `Refused` unless this person may write down who holds a role: Communications and who looks after the
    account.
    """
    if standing.account.platform.shares_login:
        raise Refused(_("This platform has one shared login, no roles."), rule="II.7")
    if not (standing.communications or standing.looks_after or standing.offered):
        raise Refused(_("Communications and the custodian record who holds a role."), rule="II.7")
    if standing.account.state == AccountState.RETIRED:
        raise Stale(_("This account is retired."))
    if not person.is_active:
        raise Refused(_("%(name)s no longer works here.") % {"name": person.name}, rule="IV.11")


def check_may_prove(standing: Standing, role: RoleHolder) -> None:
    """Raise `Refused` unless this person may say that they have seen the role held: Communications, never about
    oneself.

    Where Communications is one person, the superintendent or designee says it of that person.
    """
    if role.ended_at or role.proven_at:
        raise Stale(_("This was answered already."))
    if role.person_id == standing.user.pk:
        raise Refused(_("Somebody else must see that you have the role."), rule="II.7")
    if standing.communications:
        return
    alone = standing.only_one_of_communications if standing.superintendent else None
    if alone is None or alone.pk != role.person_id:
        raise Refused(_("Communications says that a role is proven."), rule="II.7")


def check_may_end(standing: Standing, role: RoleHolder) -> None:
    """Raise `Refused` unless this person may write down that a role has ended."""
    if role.ended_at:
        raise Stale(_("This role has ended already."))
    if not (standing.communications or standing.custodian or standing.interim):
        raise Refused(_("Communications and the custodian record that a role has ended."), rule="II.7")


def what_follows(role: RoleHolder) -> list[str]:
    """What is so once this role has ended, a sentence each, for the page that asks before."""
    account, person = role.account, {"name": role.person.name, "platform": role.account.platform.name}
    said = [_("Take the role away on %(platform)s as well: Mooring only writes it down.") % person]
    holds = account.custodies.filter(custodian=role.person, state=CustodyState.OPEN, interim=False).exists()
    if holds:
        said.append(_("%(name)s stays the custodian and answers for the account, without a role on it.") % person)
    if role.level != RoleLevel.FULL or role.proven_at is None:
        return said
    lacking = control_missing(account, without=role)
    return [*said, *(_("The account will need attention. %(why)s") % {"why": why} for why in lacking)]
