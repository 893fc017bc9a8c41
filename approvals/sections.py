"""What the page of an account shows of the request it came from: the conditions of its approval (E1.18)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import panels
from accounts.models import Account
from approvals import conditions, showing
from approvals.models import Condition, Request
from registry.people.models import User
from registry.people.rules import may


@panels.add_section
def conditions_of_account(account: Account, user: User) -> dict[str, Any] | None:
    """The conditions under which the account was approved; None where there are none."""
    people = ("unit", "custodian", "requester")
    request = Request.objects.filter(items__account=account, conditions__isnull=False).select_related(*people).first()
    lines = lines_of(request, user) if request else []
    return {"template": "approvals/parts/conditions.html", "lines": lines, "account": account} if lines else None


def lines_of(request: Request, user: User) -> list[dict[str, Any]]:
    """Each condition as a line of the page, with the buttons of this person; queries do not grow with the lines."""
    rows = list(conditions.of_request(request))
    hand = conditions.hand_of(request, user) if rows else None
    return [_line(row, hand) for row in rows if hand]


def _line(row: Condition, hand: conditions.Hand) -> dict[str, Any]:
    checks = {
        "done": conditions.check_may_do,
        "confirm": conditions.check_may_confirm,
        "waive": conditions.check_may_waive,
    }
    buttons = {
        verb: reverse(f"approvals:condition-{verb}", args=[row.request.reference, row.pk])
        for verb, check in checks.items()
        if may(check, row, hand)
    }
    tone, word, icon = _state(row)
    return {
        "row": row,
        "who": showing.who_decided(row.decision),
        "tone": tone,
        "word": word,
        "icon": icon,
        "buttons": buttons,
        "settled": bool(row.confirmed_at or row.waived_at),
    }


def _state(row: Condition) -> tuple[str, str, str]:
    if row.confirmed_at:
        return "done", _("Met"), "check"
    if row.waived_at:
        return "", _("Waived"), ""
    if row.done_at:
        return "plum", _("Waits for confirmation"), "waiting"
    return "ochre", _("Open"), "attention"
