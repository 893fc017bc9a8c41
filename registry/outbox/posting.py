"""Posting a letter: one row, in the transaction of the change it tells of (invariant 3)."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction

from registry.outbox.registered import can_wait, maker_of

if TYPE_CHECKING:
    from registry.outbox.models import Letter


class OutsideTransaction(RuntimeError):  # noqa: N818 (reads as what happened)
    """A letter was posted outside a transaction: it could go out for a change that never was."""


def post(template: str, *, to: Any, about: Any, key: str, **ids: str | int) -> "Letter":
    """Writes the letter `template` to the user `to`, about a thing of the house (trail_kind, trail_id, trail_label)
    or None.

    For someone with `daily_letter`, one that can wait is held for the next daily letter. The same `key` again returns
    the letter that is there. Raises UnknownTemplate, OutsideTransaction, and TypeError for an id that is not plain: no
    body, no secret and no live link ever stands in this table.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"{template} was posted outside a transaction.")
    maker_of(template)
    _refuse_what_is_not_plain(ids)
    letters = apps.get_model("outbox", "Letter").objects
    made: Letter
    made, _new = letters.get_or_create(
        key=key,
        defaults={
            "template": template,
            "to": to,
            "about_kind": getattr(about, "trail_kind", ""),
            "about_id": str(getattr(about, "trail_id", "")),
            "about_label": str(getattr(about, "trail_label", ""))[:300],
            "ids": ids,
            "state": "held" if can_wait(template) and getattr(to, "daily_letter", False) else "waiting",
            "language": getattr(to, "language", "") or "en",
        },
    )
    return made


def _refuse_what_is_not_plain(ids: dict[str, str | int]) -> None:
    for name, value in ids.items():
        if not isinstance(value, str | int):
            raise TypeError(f"{name} must be text or a number, not {type(value).__name__}.")
