"""What a key that became known has exposed, and in which order to change it: widest reach first (security.md, T2)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Account, AccountClass, AccountState, SecretField, SecretState, SecretVersion
from registry import clock
from registry.heartbeat import LIVE
from registry.models import KeyCheck

STATES = (
    AccountState.ACTIVE, AccountState.COMPROMISED, AccountState.LOCKED_OUT, AccountState.SETTING_UP,
    AccountState.CLOSING, AccountState.RETIRED,
)  # fmt: skip
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
    row = KeyCheck.objects.filter(purpose="vault", kid=kid).first()
    until = _until(row)
    stood = Q(kid=kid) | (Q(deposited_at__lte=until) if until else Q(pk__in=[]))
    live = (SecretState.DEPOSITED, SecretState.VERIFIED)
    rows = SecretVersion.objects.filter(stood, state__in=live).select_related("account__platform").order_by("pk")
    by_account: dict[int, list[SecretVersion]] = defaultdict(list)
    for version in rows:
        by_account[version.account_id].append(version)
    found = [Exposed(versions[0].account, tuple(versions)) for versions in by_account.values()]
    return sorted(found, key=lambda each: _reach(each.account))


def _until(row: KeyCheck | None) -> datetime | None:
    """Until when it may have sealed: a process that still held the old keyring went on for a few minutes."""
    if row is None:
        return None
    return row.replaced_at + LIVE if row.replaced_at else clock.now()


def _reach(account: Account) -> tuple[int, int, str]:
    return _place(account.state, STATES), _place(account.klass, CLASSES), account.name.lower()


def _place(word: str, order: tuple[str, ...]) -> int:
    return order.index(word) if word in order else len(order)
