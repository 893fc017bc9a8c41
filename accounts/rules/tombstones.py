"""Tombstones: which handles were ours and are not, and where to look instead (E3.47, E4.53, E4.54)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, Platform, Tombstone
from accounts.rules.recognise import Recognised, recognise, twin
from accounts.rules.standing import Standing
from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

RULE = "E4.53"


def listed() -> "QuerySet[Tombstone]":
    """Every tombstone that stands, newest first."""
    rows = Tombstone.objects.filter(lifted_at=None)
    return rows.select_related("platform", "account__unit", "account__platform", "redirect_to__platform")


def standing_at(platform: Platform, key: str) -> Tombstone | None:
    """What stands in the register of a handle that was ours: whoever has it now is not us."""
    return listed().filter(platform=platform, key=key).first()


def last_retired(platform: Platform, key: str) -> Account | None:
    """The account that was in use under this handle and is retired, the last of several."""
    rows = Account.objects.filter(platform=platform, key=key, state=AccountState.RETIRED, activated_at__isnull=False)
    return rows.select_related("platform").order_by("-retired_at").first()


def formerly(platform: Platform, key: str) -> Account | None:
    """The account of ours that had this handle and has it no more, retired or renamed: who has it now may pass for us
    (E4.54).
    """
    buried = standing_at(platform, key)
    return buried.account if buried else last_retired(platform, key)


def leads_to(tombstone: Tombstone) -> Account | None:
    """Where to look instead today: what took its place, or what took that one's place; None where that ended too."""
    seen, found = set[int](), tombstone.redirect_to
    while found is not None and found.state == AccountState.RETIRED and found.pk not in seen:
        seen.add(found.pk)
        buried = Tombstone.objects.filter(account=found, redirect_to__isnull=False).exclude(redirect_to=found)
        last = buried.select_related("redirect_to__platform").first()
        found = last.redirect_to if last else None
    return found if found is not None and found.state != AccountState.RETIRED else None


def earlier_of(unit_id: int, group: str, platform: Platform | None = None) -> "QuerySet[Tombstone]":
    """Tombstones of what this group of this unit had before, newest first (E3.47)."""
    rows = Tombstone.objects.filter(account__unit=unit_id, account__group__iexact=group.strip())
    rows = rows.filter(account__state=AccountState.RETIRED, **({"platform": platform} if platform else {}))
    found = rows if group.strip() else rows.none()
    return found.select_related("platform", "account", "redirect_to__platform")


def check_may_advise(tombstone: Tombstone, user: User) -> None:
    """Raise `Refused` unless Communications may note what is known of the handle, while the tombstone stands."""
    if not powers.has_power(user, Power.END_ACCOUNTS):
        raise Refused(_("Communications notes what is known of a handle that was ours."), rule="E4.54")
    if tombstone.lifted_at:
        raise Stale(_("This handle is ours again."))


def check_may_rename(standing: Standing) -> None:
    """Raise `Refused` unless Communications may record a new handle of an account that is not retired."""
    if not standing.communications:
        raise Refused(_("Communications records a new handle."), rule="domain: who may do what")
    if standing.account.state == AccountState.RETIRED:
        raise Stale(_("This account is retired."))


def the_new(account: Account, text: str) -> Recognised:
    """The handle or address that was typed, on the account's own platform. Raises `Refused` where it is none, is the
    one it has, or is somebody's in the register (invariant 7).
    """
    found = recognise(text, account.platform)
    if found is None or found.platform != account.platform:
        words = {"platform": account.platform.name}
        raise Refused(_("Enter the new handle, or its address on %(platform)s.") % words, rule=RULE, field="handle")
    if (found.handle, found.key) == (account.handle, account.key):
        raise Refused(_("That is the handle it has."), rule=RULE, field="handle")
    other = twin(found.platform, found.key)
    if other and other.pk != account.pk:
        message = _("%(account)s is in the register already.") % {"account": other.trail_label}
        raise Refused(message, rule="invariant 7", field="handle")
    return found
