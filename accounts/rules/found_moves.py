"""What may become of an account that is not ours, from where it stands: one check for each verb of the desk."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Account, AccountClass, AccountState, ClosedHow, Found, FoundStatus, LegalHold
from accounts.rules.found import RULE, check_is_not_ours, check_is_open, check_may_handle, check_may_work
from accounts.rules.recognise import twin
from registry import clock
from registry.people.models import User
from registry.people.refusal import Refused, Stale

#: Working days: to look at a report, to decide a dispute, and the most that a contact may give.
LOOK_IN, DISPUTE_IN, MOST_DAYS = 3, 5, 60
#: Working days after the deadline, then the communications director is told.
PASS_ON_AFTER = 5


def check_may_note(found: Found) -> None:
    """Raise `Refused` where there is no file to add to any more; anybody on staff may say what they know."""
    check_is_not_ours(found)
    if found.closed_how == ClosedHow.PERSONAL:
        raise Stale(_("It was taken out of the register: it is somebody’s own account."), rule="invariant 9")


def check_kind(kind: str, ours: Account | None) -> None:
    """Raise `Refused` for no kind of ours, or for a pattern that is itself not ours."""
    if kind not in AccountClass.not_ours():
        raise Refused(_("Choose what it is."), rule=RULE, field="kind")
    if ours and not ours.is_ours:
        raise Refused(_("Name an account of the district that people should follow instead."), rule=RULE, field="ours")


def check_happened(on: date) -> None:
    """Raise `Refused` for a day that has not come yet."""
    if on > clock.today():
        raise Refused(_("Enter today or an earlier day."), rule=RULE, field="on")


def check_may_relabel(found: Found, user: User) -> None:
    """Raise `Refused` unless a disclaimer can settle it: what poses as us is reported, never relabelled (IV.10)."""
    check_may_work(found, user)
    if found.kind == AccountClass.IMPOSTOR:
        message = _("An impostor is not relabelled. If it turns out to be no impostor, say first what it is.")
        raise Refused(message, rule=RULE)


def check_may_close(found: Found, user: User) -> None:
    """Raise `Refused` unless it can be closed: whatever is not ours any more, or never should have been here."""
    check_may_handle(user)
    check_is_not_ours(found)
    if found.status == FoundStatus.CLOSED:
        raise Stale(_("It is closed already."), rule=RULE)


def check_may_take_out(account: Account) -> None:
    """Raise `Refused` while what is kept of it is under legal hold, also by a row it had before (E4.57)."""
    if LegalHold.objects.filter(account__platform=account.platform, account__key=account.key, lifted_at=None).exists():
        message = _("Its records are under legal hold: it is taken out of the register once that is lifted.")
        raise Refused(message, rule="E4.57", field="how")


def check_may_dispute(found: Found, user: User) -> None:
    """Raise `Refused` unless they may say that whoever runs it objects."""
    check_may_work(found, user)
    if found.status == FoundStatus.DISPUTED:
        raise Stale(_("It is disputed already."), rule=RULE)


def check_may_reopen(found: Found, user: User) -> None:
    """Raise `Refused` unless it is over and can be taken up again: nobody else has the handle meanwhile."""
    check_may_handle(user)
    check_is_not_ours(found)
    if found.is_open:
        raise Stale(_("It is open already."), rule=RULE)
    if found.closed_how == ClosedHow.PERSONAL:
        raise Refused(_("It was taken out of the register: it is somebody’s own account."), rule="invariant 9")
    other = twin(found.account.platform, found.account.key)
    if other and other.pk != found.account_id:
        raise Stale(_("%(account)s is in the register already.") % {"account": other.trail_label}, rule="invariant 7")


def check_may_name_conflict(found: Found, person: User, user: User) -> None:
    """Raise `Refused` unless Communications may say that somebody on staff runs it (E3.49)."""
    check_may_handle(user)
    check_is_open(found)
    if not person.is_active:
        raise Refused(_("%(name)s no longer works here.") % {"name": person.name}, rule="E3.49", field="person")
    if found.in_conflict:
        raise Stale(_("It is on record already that somebody on staff runs it."), rule="E3.49")


def check_may_end_conflict(found: Found, user: User) -> None:
    """Raise `Refused` unless they may say that it was left: whoever runs it, or Communications."""
    if user.pk != found.conflict_with_id:
        check_may_handle(user)
    if not found.in_conflict:
        raise Stale(_("Nobody on staff is on record as running it."), rule="E3.49")


def is_adoptable(account: Account | None) -> bool:
    """Whether a registration can make it ours: it is not, and is no impostor (E1.12, E3.49)."""
    return account is not None and account.state == AccountState.FOUND and account.klass != AccountClass.IMPOSTOR


def check_adoptable(found: Found) -> None:
    """Raise `Refused` unless its adoption may begin."""
    check_is_not_ours(found)
    if found.kind == AccountClass.IMPOSTOR:
        raise Refused(_("An impostor is not adopted. It is reported to the platform."), rule=RULE)
    if found.account.state != AccountState.FOUND:
        raise Stale(_("It is closed. Reopen it first."), rule=RULE)
