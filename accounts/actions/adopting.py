"""An account that was not ours becomes ours: its row goes on as the account of the request (docs/decisions/0040).

It is adopted once it is active. Where the set-up is given up, it is what it was, in a row of its own.
"""

from typing import Any

from django.utils.translation import gettext as _

from accounts.actions.telling_of_found import tell, who_handles
from accounts.models import Account, AccountClass, AccountState, ConflictEnd, Found, FoundStatus, Platform
from accounts.rules.found_moves import LOOK_IN, is_adoptable
from accounts.rules.recognise import twin
from registry import audit, clock
from registry.calendar import due_after
from registry.people.models import User
from registry.people.refusal import Stale


@audit.act()
def take_over(platform: Platform, key: str, *, facts: dict[str, Any], by: User) -> Account | None:
    """Make the marked account of that handle the one that is set up, with `facts`; None where there is none."""
    there = twin(platform, key)
    if there is None or not is_adoptable(there):
        return None
    account = Account.objects.select_for_update(of=("self",), no_key=True).get(pk=there.pk)
    if not is_adoptable(account):
        raise Stale(_("%(account)s has changed meanwhile: see the adoption desk.") % {"account": there.trail_label})
    for name, value in {**facts, "state": AccountState.SETTING_UP, "opened_at": clock.now(), "opened_by": by}.items():
        setattr(account, name, value)
    account.save(update_fields=[*facts, "state", "opened_at", "opened_by"])
    found = Found.objects.get(account=account)
    if not found.is_open:  # it was relabelled: the desk has it again until it is ours
        found.status, found.due_on = FoundStatus.FOUND, due_after(LOOK_IN)
        found.ended_at = found.ended_by = None
        found.save(update_fields=["status", "due_on", "ended_at", "ended_by"])
    audit.record(audit.Event.FOUND_ADOPTING, by=by, on=found, after={"account": account.number})
    return account


@audit.act()
def complete(account: Account, *, by: User) -> None:
    """It is active: the file ends as adopted, and with it a conflict of who runs it (E3.49)."""
    found = Found.objects.select_related("handler", "found_by").filter(account=account).first()
    if found is None or not found.is_open:
        return
    found.status, found.due_on, found.ended_at, found.ended_by = FoundStatus.ADOPTED, None, clock.now(), by
    if found.in_conflict:
        found.conflict_end = ConflictEnd.REGISTERED
    found.save(update_fields=["status", "due_on", "ended_at", "ended_by", "conflict_end"])
    audit.record(audit.Event.FOUND_ADOPTED, by=by, on=found, after={"account": account.number})
    tell("accounts/found_ended", found, [found.found_by, *who_handles(found)], by=by, key=str(found.ended_at))


@audit.act()
def fall_back(account: Account, *, by: User | None) -> None:
    """The set-up was given up and its row retired: what is not ours stands in the register again, with its file."""
    found = Found.objects.filter(account=account, status__in=("found", "contacted", "disputed")).first()
    if found is None:
        return
    row = Account.objects.create(
        platform=account.platform, unit=account.unit, handle=account.handle, key=account.key, url=account.url,
        klass=AccountClass(found.kind), state=AccountState.FOUND, display_name=account.display_name,
        searched=account.searched, opened_by=account.opened_by,
    )  # fmt: skip
    found.account, found.due_on, found.reminded_on, found.passed_on = row, due_after(LOOK_IN), None, None
    found.save(update_fields=["account", "due_on", "reminded_on", "passed_on"])
    audit.touch(row.pk)
    audit.record(audit.Event.FOUND_NOT_ADOPTED, by=by, on=found, after={"account": row.number})
