"""Platforms with delegated roles: who is recorded as holding one, and who may say it is proven (E2.21)."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AccountState, CustodyState, Platform, RoleHolder, RoleLevel
from accounts.rules.control import AHEAD, control_missing
from accounts.rules.standing import Standing
from registry import clock
from registry.people.models import User
from registry.people.refusal import Refused, Stale


def roles_of(platform: Platform) -> list[tuple[str, RoleLevel]]:
    """The roles there are on a platform, by its own names, each with what it amounts to; ours where it has none."""
    rows = [(str(name), RoleLevel(level)) for name, level in platform.roles if level in RoleLevel.values]
    return rows or [(str(level.label), level) for level in RoleLevel]


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
    oneself, and anew only once it is due again.

    Where Communications is one person, the superintendent or designee says it of that person.
    """
    if role.ended_at or role.to_remove_since:
        raise Stale(_("This was answered already."))
    if role.proven_at and (role.prove_by is None or role.prove_by > clock.today() + AHEAD):
        raise Stale(_("This was answered already."))
    if role.person_id == standing.user.pk:
        raise Refused(_("Somebody else must see that you have the role."), rule="II.7")
    if standing.communications:
        return
    alone = standing.only_one_of_communications if standing.superintendent else None
    if alone is None or alone.pk != role.person_id:
        raise Refused(_("Communications says that a role is proven."), rule="II.7")


def check_may_end(standing: Standing, role: RoleHolder) -> None:
    """Raise `Refused` unless this person may write down that a role has ended; one that is to be taken away, never
    that person's own (E2.22).
    """
    if role.ended_at:
        raise Stale(_("This role has ended already."))
    if not (standing.communications or standing.custodian or standing.interim):
        raise Refused(_("Communications and the custodian record that a role has ended."), rule="II.7")
    if role.to_remove_since and role.person_id == standing.user.pk:
        raise Refused(_("Somebody else must see that your role is gone."), rule="II.7")


def what_follows(role: RoleHolder) -> list[str]:
    """What is so once this role has ended, a sentence each, for the page that asks before."""
    account, person = role.account, {"name": role.person.name, "platform": role.account.platform.name}
    if role.to_remove_since:
        return [
            _("You say that you have looked on %(platform)s, and %(name)s has no role there any more.") % person,
            _("The task is done, and who took the role away stands in the trail."),
        ]
    said = [_("Take the role away on %(platform)s as well: Mooring only writes it down.") % person]
    holds = account.custodies.filter(custodian=role.person, state=CustodyState.OPEN, interim=False).exists()
    if holds:
        said.append(_("%(name)s stays the custodian and answers for the account, without a role on it.") % person)
    if role.level != RoleLevel.FULL or role.proven_at is None:
        return said
    lacking = control_missing(account, without=role)
    return [*said, *(_("The account will need attention. %(why)s") % {"why": why} for why in lacking)]


def state_words(role: RoleHolder) -> str:
    """How far a role is proven, for its row: seen by whom and when, and until when it must be seen again."""
    if role.to_remove_since:
        is_here = role.person.is_active
        return _("no longer looks after it: take it away") if is_here else _("no longer works here: take the role away")
    if role.proven_at is None or role.proven_by is None:
        return _("not proven yet")
    words = {"name": role.proven_by.name, "day": date_format(clock.local(role.proven_at).date(), "F j, Y")}
    if role.prove_by is None:
        return _("seen by %(name)s, %(day)s") % words
    return _("seen by %(name)s, %(day)s; to be seen again by %(until)s") % {
        **words,
        "until": date_format(role.prove_by, "F j, Y"),
    }


def ended_words(role: RoleHolder) -> str:
    """What is said once a role has ended."""
    if role.to_remove_since:
        return _("Confirmed: %(name)s has no role any more.") % {"name": role.person.name}
    return _("Role ended: %(name)s. You can record it again below.") % {"name": role.person.name}
