"""A request in words and parts: its row in a list, its status, its steps. Reads only; templates draw the result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Platform
from approvals import kinds
from approvals.models import Answer, Decision, Item, Request, Round, RoundOutcome, Seat
from approvals.workflow import FINAL, IN_ROUND, UNUSED, Status
from registry import clock
from registry.people.models import Office, User

LOOK: dict[str, tuple[str, str]] = {
    Status.DRAFT: ("", ""),
    Status.DECIDING: ("plum", "clock"),
    Status.WAITING: ("ochre", "attention"),
    Status.RETURNED: ("ochre", "message-square"),
    Status.SETTING_UP: ("lake", "key-round"),
    Status.COMPLETED: ("pine", "good"),
    Status.DECLINED: ("brick", "circle-x"),
    Status.WITHDRAWN: ("", ""),
    Status.EXPIRED: ("", ""),
}
OFFICES = {
    Office.ADMINISTRATOR: gettext_lazy("the administrator"),
    Office.SUPERINTENDENT: gettext_lazy("the superintendent"),
    Office.COMMUNICATIONS_DIRECTOR: gettext_lazy("Communications"),
}
SEATS = {
    Office.ADMINISTRATOR: gettext_lazy("Administrator"),
    Office.SUPERINTENDENT: gettext_lazy("Superintendent"),
    Office.COMMUNICATIONS_DIRECTOR: gettext_lazy("Communications"),
}


@dataclass(frozen=True)
class Row:
    """A request in a list."""

    request: Request
    platform: Platform | None
    title: str
    url: str
    meta: str
    tone: str
    word: str
    icon: str
    due: date | None = None
    mark: str = ""

    @property
    def detail(self) -> str:
        """The line under the title where there is no room for a mark of its own."""
        return f"{self.mark} · {self.meta}" if self.mark else self.meta


@dataclass(frozen=True)
class Turn:
    """The open seat that the reader may fill now, and on whose behalf where they are a designee."""

    seat: int
    principal: str

    @classmethod
    def of(cls, seat: Seat | None, office: Mapping[str, Any] | None) -> "Turn | None":
        """As the page of a request knows it: the seat, and how a decision in it would be recorded."""
        principal = office and office["principal"]
        return cls(seat.pk, principal.name if principal else "") if seat else None


def for_rows(rows: QuerySet[Request]) -> QuerySet[Request]:
    """The same requests with all that a row shows, in a number of queries that does not grow."""
    seats = Seat.objects.filter(opened_at__isnull=False, decision=None).order_by("step", "pk")
    rounds = Round.objects.filter(outcome=RoundOutcome.OPEN).prefetch_related(
        Prefetch("seats", seats, to_attr="open_seats")
    )
    return rows.select_related("requester", "unit").prefetch_related(
        Prefetch("items", Item.objects.select_related("platform")), Prefetch("rounds", rounds, to_attr="open_rounds")
    )


def row_of(request: Request) -> Row:
    """One row; give it a request of `for_rows`."""
    items = list(request.items.all())
    tone, icon = LOOK[request.status]
    url = (
        reverse("approvals:edit", args=[request.reference])
        if request.status == Status.DRAFT
        else request.get_absolute_url()
    )
    meta = " · ".join(
        filter(None, [request.reference, request.requester.name, request.unit.name if request.unit else ""])
    )
    title = request.title or _("Request without a title")
    platform = items[0].platform if items else None
    words, due = status_words(request), due_of(request)
    return Row(request, platform, title, url, meta, tone, words, icon, due, mark_of(request))


def mark_of(request: Request) -> str:
    """What a reader must know of a request at once: that what it asks for exists already (E1.13)."""
    return _("Retroactive") if request.is_retroactive else ""


def open_seats(request: Request) -> list[Seat]:
    """The seats that wait for a decision; uses what `for_rows` fetched where it did."""
    if not hasattr(request, "open_rounds"):
        seats = Seat.objects.filter(round__request=request, round__outcome=RoundOutcome.OPEN, opened_at__isnull=False)
        return list(seats.filter(decision=None).select_related("asked").order_by("step", "pk"))
    return [seat for round_ in request.open_rounds for seat in round_.open_seats]


def status_words(request: Request) -> str:
    """Where the request is, computed from its open seats: “With the superintendent and Communications”."""
    if request.status not in IN_ROUND:
        return request.get_status_display()
    seats = open_seats(request)
    if any(seat.asked_id is None for seat in seats):
        return request.get_status_display()
    return _("With %(offices)s") % {"offices": offices_in_words(seat.office for seat in seats)}


def offices_in_words(offices: Iterable[str]) -> str:
    """“the superintendent and Communications”."""
    return get_text_list([str(OFFICES.get(Office(office), Office(office).label)) for office in offices], _("and"))


def expires_on(request: Request) -> date | None:
    """The day on which an approval expires if nobody uses it."""
    return clock.local(request.approved_at + UNUSED).date() if request.approved_at else None


def due_of(request: Request) -> date | None:
    """When the next thing is due: the first open seat, or the end of an approval that nobody uses."""
    if request.status == Status.SETTING_UP:
        return expires_on(request)
    if request.status not in IN_ROUND:
        return None
    return min((seat.due_on for seat in open_seats(request) if seat.due_on), default=None)


def steps_of(request: Request, user: User, turn: Turn | None = None) -> list[dict[str, Any]]:
    """The way of the request as `parts/steps.html` draws it: the offices of its last round, set-up, active."""
    round_ = request.rounds.order_by("-number").first()
    if round_ is None:
        return []
    seats = round_.seats.select_related("asked", "decision__by", "decision__on_behalf_of").order_by("step", "pk")
    groups = [list(group) for _step, group in groupby(seats, key=lambda seat: seat.step)]
    return [*(_step(request, round_, group, user, turn) for group in groups), *_ends(request)]


def _step(request: Request, round_: Round, seats: Sequence[Seat], user: User, turn: Turn | None) -> dict[str, Any]:
    title = get_text_list([str(SEATS.get(Office(seat.office), seat.get_office_display())) for seat in seats], _("and"))
    step: dict[str, Any] = {"title": title, "state": _state(request, round_, seats)}
    if len(seats) == 1:
        return {**step, "text": _seat_words(seats[0], round_, user, turn), "why": _seat_reason(seats[0], round_)}
    step["pair"] = [
        {
            "title": SEATS.get(Office(seat.office), seat.get_office_display()),
            "text": _seat_words(seat, round_, user, turn),
            "why": _seat_reason(seat, round_),
            "mine": _waits_for(seat, user, turn) and decision_in(seat) is None,
        }
        for seat in seats
    ]
    return step


def decision_in(seat: Seat) -> Decision | None:
    """What fills the seat, if anything does yet."""
    return getattr(seat, "decision", None)


def _state(request: Request, round_: Round, seats: Sequence[Seat]) -> str:
    decisions = [decision_in(seat) for seat in seats]
    if any(decision and decision.answer != Answer.YES for decision in decisions):
        return "stop"
    if all(decisions):
        return "done"
    if seats[0].opened_at is None:
        return "later"
    return "now" if round_.outcome == RoundOutcome.OPEN else "stop"


def _waits_for(seat: Seat, user: User, turn: Turn | None) -> bool:
    return seat.asked_id == user.pk or (turn is not None and turn.seat == seat.pk)


def _seat_words(seat: Seat, round_: Round, user: User, turn: Turn | None) -> str:
    decision = decision_in(seat)
    if decision:
        words = {"answer": answered(decision), "who": who_decided(decision), "day": day_words(decision.at)}
        return _("%(answer)s by %(who)s, %(day)s") % words
    if round_.outcome != RoundOutcome.OPEN:
        return _("Was not decided")
    if seat.opened_at is None:
        return _("Asked after that")
    if seat.asked is None:
        return seat.why or _("Nobody may decide: an appointment is needed")
    words = {"who": seat.asked.name, "day": date_format(seat.due_on, "D, M j") if seat.due_on else ""}
    said = _("%(who)s has not decided yet, due %(day)s")
    if turn and turn.seat == seat.pk and turn.principal:
        words["who"], said = turn.principal, _("Waiting for you, on behalf of %(who)s, due %(day)s")
    elif _waits_for(seat, user, turn):
        said = _("Waiting for you, due %(day)s")
    return f"{said % words}. {seat.why}" if seat.escalated_on else said % words


def _seat_reason(seat: Seat, round_: Round) -> str:
    """Why this person is asked, while they are."""
    waits = round_.outcome == RoundOutcome.OPEN and seat.asked is not None and decision_in(seat) is None
    return seat.why if waits else ""


def answered(decision: Decision) -> str:
    """“Approved”, “Changes asked for” or “Declined”."""
    return {Answer.YES: _("Approved"), Answer.CHANGES: _("Changes asked for"), Answer.NO: _("Declined")}[
        Answer(decision.answer)
    ]


def who_decided(decision: Decision) -> str:
    """The person, and for a designee on whose behalf, under which instrument (E1.5)."""
    if decision.on_behalf_of is None:
        return decision.by.name
    return _("%(person)s as designee of %(principal)s under appointment %(number)s") % {
        "person": decision.by.name,
        "principal": decision.on_behalf_of.name,
        "number": decision.appointment_id,
    }


def day_words(moment: datetime) -> str:
    """“Fri, Nov 13” in the district's zone."""
    return date_format(clock.local(moment), "D, M j")


def _ends(request: Request) -> list[dict[str, Any]]:
    """What comes after the offices: where an account is set up, two steps; a permission is given at once."""
    done = request.status == Status.COMPLETED
    last = "done" if done else "later"
    first = last
    if request.opens_account and not done:
        first = "now" if request.status == Status.SETTING_UP else "stop" if request.approved_at else "later"
    states = (first, last)
    ends = kinds.of(request).ending(request)
    return [
        {"title": end["title"], "state": state, "text": end["text"]} for end, state in zip(ends, states, strict=False)
    ]


def is_over(request: Request) -> bool:
    """Whether nothing can happen to the request any more."""
    return request.status in FINAL


def what_to_change(request: Request) -> Decision | None:
    """The decision that sent a returned request back, with its note; None in every other status."""
    if request.status != Status.RETURNED:
        return None
    asking = Decision.objects.filter(round__request=request, answer=Answer.CHANGES)
    return asking.select_related("by").order_by("-pk").first()
