"""The letters about what must change: to whoever sees to it, and of what is late to Communications. Never a value."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Rotation
from accounts.notices import Facts
from accounts.rules.renewal import standing_reasons
from registry import outbox
from registry.outbox.models import Letter


@outbox.letter("accounts/rotation_opened")
def rotation_opened(letter: Letter) -> Facts | None:
    """To whoever sees to it: what of an account must change, why, and by when; without what has changed or passed on
    since, and dropped where nothing is left.
    """
    numbers = [int(pk) for pk in str(letter.ids.get("rotations") or letter.ids["rotation"]).split(",")]
    rows = [row for row in _rows().filter(pk__in=numbers) if not row.closed_at and row.owner_id == letter.to_id]
    if not rows:
        return None
    facts = _facts(rows[0], _("You see to it."))
    parts = [{"what": row.what, "due": row.due_on, "reasons": _reasons(row)} for row in rows]
    if len(rows) > 1:
        facts |= {"path": rows[0].account.get_absolute_url(), "due": min(row.due_on for row in rows)}
    return {**facts, "parts": parts}


@outbox.letter("accounts/rotation_due")
def rotation_due(letter: Letter) -> Facts | None:
    """To whoever sees to it, and of a late one to Communications; dropped once it has changed."""
    rotation = _rows().get(pk=letter.ids["rotation"])
    if rotation.closed_at:
        return None
    mine = rotation.owner_id == letter.to_id
    reason = _("You see to it.") if mine else _("You are of Communications.")
    return _facts(rotation, reason) | {"reasons": _reasons(rotation), "mine": mine}


@outbox.letter("accounts/rotation_dropped")
def rotation_dropped(letter: Letter) -> Facts:
    """To whoever saw to it: it need not be done after all, and why."""
    return _facts(_rows().get(pk=letter.ids["rotation"]), _("You saw to it."))


def _rows() -> Any:
    rows = Rotation.objects.select_related("account__platform", "account__unit", "owner").order_by("due_on", "pk")
    return rows.prefetch_related("reasons")


def _reasons(rotation: Rotation) -> list[str]:
    return list(dict.fromkeys(str(row.get_kind_display()) for row in standing_reasons(rotation)))


def _facts(rotation: Rotation, reason: str) -> Facts:
    account = rotation.account
    return {
        "account": account, "path": rotation.get_absolute_url(), "reason": reason, "reference": account.number,
        "rotation": rotation, "due": rotation.due_on,
    }  # fmt: skip
