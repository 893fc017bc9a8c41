"""Who is waited for: one person's tasks, and what they asked for. Queries do not grow with the rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.models import AccountState, Custody, Platform
from accounts.rules import lifecycle
from approvals import conditions, rules, showing
from approvals.models import Condition, Item, Request, RoundOutcome, Scan, Seat
from approvals.workflow import IN_ROUND, Status
from registry.people import powers
from registry.people.models import Appointment, User
from registry.people.rules import may

#: More than anyone has; a page shows the first of them.
MOST = 200


@dataclass(frozen=True)
class Task:
    """One thing that needs this person; not `mine` where somebody else was asked and this person may do it too."""

    title: str
    url: str
    detail: str
    platform: Platform | None = None
    due: date | None = None
    mine: bool = True


def tasks_for(user: User) -> list[Task]:
    """Seats this person may fill, their returned requests, set-ups to finish, conditions; soonest first."""
    tasks = [*_to_decide(user), *_to_change(user), *_to_set_up(user), *_of_conditions(user)]
    return sorted(tasks, key=lambda task: (task.due or date.max, task.title))


def count_for(user: User) -> int:
    """How many requests need this person's decision, change or last word, or a word on one of their conditions.

    Cheap, because every page's menu says it.
    """
    returned = Request.objects.filter(requester=user, status=Status.RETURNED).count()
    set_ups = _ready_to_finish().count() if powers.is_communications(user) and _setting_up().exists() else 0
    conditional = {*_to_meet(user).values_list("request", flat=True), *(row.request_id for row in _to_confirm(user))}
    return len({seat.round.request_id for seat in seats_for(user)}) + returned + set_ups + len(conditional)


def requests_of(user: User) -> list[showing.Row]:
    """What this person asked for, newest first, as rows; withdrawn drafts left out."""
    rows = Request.objects.filter(requester=user).exclude(status=Status.WITHDRAWN, submitted_at=None)
    return [showing.row_of(request) for request in showing.for_rows(rows.order_by("-id"))[:MOST]]


def seats_for(user: User) -> list[Seat]:
    """The open seats this person may fill now: asked of them, or of an office they hold for that unit."""
    return [seat for seat, _appointment in _seats_with_appointment(user)]


def _seats_with_appointment(user: User) -> list[tuple[Seat, Appointment]]:
    held = powers.offices_of(user)
    return rules.seats_to_fill(user, list(rules.open_seats(user, held)[:MOST]), held)


def _to_decide(user: User) -> list[Task]:
    seats = _seats_with_appointment(user)
    requests = _by_id({seat.round.request_id for seat, _appointment in seats})
    tasks: dict[int, Task] = {}
    for seat, appointment in sorted(seats, key=lambda one: (one[0].asked_id != user.pk, one[0].pk)):
        row = showing.row_of(requests[seat.round.request_id])
        principal = appointment.on_behalf_of and appointment.on_behalf_of.person.name
        detail = _("On behalf of %(name)s") % {"name": principal} + f" · {row.detail}" if principal else row.detail
        task = Task(
            _("Decide: %(title)s") % {"title": row.title},
            row.url,
            detail,
            row.platform,
            seat.due_on,
            seat.asked_id == user.pk,
        )
        tasks.setdefault(seat.round.request_id, task)
    return list(tasks.values())


def _by_id(ids: set[int]) -> dict[int, Request]:
    rows: QuerySet[Request] = showing.for_rows(Request.objects.filter(pk__in=ids))
    return {request.pk: request for request in rows}


def _to_change(user: User) -> list[Task]:
    rows = showing.for_rows(Request.objects.filter(requester=user, status=Status.RETURNED))[:MOST]
    return [
        Task(_("Change and send again: %(title)s") % {"title": row.title}, row.url, row.detail, row.platform)
        for row in map(showing.row_of, rows)
    ]


def _to_set_up(user: User) -> list[Task]:
    """Set-ups that lack nothing any more; what others lack is a task of the register."""
    if not powers.is_communications(user):
        return []
    rows = showing.for_rows(_ready_to_finish().order_by("approved_at"))[:MOST]
    return [
        Task(_("Finish the set-up: %(title)s") % {"title": row.title}, row.url, row.detail, row.platform, row.due)
        for row in map(showing.row_of, rows)
    ]


def _ready_to_finish() -> QuerySet[Request]:
    """Nothing of the set-up is missing, and no condition holds it back."""
    ready = lifecycle.ready()
    done = _setting_up().filter(items__account__in=ready)
    setting_up = Item.objects.filter(request=OuterRef("pk"), account__state=AccountState.SETTING_UP)
    held = Condition.objects.filter(conditions.OPEN & conditions.IN_FORCE, request=OuterRef("pk"), before_live=True)
    disowned = Scan.objects.filter(objected_at__isnull=False, settled_at=None, decision__round__request=OuterRef("pk"))
    disowned = disowned.filter(decision__round__outcome=RoundOutcome.APPROVED)
    return done.filter(~Exists(setting_up.exclude(account__in=ready)), ~Exists(held), ~Exists(disowned)).distinct()


def _setting_up() -> QuerySet[Request]:
    """What has an account that is set up: one that is decided still is an emergency."""
    return Request.objects.filter(status__in=(Status.SETTING_UP, *IN_ROUND), items__account__isnull=False)


def _to_meet(user: User) -> QuerySet[Condition]:
    """Conditions that bind what this person answers for, and that are not done."""
    mine = Custody.objects.filter(conditions.ANSWERS, custodian=user, account__items__request=OuterRef("request"))
    asked = Q(request__custodian=None, request__requester=user)  # a permission has no account
    rows = Condition.objects.filter(Exists(mine) | asked, conditions.OPEN & conditions.IN_FORCE, done_at=None)
    return rows.select_related("request__unit")[:MOST]


def _to_confirm(user: User) -> list[Condition]:
    """Conditions that are said to be done, for the office that set them and for Communications."""
    hand = conditions.Hand(user, custodian=False, offices=tuple(powers.offices_of(user)))
    if not hand.offices:
        return []
    rows = Condition.objects.filter(conditions.OPEN & conditions.IN_FORCE, done_at__isnull=False)
    found = rows.filter(conditions.for_one_to_confirm(hand)).select_related("request__unit", "decision__seat")[:MOST]
    return [row for row in found if may(conditions.check_may_confirm, row, hand)]


def _of_conditions(user: User) -> list[Task]:
    """The tasks of both kinds; they lead to the account: its custodian may not see the request."""
    to_meet, to_confirm = list(_to_meet(user)), _to_confirm(user)
    opened = Item.objects.filter(account__isnull=False).select_related("account__platform", "platform")
    prefetch_related_objects([*to_meet, *to_confirm], Prefetch("request__items", opened, to_attr="opened"))
    return [
        *(_of_condition(row, _("Meet a condition: %(text)s")) for row in to_meet),
        *(_of_condition(row, _("Confirm a condition: %(text)s")) for row in to_confirm),
    ]


def _of_condition(row: Any, words: str) -> Task:
    account = row.request.opened[0].account if row.request.opened else None
    url = f"{(account or row.request).get_absolute_url()}#conditions"
    return Task(words % {"text": row.text}, url, row.request.title, account and account.platform, row.due_on)
