"""Getting back into an account that nobody can sign in to: who says so, who works on it, and the steps (E3.39, E3.40).

The steps are the platform's own (rows that a district edits), and ours: what to ask of whom, by why nobody gets in
and on whose mailbox or phone it hangs. Nobody is ever asked for the password of a mailbox of their own.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, HandIn, LockedOut, Recovery, SaidOf
from accounts.rules.standing import Standing
from registry.people.refusal import Refused, Stale

RULE = "IV.11"
THEIRS = (SaidOf.EMPLOYEE, SaidOf.STUDENT_OR_PARENT)


def open_recovery_of(account: Account) -> Recovery | None:
    """The work that is under way, or None."""
    return account.recoveries.filter(closed_at=None).select_related("account__platform", "opened_by").first()


def check_may_see(standing: Standing) -> None:
    """Raise `Refused` unless this person may read the worklist: who may work on it, and the superintendent."""
    if not standing.superintendent:
        check_may_work(standing)


def check_may_work(standing: Standing) -> None:
    """Raise `Refused` unless this person may say that nobody gets in, and tick steps."""
    mine = standing.looks_after or standing.offered or standing.administrator
    if not (standing.communications or mine):
        message = _("Who looks after the account, its administrator and Communications see to getting back in.")
        raise Refused(message, rule=RULE)


def check_may_start(standing: Standing) -> None:
    """Raise `Refused` unless nobody has said so yet, and this person may."""
    check_may_work(standing)
    if standing.account.state in AccountState.over():
        raise Stale(_("This account is closed."))
    if standing.account.state == AccountState.COMPROMISED:
        raise Stale(_("This account is marked as compromised already."))
    if not standing.account.platform.shares_login:
        raise Refused(_("People sign in under names of their own here: there is no login to win back."), rule=RULE)
    if open_recovery_of(standing.account):
        raise Stale(_("Somebody has said so already: the steps are under way."))


def check_may_give_up(standing: Standing, why: str) -> None:
    """Raise `Refused` unless Communications says, with a reason, that it will not come back."""
    if not standing.communications:
        raise Refused(_("Communications says that an account will not come back."), rule=RULE)
    if not why.strip():
        raise Refused(_("Say why, so that it can be understood later."), rule=RULE)


def is_over() -> str:
    """The sentence where the work has ended meanwhile."""
    return _("This is over already.")


def steps_for(account: Account, why: str, hand_in: HandIn | None) -> list[str]:
    """The worklist, in the order that costs least: first people, then the platform, then what to do when it is ours."""
    platform = [line.strip() for line in account.platform.steps_recovery.splitlines() if line.strip()]
    general = _("Look on the help pages of the platform for “I cannot sign in”, and answer what its form asks.")
    found = [*_people(why), *_channels(hand_in), *(platform or [general]), *_proofs(why)]
    return [*dict.fromkeys(found)]


def _people(why: str) -> Iterator[str]:
    if why in (LockedOut.UNKNOWN, LockedOut.LOST):
        yield _("Ask who made it, or had it last. Make them a link for handing in: they need no sign-in for it.")
    if why == LockedOut.LOST:
        yield _("Sit down with them while they ask the platform for a new password, and change the e-mail to ours.")
    if why == LockedOut.REFUSED:
        yield _("Have the administrator explain that the account is the group’s (policy IV.11), and note the day.")
    if why == LockedOut.RENAMED:
        yield _("Write down both handles. Ask for the account back, or to remove the group’s name and pictures.")
        yield _("Look whether the old handle is free or taken, so that nobody takes it for us.")


def _channels(hand_in: HandIn | None) -> Iterator[str]:
    email, phone = (hand_in.email, hand_in.phone) if hand_in else ("", "")
    if email in THEIRS:
        yield _("Have the owner of the mailbox change the account’s e-mail to the district’s, beside you. Never ask for"
                " the mailbox’s password.")  # fmt: skip
    if phone in THEIRS:
        yield _("Have the owner of the phone read out the platform’s code, beside you, and take the phone off.")
    if SaidOf.DISTRICT in (email, phone):
        yield _("Ask for a new password, and look for the message in the district’s mailbox or on its phone.")


def _proofs(why: str) -> Iterator[str]:
    yield _("Have ready: the address of the account, an old post that shows the group, a letter on district paper.")
    if why in (LockedOut.REFUSED, LockedOut.RENAMED):
        yield _("Report the account to the platform as one that uses the school’s name without permission.")
    yield _("If it cannot be won back: ask for a new account, and say in public which one is ours.")
