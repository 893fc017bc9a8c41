"""Why an account is not as it should be: the closed list, each reason with how bad it is and what mends it.

A reason's number is its bit in `AccountHealth.reasons`: new ones are added at the end, and none is ever given another.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import HealthState


class Code(IntEnum):
    UNFINISHED, OVER, COMPROMISED, LOCKED_OUT, SUSPENDED, NO_LOGIN, SHALLOW, STUDENTS = range(8)
    SECOND_FACTOR, WAY_LEFT, DRILL_FAILED, ROTATION, ROTATION_LATE, UNVERIFIED, UNVERIFIED_LONG = range(8, 15)
    UNCHECKED, OUTSIDE, PHONE, CHANNEL_LATE, CODES_LOW, CONTROL, ROLE_LEFT, OWN_PROFILE = range(15, 23)
    CONTROL_LATE, NO_CUSTODIAN, NO_CUSTODIAN_LONG, CUSTODIAN_AWAY, WITHDRAWN, SHUT_DOWN, NOBODY = range(23, 30)
    #: No reason, and never kept: its recovery map may hold some.
    MAP = 30
    ATTEST_LATE, PACKET_LATE, RESTING, SILENT = range(31, 35)


@dataclass(frozen=True)
class Reason:
    """One reason: how bad it is, as a sentence, and which of the account's pages mends it (a key of its buttons).

    `is_private`: which way back is weak, only those read who may see the ways in.
    """

    code: Code
    state: HealthState
    words: Any
    mend: str = ""
    is_private: bool = False

    @property
    def bit(self) -> int:
        return 1 << self.code


_NONE, _RISK, _LOOK, _REST = HealthState.NONE, HealthState.RISK, HealthState.ATTENTION, HealthState.RESTING
_LIST = (
    Reason(Code.UNFINISHED, _NONE, _("It is not in use yet, or is being closed.")),
    Reason(Code.OVER, _NONE, _("It is retired, or was never ours.")),
    Reason(Code.COMPROMISED, _RISK, _("Somebody else may have got in."), "rotation"),
    Reason(Code.LOCKED_OUT, _RISK, _("Nobody of the district gets in at the moment."), "recovery"),
    Reason(Code.SUSPENDED, _RISK, _("It is suspended until every office has approved it.")),
    Reason(Code.NO_LOGIN, _RISK, _("Its login and password are not both in the vault."), "deposit"),
    Reason(Code.SHALLOW, _LOOK, _("Fewer than two employees can get back in alone."), "ways", is_private=True),
    Reason(Code.NOBODY, _RISK, _("Nobody of the district can get back in alone."), "ways", is_private=True),
    Reason(Code.STUDENTS, _RISK, _("Students or parents hold the only way in."), "ways", is_private=True),
    Reason(Code.SECOND_FACTOR, _LOOK, _("The second factor hangs on one device."), "deposit", is_private=True),
    Reason(Code.WAY_LEFT, _RISK, _("A way in belongs to somebody who no longer works here."), "deposit", True),
    Reason(Code.DRILL_FAILED, _RISK, _("The last recovery drill failed."), "ways", is_private=True),
    Reason(Code.ROTATION, _LOOK, _("A password or another way in must change."), "rotation"),
    Reason(Code.ROTATION_LATE, _RISK, _("A change of a password or another way in is overdue."), "rotation"),
    Reason(Code.UNVERIFIED, _LOOK, _("Nobody has verified the new login yet."), "verify"),
    Reason(Code.UNVERIFIED_LONG, _RISK, _("The new login has waited too long for somebody to verify it."), "verify"),
    Reason(Code.UNCHECKED, _LOOK, _("The login has not been checked for a long time."), "reveal"),
    Reason(Code.OUTSIDE, _LOOK, _("An address in the vault is not the district’s: have it replaced."), "deposit"),
    Reason(Code.PHONE, _LOOK, _("The recovery phone in the vault is somebody’s own."), "deposit"),
    Reason(
        Code.CHANNEL_LATE, _RISK, _("Somebody’s own mailbox, phone or device should have been replaced."), "deposit"
    ),
    Reason(Code.CODES_LOW, _LOOK, _("Few backup codes are left."), "deposit"),
    Reason(Code.CONTROL, _LOOK, _("Full control is not proven for Communications and one more employee."), "roles"),
    Reason(Code.ROLE_LEFT, _RISK, _("Somebody still has a role that must be taken away."), "roles"),
    Reason(Code.OWN_PROFILE, _LOOK, _("Full control hangs on one person’s own profile."), "roles"),
    Reason(Code.CONTROL_LATE, _LOOK, _("Full control of Communications is to be seen again."), "roles"),
    Reason(Code.NO_CUSTODIAN, _LOOK, _("It has no custodian of its own: somebody holds it meanwhile."), "offer"),
    Reason(Code.NO_CUSTODIAN_LONG, _RISK, _("It has had no custodian of its own for too long."), "offer"),
    Reason(Code.CUSTODIAN_AWAY, _LOOK, _("Its custodian is away, and no backup is there.")),
    Reason(Code.WITHDRAWN, _LOOK, _("The district no longer offers this platform.")),
    Reason(Code.SHUT_DOWN, _RISK, _("The platform is shutting down: save what is on it.")),
    Reason(Code.ATTEST_LATE, _LOOK, _("Nobody has attested it for too long."), "attest"),
    Reason(Code.PACKET_LATE, _LOOK, _("A campaign has asked about it, and the answer is overdue."), "attest"),
    Reason(Code.SILENT, _LOOK, _("It is in season, and nothing was posted for a long time."), "look"),
    Reason(Code.RESTING, _REST, _("Its season is over: it rests until the next one."), "seasons"),
)
REASONS = {each.code: each for each in (*_LIST, Reason(Code.MAP, _NONE, ""))}
#: The worse word for the same thing: where it is said, the milder one is not.
WORSE = {
    Code.ROTATION_LATE: Code.ROTATION, Code.UNVERIFIED_LONG: Code.UNVERIFIED,
    Code.NO_CUSTODIAN_LONG: Code.NO_CUSTODIAN, Code.SHUT_DOWN: Code.WITHDRAWN, Code.NOBODY: Code.SHALLOW,
    Code.PACKET_LATE: Code.ATTEST_LATE,
}  # fmt: skip

#: Where one login is shared; and where people hold roles. The others are for every account.
OF_LOGINS = (
    Code.NO_LOGIN, Code.UNVERIFIED, Code.UNVERIFIED_LONG, Code.UNCHECKED, Code.OUTSIDE, Code.PHONE, Code.CHANNEL_LATE,
    Code.CODES_LOW, Code.MAP,
)  # fmt: skip
OF_ROLES = (Code.CONTROL, Code.ROLE_LEFT, Code.OWN_PROFILE, Code.CONTROL_LATE)


def reasons_in(bits: int) -> list[Reason]:
    """The reasons that a number says, the worst first; the milder word is left out where the worse one stands."""
    said = [each for each in _LIST if bits & each.bit]
    milder = {WORSE[each.code] for each in said if each.code in WORSE}
    order = (_RISK, _LOOK, _NONE, _REST)
    return sorted((each for each in said if each.code not in milder), key=lambda each: order.index(each.state))


def codes_in(bits: int) -> set[Code]:
    """Every reason that a number says, also the milder word for the same."""
    return {each.code for each in _LIST if bits & each.bit}


def _bits(*states: HealthState) -> int:
    return sum(each.bit for each in _LIST if each.state in states)


PLACES = {
    HealthState.RISK: 0, HealthState.ATTENTION: 1, HealthState.NONE: 2, HealthState.GOOD: 3, HealthState.RESTING: 4,
}  # fmt: skip
RISKS, WORRIES, OUT = _bits(_RISK), _bits(_RISK, _LOOK), _bits(_NONE)


#: Nothing proves that what is stored gets one in, or it is not in use.
UNPROVEN = sum(1 << code for code in (Code.UNFINISHED, Code.OVER, Code.NO_LOGIN, Code.UNVERIFIED, Code.CONTROL))


def is_verified(bits: int) -> bool:
    """Whether the account is in use, and what gets one in is proven as it is stored: somebody else signed in with the
    login and password, or full control was seen where people hold roles.
    """
    return not bits & UNPROVEN


def state_of(bits: int) -> HealthState:
    """At risk, needs attention, resting, healthy, or not in use: the worst that the reasons say."""
    if bits & RISKS:
        return HealthState.RISK
    if bits & OUT:
        return HealthState.NONE
    if bits & WORRIES:
        return HealthState.ATTENTION
    return HealthState.RESTING if bits else HealthState.GOOD


def place_of(bits: int) -> int:
    """Where it stands in the register: at risk, needs attention, being set up, healthy, resting, retired."""
    return 5 if bits & REASONS[Code.OVER].bit else PLACES[state_of(bits)]
