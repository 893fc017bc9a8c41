"""What a maker made once need not be made again: asked for the same in the same database, its rows are laid out anew.

"The same database" is meant to the letter: the key is a digest of every row that is there (or of the name of the state,
where only makers have written: `tests/known.py`), and of the clock, the language, where acts come from and what is asked. So a test that has changed anything, in whatever way, gets what the
actions make of it; and while a test has code or settings replaced (by its fixtures `monkeypatch` and `settings`), it is
given nothing that was made without that, nor is what it makes kept.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pytest
from django.conf import UserSettingsHolder, settings
from django.db import models
from django.utils import translation

from registry import clock
from registry.audit.act import _open_buffer
from registry.audit.context import current
from tests import known
from tests.snapshot import Snapshot, Table, tables

P = ParamSpec("P")
Row = TypeVar("Row", bound=models.Model)

_known: dict[str, tuple[Snapshot, type[models.Model], Any]] = {}
_watched: list[pytest.MonkeyPatch] = []


def remembered(make: Callable[P, Row]) -> Callable[P, Row]:
    """Decorate a maker of one row, and of all that comes with it."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> Row:
        asked = None if _is_out_of_the_ordinary() else _said((make.__name__, args, kwargs))
        if asked is None:
            return make(*args, **kwargs)
        key = _digest(asked, known.name() or tables())
        if key in _known:
            snapshot, model, pk = _known[key]
            snapshot.lay_out()
            row = model._default_manager.get(pk=pk)
        else:
            before = tables()
            row = make(*args, **kwargs)
            _known[key] = Snapshot.between(before, tables()), type(row), row.pk
        known.call(key)
        return row

    return made


@contextmanager
def watching(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """While `patch` has replaced anything, nothing is given from memory, and nothing kept."""
    _watched.append(patch)
    try:
        yield
    finally:
        _watched.pop()


def _is_out_of_the_ordinary() -> bool:
    """Code or settings are replaced, the clock is running, or an act is open, whose events are not rows yet."""
    replaced = any(patch._setattr or patch._setitem for patch in _watched)
    changed = replaced or isinstance(settings._wrapped, UserSettingsHolder)
    return changed or clock.now() != clock.now() or _open_buffer() is not None


def _digest(asked: str, database: str | list[Table]) -> str:
    around = (clock.now(), translation.get_language(), current())
    state = database if isinstance(database, str) else [(table.name, table.rows) for table in database]
    return hashlib.sha256(repr((asked, around, state)).encode()).hexdigest()


def _said(value: Any) -> str | None:
    """What is asked for, spelled out; None where something in it has no lasting spelling."""
    if isinstance(value, models.Model):
        return f"{value._meta.label} {value.pk}"
    if value is None or isinstance(value, str | int | date):
        return f"{type(value).__name__} {value!r}"
    if isinstance(value, dict):
        value = [part for pair in value.items() for part in pair]
    elif is_dataclass(value):
        value = [getattr(value, one.name) for one in fields(value)]
    if not isinstance(value, list | tuple):
        return None
    parts = [_said(one) for one in value]
    return None if None in parts else f"({', '.join(str(part) for part in parts)})"
