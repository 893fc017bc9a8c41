"""Posting a letter: one row, in the transaction of the change it tells of (invariant 3)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction

from registry.outbox.registered import can_wait, maker_of

if TYPE_CHECKING:
    from registry.outbox.models import Letter


#: Letters written in one go.
AT_ONCE = 500
_posted: "ContextVar[list[Letter] | None]" = ContextVar("letters_posted", default=None)


class OutsideTransaction(RuntimeError):  # noqa: N818 (reads as what happened)
    """A letter was posted outside a transaction: it could go out for a change that never was."""


def post(template: str, *, to: Any, about: Any, key: str, **ids: str | int) -> "Letter":
    """Writes the letter `template` to the user `to`, about a thing of the house (trail_kind, trail_id, trail_label)
    or None.

    For someone with `daily_letter`, one that can wait is held for the next daily letter. The same `key` again returns
    the letter that is there. Raises UnknownTemplate, OutsideTransaction, and TypeError for an id that is not plain: no
    body, no secret and no live link ever stands in this table.
    """
    _check(template, ids)
    letters = apps.get_model("outbox", "Letter").objects
    made: Letter
    made, new = letters.get_or_create(key=key, defaults=_columns(template, to, about, ids))
    heard = _posted.get()
    if new and heard is not None:
        heard.append(made)
    return made


@contextmanager
def listening() -> "Iterator[list[Letter]]":
    """The new letters that are posted one by one inside, in their order."""
    heard: list[Letter] = []
    before = _posted.set(heard)
    try:
        yield heard
    finally:
        _posted.reset(before)


def post_all(template: str, *, to: Mapping[str, Any], about: Any, **ids: str | int) -> int:
    """Writes the same letter to many, `to` being users by key; says how many are new. For the rest as `post`."""
    _check(template, ids)
    model, keys, new = apps.get_model("outbox", "Letter"), list(to), 0
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        known = set(model.objects.filter(key__in=some).values_list("key", flat=True))
        rows = [model(key=key, **_columns(template, to[key], about, ids)) for key in some if key not in known]
        model.objects.bulk_create(rows, ignore_conflicts=True)  # somebody else may be posting the same
        new += len(rows)
    return new


def _check(template: str, ids: dict[str, str | int]) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"{template} was posted outside a transaction.")
    maker_of(template)
    _refuse_what_is_not_plain(ids)


def _columns(template: str, to: Any, about: Any, ids: dict[str, str | int]) -> dict[str, Any]:
    return {
        "template": template,
        "to": to,
        "about_kind": getattr(about, "trail_kind", ""),
        "about_id": str(getattr(about, "trail_id", "")),
        "about_label": str(getattr(about, "trail_label", ""))[:300],
        "ids": ids,
        "state": "held" if can_wait(template) and getattr(to, "daily_letter", False) else "waiting",
        "language": getattr(to, "language", "") or "en",
    }


def _refuse_what_is_not_plain(ids: dict[str, str | int]) -> None:
    for name, value in ids.items():
        if not isinstance(value, str | int):
            raise TypeError(f"{name} must be text or a number, not {type(value).__name__}.")
