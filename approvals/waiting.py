"""Who is waited for: one person's tasks, and what they asked for. Queries do not grow with the rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import AccountState, Custody, Platform
from accounts.rules import lifecycle
from approvals import conditions, rules, showing
from approvals.models import Condition, Decision, Item, Request, RoundOutcome, Scan, Seat
from approvals.workflow import IN_ROUND, Status
from registry.people import powers
from registry.people.models import Appointment, Office, User

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
    tasks = [*_to_decide(user), *_to_change(user), *_to_set_up(user), *_to_meet(user), *_to_confirm(user)]
    return sorted(tasks, key=lambda task: (task.due or date.max, task.title))


def count_for(user: User) -> int:
    """How many requests need this person's decision, change or last word: cheap, because every page's menu says it."""
    returned = Request.objects.filter(requester=user, status=Status.RETURNED).count()
    set_ups = _ready_to_finish().count() if powers.is_communications(user) else 0
    return len({seat.round.request_id for seat in seats_for(user)}) + returned + set_ups


def requests_of(user: User) -> list[showing.Row]:
    """What this person asked for, newest first, as rows; withdrawn drafts left out."""
    rows = Request.objects.filter(requester=user).exclude(status=Status.WITHDRAWN, submitted_at=None)
    return [showing.row_of(request) for request in showing.for_rows(rows.order_by("-id"))[:MOST]]


def seats_for(user: User) -> list[Seat]:
    """The open seats this person may fill now: asked of them, or of an office they hold for that unit."""
    held = powers.offices_of(user)
    wanted = Q(asked=user)
    for row in held:
        wanted |= _seats_of(row)
    decided = Decision.objects.filter(round=OuterRef("round"), by=user)
    seats = Seat.objects.filter(wanted, round__outcome=RoundOutcome.OPEN, round__request__status__in=IN_ROUND)
    seats = seats.filter(~Exists(decided), opened_at__isnull=False, decision=None)
    for part in ("requester", "custodian", "backup"):
        seats = seats.exclude(**{f"round__request__{part}": user})
    found = seats.select_related("round__request__requester", "round__request__unit", "unit").distinct()
    return [seat for seat in found[:MOST] if _has_authority(seat, held)]


def _seats_of(row: Appointment) -> Q:
    if row.office != Office.ADMINISTRATOR:
        return Q(office=row.office)
    return Q(office=row.office, unit__path__startswith=row.unit.path if row.unit else "-")


def _has_authority(seat: Seat, held: list[Appointment]) -> bool:
    return bool(_fitting(seat, held))


def _fitting(seat: Seat, held: list[Appointment]) -> list[Appointment]:
    """As routing has it, without its queries: an own appointment, or one for somebody without a part in the request."""
    apart = rules.apart_from(seat.round.request)
    rows = [row for row in held if row.office in (seat.office, Office.ALTERNATE)]
    return [row for row in rows if row.on_behalf_of is None or row.on_behalf_of.person_id not in apart]


def _principal(seat: Seat, held: list[Appointment]) -> str:
    """For whom a designee decides; empty where the office is one's own."""
    fitting = _fitting(seat, held)
    if not fitting or any(row.on_behalf_of is None for row in fitting):
        return ""
    return next((row.on_behalf_of.person.name for row in fitting if row.on_behalf_of), "")


def _to_decide(user: User) -> list[Task]:
    seats, held = seats_for(user), powers.offices_of(user)
    requests = _by_id({seat.round.request_id for seat in seats})
    tasks: dict[int, Task] = {}
    for seat in sorted(seats, key=lambda seat: (seat.asked_id != user.pk, seat.pk)):
        row = showing.row_of(requests[seat.round.request_id])
        principal = _principal(seat, held)
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
    """Nothing of the set-up is missing, no condition holds it back; one that is decided still is an emergency."""
    ready = lifecycle.ready()
    done = Request.objects.filter(status__in=(Status.SETTING_UP, *IN_ROUND), items__account__in=ready)
    setting_up = Item.objects.filter(request=OuterRef("pk"), account__state=AccountState.SETTING_UP)
    held = Condition.objects.filter(conditions.OPEN & conditions.IN_FORCE, request=OuterRef("pk"), before_live=True)
    disowned = Scan.objects.filter(objected_at__isnull=False, settled_at=None, decision__round__request=OuterRef("pk"))
    disowned = disowned.filter(decision__round__outcome=RoundOutcome.APPROVED)
    return done.filter(~Exists(setting_up.exclude(account__in=ready)), ~Exists(held), ~Exists(disowned)).distinct()


def _to_meet(user: User) -> list[Task]:
    """Conditions that bind what this person answers for, and that are not done."""
    mine = Custody.objects.filter(
        custodian=user, state__in=conditions.HOLDING, account__items__request=OuterRef("request")
    )
    asked = Q(request__custodian=None, request__requester=user)  # a permission has no account
    rows = Condition.objects.filter(Exists(mine) | asked, conditions.OPEN & conditions.IN_FORCE, done_at=None)
    words = _("Meet a condition: %(text)s")
    return [_of_condition(row, words) for row in _with_accounts(rows)]


def _to_confirm(user: User) -> list[Task]:
    """Conditions that are said to be done, for the office that set them and for Communications."""
    held = powers.offices_of(user)
    wanted = Q(decision__by=user)
    for row in held:
        wanted |= Q(decision__office=row.office) & (
            Q(request__unit__path__startswith=row.unit.path) if row.unit else Q()
        )
    if powers.is_communications(user):
        wanted = Q()
    rows = Condition.objects.filter(wanted, conditions.OPEN & conditions.IN_FORCE, done_at__isnull=False)
    return [
        _of_condition(row, _("Confirm a condition: %(text)s")) for row in _with_accounts(rows.exclude(done_by=user))
    ]


def _with_accounts(rows: QuerySet[Condition]) -> QuerySet[Condition]:
    accounts = Item.objects.filter(account__isnull=False).select_related("account__platform", "platform")
    return rows.select_related("request__unit").prefetch_related(
        Prefetch("request__items", accounts, to_attr="opened")
    )[:MOST]


def _of_condition(row: Any, words: str) -> Task:
    """The task leads to the account: its custodian may not see the request."""
    account = row.request.opened[0].account if row.request.opened else None
    url = f"{(account or row.request).get_absolute_url()}#conditions"
    return Task(words % {"text": row.text}, url, row.request.title, account and account.platform, row.due_on)
