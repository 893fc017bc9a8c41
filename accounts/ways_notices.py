"""The letters about ways in: roles to see again or to take away, drills to do, and one that failed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account, Drill, DrillRound, DrillState, RoleHolder
from accounts.notices import Facts
from registry import outbox


@outbox.letter("accounts/role_to_remove")
def role_to_remove(letter: Any) -> Facts | None:
    """To Communications and the custodian: a role must be taken away; dropped once somebody has seen it gone."""
    role = _role(letter)
    page = reverse("accounts:role-end", args=[role.account.uuid, role.pk])
    reason = _("You are of Communications, or answer for this account.")
    return None if role.ended_at else _facts(role.account, page, reason, role=role)


@outbox.letter("accounts/role_due")
def role_due(letter: Any) -> Facts | None:
    """To who can see it: full control is to be seen again; dropped once somebody has, or the role has ended."""
    role = _role(letter)
    if role.ended_at or role.to_remove_since or role.asked_at is None:
        return None
    reason = _("You say for Communications that a role is proven.")
    return _facts(role.account, f"{role.account.get_absolute_url()}#roles", reason, role=role)


@outbox.letter("accounts/drills_drawn")
def drills_drawn(letter: Any) -> Facts | None:
    """To Communications: so many accounts were drawn; dropped once none of them is open any more."""
    rows = DrillRound.objects.get(pk=letter.ids["round"]).drills.filter(state=DrillState.OPEN).order_by("due_on")
    first = rows.first()
    if first is None:
        return None
    reason = _("You are of Communications.")
    return {"count": rows.count(), "due": first.due_on, "path": reverse("accounts:drills"), "reason": reason}


@outbox.letter("accounts/drill_failed")
def drill_failed(letter: Any) -> Facts:
    """To Communications and the custodian: one does not get in with what is stored."""
    rows = Drill.objects.select_related("account__platform", "account__unit", "closed_by")
    drill = rows.get(pk=letter.ids["drill"])
    reason = _("You are of Communications, or answer for this account.")
    return _facts(drill.account, reverse("accounts:ways-in", args=[drill.account.uuid]), reason, drill=drill)


def _role(letter: Any) -> RoleHolder:
    rows = RoleHolder.objects.select_related("account__platform", "account__unit", "person")
    return rows.get(pk=letter.ids["role"])


def _facts(account: Account, path: str, reason: str, **more: Any) -> Facts:
    return {"account": account, "path": path, "reason": reason, "reference": account.number, **more}
