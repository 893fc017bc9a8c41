"""The letters about accounts that are not ours: only to people who work here. Whoever runs one gets none of ours."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Found
from accounts.notices import Facts
from accounts.rules.found import again
from registry import outbox
from registry.outbox.models import Letter


@outbox.letter("accounts/found_reported")
def found_reported(letter: Letter) -> Facts | None:
    """To Communications and the unit's administrators: look at it; dropped once somebody did."""
    found = _found(letter)
    return _facts(found, _("You are of Communications, or administer the unit.")) if _is_new(found) else None


@outbox.letter("accounts/found_due")
def found_due(letter: Letter) -> Facts | None:
    """To who handles it, and later to the communications director; dropped once it is over, or has another deadline."""
    found = _found(letter)
    if not found.is_open or found.reminded_on is None:
        return None
    return _facts(found, _("You handle accounts that are not ours."), passed=found.passed_on is not None)


@outbox.letter("accounts/found_ended")
def found_ended(letter: Letter) -> Facts | None:
    """To who found it and who handles it: what became of it; dropped where it is open again."""
    found = _found(letter)
    return None if found.is_open else _facts(found, _("You reported it, or handle it."))


@outbox.letter("accounts/found_conflict")
def found_conflict(letter: Letter) -> Facts | None:
    """To an employee who runs it: leave it, or have it registered (E3.49); dropped once that is settled."""
    found = _found(letter)
    return _facts(found, _("You are said to run this account.")) if found.in_conflict else None


def _is_new(found: Found) -> bool:
    return found.status == "found" and found.handler_id is None


def _found(letter: Letter) -> Found:
    return again(Found.objects.get(pk=letter.ids["found"]))


def _facts(found: Found, reason: str, **more: Any) -> Facts:
    facts = {"found": found, "account": found.account, "path": found.get_absolute_url(), "reason": reason}
    return {**facts, "reference": found.number, **more}
