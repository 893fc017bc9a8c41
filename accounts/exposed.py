"""What a key that became known has exposed, and in which order to change it: widest reach first (security.md, T2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import (
    Account,
    AccountClass,
    AccountState,
    Drop,
    DropState,
    SecretField,
    SecretState,
    SecretVersion,
)
from registry.keystate import sealed_until

STATES = (
    AccountState.ACTIVE, AccountState.COMPROMISED, AccountState.LOCKED_OUT, AccountState.SETTING_UP,
    AccountState.CLOSING, AccountState.RETIRED,
)  # fmt: skip
#: What somebody thought up, and somebody else may guess.
GUESSABLE = (SecretField.PASSWORD, SecretField.SECURITY_QUESTION)
CLASSES = (AccountClass.DISTRICT, AccountClass.SCHOOL, AccountClass.PROGRAM, AccountClass.STUDENT_GROUP)


@dataclass(frozen=True)
class Exposed:
    """One account of which secrets, or what is held under links, stood under the key, and which fields."""

    account: Account
    secrets: tuple[SecretVersion, ...]
    held: tuple[Drop, ...] = ()

    @property
    def fields(self) -> list[str]:
        """The fields, each once, in the order of the register."""
        found = {row.field for row in self.secrets} | {field for drop in self.held for field in drop.left_fields}
        return [field for field in SecretField.values if field in found]

    @property
    def newest(self) -> datetime:
        """When the last of it came: what was asked for since then asks for all of it."""
        left = [row.drop.left_at if row.drop else row.deposited_at for row in self.secrets]
        return max(at for at in (*left, *(drop.left_at for drop in self.held)) if at)


def exposed_by(kid: str) -> list[Exposed]:
    """The accounts of which a live secret, or what is held under a link, stands or stood under the vault's key `kid`,
    widest reach first.

    What was deposited or left before another key took over may have stood under it, whatever it stands under today;
    more is better than less here.
    """
    until = sealed_until("vault", kid)
    left = Q(left_at__lte=until) if until else Q(pk__in=[])
    confirmed = Q(drop__left_at__lte=until) if until else Q(pk__in=[])
    held = Drop.objects.filter(Q(kid=kid) | left, state=DropState.HELD).select_related("account__platform")
    return _widest_first(Q(kid=kid) | _deposited_before(until) | confirmed, held.order_by("pk"))


def guessable_by(kid: str) -> list[Exposed]:
    """The accounts of which a password or an answer could be guessed at with this key for fingerprints, in that order.

    Whoever has it and the database can try words in peace; a seed or a backup code, made up by a machine, is no word.
    """
    known = Q(fingerprint_kid=kid) | _deposited_before(sealed_until("fingerprint", kid))
    return _widest_first(known & Q(field__in=GUESSABLE))


def _deposited_before(until: datetime | None) -> Q:
    return Q(deposited_at__lte=until) if until else Q(pk__in=[])


def _widest_first(stood: Q, held: Iterable[Drop] = ()) -> list[Exposed]:
    live = (SecretState.DEPOSITED, SecretState.VERIFIED)
    rows = (
        SecretVersion.objects.filter(stood, state__in=live).select_related("account__platform", "drop").order_by("pk")
    )
    accounts: dict[int, Account] = {}
    secrets: dict[int, list[SecretVersion]] = defaultdict(list)
    left: dict[int, list[Drop]] = defaultdict(list)
    for version in rows:
        secrets[accounts.setdefault(version.account_id, version.account).pk].append(version)
    for drop in held:
        left[accounts.setdefault(drop.account_id, drop.account).pk].append(drop)
    found = [Exposed(account, tuple(secrets[pk]), tuple(left[pk])) for pk, account in accounts.items()]
    return sorted(found, key=lambda each: _reach(each.account))


def _reach(account: Account) -> tuple[int, int, str]:
    return _place(account.state, STATES), _place(account.klass, CLASSES), account.name.lower()


def _place(word: str, order: tuple[str, ...]) -> int:
    return order.index(word) if word in order else len(order)
