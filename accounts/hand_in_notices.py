"""The letters about links for handing in, and about accounts nobody can sign in to. None carries a token."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account, Drop, DropState, Recovery
from accounts.notices import Facts
from accounts.rules.credentials import words_for
from registry import outbox


@outbox.letter("accounts/drop_made")
def drop_made(letter: Any) -> Facts | None:
    """To the custodian: somebody else made a link; dropped once it is used or over."""
    drop = _drop(letter)
    return _about(drop, _("You answer for this account."), "drops") if drop.is_usable else None


@outbox.letter("accounts/drop_left")
def drop_left(letter: Any) -> Facts | None:
    """To who made the link, and to Communications: something waits for their word; dropped once it is answered."""
    drop = _drop(letter)
    mine = drop.made_by_id == letter.to_id
    reason = _("You made the link.") if mine else _("You are of Communications.")
    return _about(drop, reason, "drops", mine=mine) if drop.state == DropState.HELD else None


@outbox.letter("accounts/drop_lapsed")
def drop_lapsed(letter: Any) -> Facts:
    """To who made the link: nobody confirmed what was left, and it is destroyed."""
    return _about(_drop(letter), _("You made the link."), "drops")


@outbox.letter("accounts/locked_out")
def locked_out(letter: Any) -> Facts | None:
    """To Communications and who answers for the account: nobody can sign in; dropped once that is over."""
    rows = Recovery.objects.select_related("account__platform", "account__unit", "opened_by")
    recovery = rows.get(pk=letter.ids["recovery"])
    reason = _("You are of Communications, or answer for this account.")
    return None if recovery.closed_at else _facts(recovery.account, "recovery", reason, recovery=recovery)


def _drop(letter: Any) -> Drop:
    rows = Drop.objects.select_related("account__platform", "account__unit", "made_by")
    return rows.get(pk=letter.ids["drop"])


def _about(drop: Drop, reason: str, page: str, **more: Any) -> Facts:
    fields = words_for(drop.left_fields or drop.fields)
    return _facts(drop.account, page, reason, drop=drop, fields=fields, **more)


def _facts(account: Account, page: str, reason: str, **more: Any) -> Facts:
    path = reverse(f"accounts:{page}", args=[account.uuid])
    return {"account": account, "path": path, "reason": reason, "reference": account.number, **more}
