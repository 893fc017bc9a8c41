"""Faults where one wants them: at a statement, at a question to the database, at a commit, or at what is called for."""

import linecache
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any
from unittest import mock

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
Site = tuple[str, int]
NOTHING = ("return", "pass", "try:", "finally:", "else:")
Trap = Callable[[], AbstractContextManager[Any]]


def is_guarded(file: str) -> bool:
    """The vault, the rules, the trail, and the actions and proofs that call them."""
    name = file.removeprefix(f"{ROOT}/")
    rooms = ("registry/vault/", "registry/audit/", "accounts/rules/", "accounts/actions/")
    return name.startswith(rooms) or name in (
        "registry/keyring.py", "registry/people/proof.py", "registry/people/powers.py", "accounts/sealing.py", "accounts/nonces.py",
    )  # fmt: skip


@contextmanager
def statements(seen: list[Site]) -> Iterator[None]:
    """Note each statement of a guarded file the first time it is run; not those that do nothing and so cannot fail."""
    known = set[Site]()

    def here(frame: FrameType, event: str, arg: object) -> Any:
        site = (frame.f_code.co_filename, frame.f_lineno)
        if event == "line" and site not in known and linecache.getline(*site).strip() not in NOTHING:
            known.add(site)
            seen.append(site)
        return here

    with _traced(lambda frame, event, arg: here if is_guarded(frame.f_code.co_filename) else None):
        yield


@contextmanager
def fault_at(site: Site, fault: Exception) -> Iterator[None]:
    """Raise in place of this statement, the first time it would be run."""

    def here(frame: FrameType, event: str, arg: object) -> Any:
        if event == "line" and frame.f_lineno == site[1]:
            sys.settrace(None)
            raise fault
        return here

    with _traced(lambda frame, event, arg: here if frame.f_code.co_filename == site[0] else None):
        yield


@contextmanager
def _traced(trace: Callable[[FrameType, str, Any], Any]) -> Iterator[None]:
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


@contextmanager
def database_fails_at(number: int, fault: Exception) -> Iterator[None]:
    """The database answers so many questions, and not the next one."""
    asked = count()

    def wrapper(execute: Any, sql: str, params: object, many: bool, context: object) -> Any:
        if next(asked) == number:
            raise fault
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


@contextmanager
def questions(seen: list[str]) -> Iterator[None]:
    """Note every question to the database."""

    def wrapper(execute: Any, sql: str, params: object, many: bool, context: object) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


@contextmanager
def commit_fails_at(number: int, fault: Exception) -> Iterator[None]:
    """So many changes are committed, and not the next one."""
    tried, commit = count(), connection._commit

    def failing() -> Any:
        if next(tried) == number:
            raise fault
        return commit()

    with mock.patch.object(connection, "_commit", failing):
        yield


@contextmanager
def fails(target: str, fault: Exception) -> Iterator[None]:
    """Whoever calls for this gets the fault."""
    with mock.patch(target, side_effect=fault):
        yield
