"""My work: what needs this person, soonest first, and what they look after."""

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import (
    campaign_waiting,
    closing_waiting,
    found_waiting,
    hand_in_waiting,
    handoff_waiting,
    incident_waiting,
    interim_waiting,
    ways_waiting,
)
from accounts import waiting as accounts_waiting
from accounts.models import Account, Reveal
from accounts.opened import opened_by_others
from accounts.rules import drills
from accounts.rules.drills import Proven
from approvals import waiting as approvals_waiting
from approvals.showing import Row
from registry import clock, policy
from registry.people import powers, standing_in
from registry.people import waiting as people_waiting
from registry.people.models import Absence, User
from registry.policy import waiting as policy_waiting

#: Rows of a list on this page; the rest is one link away.
SHOWN = 8


@dataclass(frozen=True)
class Work:
    """Everything the page shows. ``tasks`` are sorted, those without a date last; ``away`` is the next absence;
    ``opened``, who else opened the logins they answer for; ``drills``, for Communications, how much is proven."""

    tasks: list[Any]
    accounts: list[Account]
    requests: list[Row]
    must_acknowledge: bool
    decides: bool
    away: Absence | None
    opened: list[Reveal]
    drills: Proven | None = None

    @property
    def verdict(self) -> str:
        """The page's first sentence: how much waits, and when the first is due."""
        if not self.tasks:
            return _("Nothing needs you today.")
        count = ngettext("One thing needs you.", "%(n)s things need you.", len(self.tasks)) % {"n": len(self.tasks)}
        due = [task.due for task in self.tasks if task.due]
        if not due:
            return count
        if min(due) < clock.today():
            return _("%(count)s The first is late.") % {"count": count}
        return _("%(count)s The first is due %(day)s.") % {"count": count, "day": _day(min(due))}


def gather(user: User) -> Work:
    """Collect one person's work from the rooms below. The number of queries does not grow with the rows."""
    return Work(
        tasks=tasks_of(user),
        accounts=list(accounts_waiting.accounts_held_by(user)[:SHOWN]),
        requests=list(approvals_waiting.requests_of(user)[:SHOWN]),
        must_acknowledge=policy.current() is not None and not policy.has_acknowledged(user),
        decides=standing_in.decides(user),
        away=next(iter(standing_in.absences_of(user)), None),
        opened=opened_by_others(user),
        drills=drills.proven_recoverable() if powers.is_communications(user) else None,
    )


def tasks_of(user: User) -> list[Any]:
    """Tasks of all rooms, soonest first, undated last."""
    custody_waiting = (handoff_waiting, interim_waiting, ways_waiting, hand_in_waiting, campaign_waiting)
    rooms = (
        policy_waiting, approvals_waiting, accounts_waiting, *custody_waiting, incident_waiting,
        closing_waiting, found_waiting, people_waiting,
    )  # fmt: skip
    found = chain.from_iterable(room.tasks_for(user) for room in rooms)
    return sorted(found, key=lambda task: (task.due or date.max, task.title))


def greeting() -> str:
    """Good morning, afternoon or evening, by the district's clock."""
    hour = clock.local(clock.now()).hour
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 17 else _("Good evening")


def _day(day: date) -> str:
    away = (day - clock.today()).days
    if away == 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    return _("on %(weekday)s, %(day)s") % {"weekday": day.strftime("%A"), "day": day.strftime("%B %-d")}
