"""The state the database is in, by a name, without reading it: known as long as nothing but makers has written.

Every statement of a test passes `follow`. One that writes makes the state unknown; going back to a savepoint makes it
again what it was there; a maker that has laid its rows out gives the new state a name.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

MIGRATED = "migrated"
READS = ("SELECT", "RELEASE", "EXPLAIN")

_state: list[str | None] = [None]
_at_savepoint: dict[str, str | None] = {}


@contextmanager
def followed() -> Iterator[None]:
    """For the length of a test, which begins with the migrated database."""
    _at_savepoint.clear()
    call(MIGRATED)
    with connection.execute_wrapper(_follow):
        yield
    call(None)


def name() -> str | None:
    """What the state is called; None where it is unknown, or others may write too: where a commit is a commit."""
    blocks = connection.atomic_blocks
    return _state[0] if blocks and blocks[0]._from_testcase else None


def call(state: str | None) -> None:
    """Give the state that the database is in now a name."""
    _state[0] = state


def _follow(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    word, _, rest = sql.lstrip("( ").partition(" ")
    if word == "SAVEPOINT":
        _at_savepoint[rest] = _state[0]
    elif sql.startswith("ROLLBACK TO SAVEPOINT "):
        call(_at_savepoint.get(sql.removeprefix("ROLLBACK TO SAVEPOINT ")))
    elif word not in READS:
        call(None)
    return execute(sql, params, many, context)
