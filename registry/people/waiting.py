"""What waits for one person in this room: proposals they may sign. Queries do not grow with the rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from registry.people import rules
from registry.people.models import ProposalState, User


@dataclass(frozen=True)
class Task:
    """One signature that this person may give."""

    title: str
    url: str
    detail: str
    due: date
    platform: Any = None
    icon: str = "users"
    mine: bool = True


def tasks_for(user: User) -> list[Task]:
    """The open proposals that wait for a signature which this person may give."""
    if not (rules.may_sign(user) or rules.offices_that_dispose(user)):
        return []
    rows = rules.visible_proposals(user).filter(state=ProposalState.OPEN).exclude(person=user).exclude(first=user)
    return [
        Task(
            _("Sign: %(what)s") % {"what": row.trail_label},
            reverse("people:proposal", args=[row.pk]),
            _("Proposed by %(name)s") % {"name": (row.first or row.prepared_by).name},
            row.lapses_on,
        )
        for row in rows
        if row.is_open and rules.may(rules.check_may_sign, user, row)
    ]
