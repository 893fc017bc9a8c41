"""What was ours before, and is asked for again: a handle that stands in the register as a tombstone, and the accounts
that the same group had before (E1.12, E3.47).
"""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AccountState, Platform, Tombstone, TombstoneWhy
from accounts.rules import tombstones
from approvals.adoption import Taken
from approvals.finding import WARN, Check
from approvals.models import Kind, Request
from registry import clock


def buried(platform: Platform, key: str) -> Taken | None:
    """The handle of what was ours, in use, and is not any more: it is not opened anew, but may be revived."""
    found = tombstones.standing_at(platform, key)
    if found and found.why == TombstoneWhy.RENAMED and found.account.state != AccountState.RETIRED:
        said = _("%(old)s was ours until %(when)s, and is called %(account)s since.")
        words = {"old": found.trail_label, "when": _day(found.since), "account": found.account.name}
        return Taken(said % words, found.account.get_absolute_url(), _("Look at that account"), mark="formerly")
    if found:
        return _revived(found.trail_label, found.since)
    last = tombstones.last_retired(platform, key)
    return _revived(last.trail_label, last.retired_at) if last else None


def _revived(label: str, when: datetime | None) -> Taken:
    said = _(
        "%(account)s was ours until %(when)s. If it still exists, ask to revive it: register it as an account that"
        " exists."
    )
    url = f"{reverse('approvals:new')}?kind={Kind.REGISTRATION.value}"
    words = {"account": label, "when": _day(when)}
    return Taken(said % words, url, _("Ask to revive it"), mark="formerly")


def before(request: Request) -> list[Check]:
    """What the group had before, each with how it ended: who decides knows its history."""
    if request.unit_id is None or not request.group:
        return []
    return [_check(row) for row in tombstones.earlier_of(request.unit_id, request.group).filter(lifted_at=None)[:3]]


def _check(row: Tombstone) -> Check:
    words = {"account": row.trail_label, "what": row.get_why_display().lower(), "when": _day(row.since)}
    title, text = _("This group had %(account)s before") % words, _("It was %(what)s on %(when)s.") % words
    return Check(WARN, title, text, row.account.get_absolute_url(), _("Its history"))


def _day(moment: datetime | None) -> str:
    return date_format(clock.local(moment), "F j, Y") if moment else ""
