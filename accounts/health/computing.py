"""The one definition of an account's health: all conditions asked in one query, for one account or for all of them.

Badge, filter, report and letter ask here. How many get back in alone is the recovery map's to say (`rules.ways_in`): it
is drawn where the query says that it may say something; elsewhere Communications, two or more, opens the vault.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet, Value

from accounts.health.conditions import conditions
from accounts.health.reasons import OF_LOGINS, OF_ROLES, REASONS, Code
from accounts.health.terms import limits_now
from accounts.models import AccessModel, Account, AccountState, PlatformState
from accounts.rules import ways_in
from accounts.rules.lifecycle import is_suspended
from accounts.rules.standing import communications_staff
from registry import clock

IN_USE = (AccountState.ACTIVE, AccountState.COMPROMISED, AccountState.LOCKED_OUT)
#: Maps drawn at a time.
AT_ONCE = 500
Bits = dict[int, int]


def found(which: Collection[int] | None = None) -> Bits:
    """The reasons of these accounts (None: of all) as numbers, by account; state and sentences are read from that."""
    said, used = _of_themselves(which)
    if not used:
        return said
    staff = tuple(person.pk for person in communications_staff())
    for pk, bits in _of_rows(staff, which).items():
        said[pk] |= bits & used.get(pk, 0)
    mapped = [pk for pk in used if said[pk] & _MAPPED] if len(staff) > 1 else list(used)
    for pk, bits in _of_maps(mapped):
        said[pk] |= bits
    return {pk: bits & ~_bit(Code.MAP) for pk, bits in said.items()}


def _bit(code: Code) -> int:
    return REASONS[code].bit


def _all_but(codes: Iterable[Code]) -> int:
    return sum(reason.bit for code, reason in REASONS.items() if code not in codes)


#: What makes it worth drawing the map.
_MAPPED = _bit(Code.MAP) | _bit(Code.NO_LOGIN) | _bit(Code.DRILL_FAILED) | _bit(Code.CONTROL)
_OF_STATE = {
    AccountState.COMPROMISED: Code.COMPROMISED, AccountState.LOCKED_OUT: Code.LOCKED_OUT,
    PlatformState.WITHDRAWN: Code.WITHDRAWN, PlatformState.SHUT_DOWN: Code.SHUT_DOWN,
}  # fmt: skip
#: Which reasons an account can have, by how one gets in.
_CAN_HAVE = {AccessModel.SHARED_LOGIN: _all_but(OF_ROLES), AccessModel.DELEGATED_ROLES: _all_but(OF_LOGINS)}


def _of_themselves(which: Collection[int] | None) -> tuple[Bits, Bits]:
    """What an account's own row and its platform's say; and of those in use, which reasons they can have."""
    rows = _within(Account.objects.order_by(), "pk", which)
    facts = rows.values_list("pk", "state", "platform__state", "platform__access_model")
    said, used = Bits(), Bits()
    for pk, state, platform, access in facts:
        said[pk] = _state_bits(state, platform)
        if state in IN_USE:
            used[pk] = _CAN_HAVE[access]
    for pk in rows.filter(is_suspended()).exclude(state=AccountState.RETIRED).values_list("pk", flat=True):
        said[pk] |= _bit(Code.SUSPENDED)
    return said, used


def _state_bits(state: str, platform: str) -> int:
    if state not in IN_USE:
        over = state in (AccountState.RETIRED, AccountState.FOUND)
        return _bit(Code.OVER if over else Code.UNFINISHED)
    codes = [code for value, code in _OF_STATE.items() if value in (state, platform)]
    return sum(_bit(code) for code in codes)


def _of_rows(staff: tuple[Any, ...], which: Collection[int] | None) -> Bits:
    """What all conditions say, in one query."""
    asked = [_asked(code, rows, which) for code, rows in conditions(clock.today(), staff, limits_now())]
    said: Bits = defaultdict(int)
    for pk, bit in asked[0].union(*asked[1:]):
        said[pk] |= bit
    return said


def _asked(code: Code, rows: QuerySet[Any], which: Collection[int] | None) -> QuerySet[Any]:
    column = "pk" if rows.model is Account else "account_id"
    some = _within(rows.order_by(), column, which)
    return some.values_list(F(column), Value(_bit(code), BigIntegerField()))


def _of_maps(accounts: Iterable[int]) -> Iterator[tuple[int, int]]:
    numbers = sorted(accounts)
    for start in range(0, len(numbers), AT_ONCE):
        some = Account.objects.filter(pk__in=numbers[start : start + AT_ONCE]).select_related("platform")
        yield from ((each.account.pk, _map_bits(each)) for each in ways_in.maps_of(some))


def _map_bits(found: ways_in.RecoveryMap) -> int:
    said = {
        Code.SHALLOW: not found.is_deep_enough,
        Code.NOBODY: not found.people,
        Code.STUDENTS: found.is_students_only,
        Code.SECOND_FACTOR: bool(found.factor_words),
        Code.WAY_LEFT: bool(found.left_words),
    }
    return sum(_bit(code) for code, is_so in said.items() if is_so)


def _within(rows: QuerySet[Any], column: str, which: Collection[int] | None) -> QuerySet[Any]:
    return rows if which is None else rows.filter(Q(**{f"{column}__in": list(which)}))
