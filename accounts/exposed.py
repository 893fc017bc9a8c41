"""What a key that became known has exposed, and in which order to change it: widest reach first (security.md, T2)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Account, AccountClass, AccountState, SecretField, SecretState, SecretVersion
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
    """One account of which secrets stood under the key, and which fields."""

    account: Account
    secrets: tuple[SecretVersion, ...]

    @property
    def fields(self) -> list[str]:
        """The fields, each once, in the order of the register."""
        found = {row.field for row in self.secrets}
        return [field for field in SecretField.values if field in found]


def exposed_by(kid: str) -> list[Exposed]:
    """The accounts whose live secrets stand or stood under the vault's key `kid`, widest reach first.

    What was deposited before another key took over may have stood under it, whatever it stands under today; more is
    better than less here.
    """
    return _widest_first(Q(kid=kid) | _deposited_before(sealed_until("vault", kid)))


def guessable_by(kid: str) -> list[Exposed]:
    """The accounts of which a password or an answer could be guessed at with this key for fingerprints, in that order.

    Whoever has it and the database can try words in peace; a seed or a backup code, made up by a machine, is no word.
    """
    known = Q(fingerprint_kid=kid) | _deposited_before(sealed_until("fingerprint", kid))
    return _widest_first(known & Q(field__in=GUESSABLE))


def _deposited_before(until: datetime | None) -> Q:
    return Q(deposited_at__lte=until) if until else Q(pk__in=[])


def _widest_first(stood: Q) -> list[Exposed]:
    live = (SecretState.DEPOSITED, SecretState.VERIFIED)
    rows = SecretVersion.objects.filter(stood, state__in=live).select_related("account__platform").order_by("pk")
    by_account: dict[int, list[SecretVersion]] = defaultdict(list)
    for version in rows:
        by_account[version.account_id].append(version)
    found = [Exposed(versions[0].account, tuple(versions)) for versions in by_account.values()]
    return sorted(found, key=lambda each: _reach(each.account))


def _reach(account: Account) -> tuple[int, int, str]:
    return _place(account.state, STATES), _place(account.klass, CLASSES), account.name.lower()


def _place(word: str, order: tuple[str, ...]) -> int:
    return order.index(word) if word in order else len(order)
