"""Who somebody is to an account, without a database: for rules that answer from that alone."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from accounts.rules.standing import Standing
from registry.people.refusal import Refused, Stale

ME, OTHER = 1, 2
COMMUNICATIONS = frozenset({"communications"})
LOOKS_AFTER = frozenset({"custodian", "interim", "taking", "backup"})
PARTS = (*COMMUNICATIONS, *sorted(LOOKS_AFTER), "administrator", "superintendent", "system_administrator", "offered")


class Rows(list[Any]):
    """What a query found, however it is narrowed."""

    def _same(self, *_: object, **__: object) -> "Rows":
        return self

    filter = exclude = select_related = __or__ = _same

    def exists(self) -> bool:
        return bool(self)

    def first(self) -> Any:
        return self[0] if self else None


def as_(*parts: str, shared: bool = True, **facts: Any) -> Standing:
    """Somebody (number `ME`) with these parts, and an account that is active unless said otherwise."""
    platform = SimpleNamespace(shares_login=shared, name="Instagram")
    none = {name: Rows() for name in ("custodies", "handoffs", "drills", "recoveries", "secrets")}
    plain = {"pk": 7, "state": "active", "is_suspended": False, "retroactive": False, "klass": "student_group"}
    account: Any = SimpleNamespace(platform=platform, **{**none, **plain, **facts})
    user: Any = SimpleNamespace(pk=ME, is_active=True, name="Erik Solberg")
    standing = Standing(account, user, **dict.fromkeys(parts, True))
    standing.__dict__["only_one_of_communications"] = None
    return standing


def says(rule: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """“yes”, “no” (not this person), “late” (not any more)."""
    try:
        rule(*args, **kwargs)
    except Stale:
        return "late"
    except Refused:
        return "no"
    return "yes"
