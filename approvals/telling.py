"""Who gets which letter about a request, and posting it. Only people who can sign in; nobody twice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from approvals import sponsoring
from approvals.models import Comment, Request, Round, Seat
from registry import outbox
from registry.people.models import Appointment, Office, User


@dataclass(frozen=True)
class Addressee:
    """One person to write to, and the ids the letter is about beside the request and its round."""

    user: User
    ids: dict[str, int] = field(default_factory=dict)


def tell(template: str, request: Request, *, apart_from: User | None = None, **ids: int) -> None:
    """Post one letter to everyone it goes to; the same letter about the same round and seat is never posted twice.

    Call it inside an act, so that letters commit with the change they tell of (invariant 3).
    """
    round_ = last_round(request)
    for one in recipients(template, request):
        if apart_from and one.user.pk == apart_from.pk:
            continue
        about = {"request": request.pk, "round": round_.number if round_ else 0, **one.ids, **ids}
        key = ":".join([template, *(str(value) for value in about.values()), str(one.user.pk)])
        outbox.post(template, to=one.user, about=request, key=key, **about)


def recipients(template: str, request: Request) -> list[Addressee]:
    """Everyone the letter `template` goes to as things stand; raises KeyError for a letter that is not of this room."""
    return _once(_TO[template](request))


def last_round(request: Request) -> Round | None:
    """The round that is open, or was open last."""
    return request.rounds.order_by("-number").first()


def asked_now(request: Request) -> list[Seat]:
    """The open seats of the round that wait for somebody's decision."""
    seats = Seat.objects.filter(round__request=request, round__outcome="open", opened_at__isnull=False, decision=None)
    return list(seats.select_related("asked").order_by("step", "pk"))


def involved(request: Request) -> list[User]:
    """Everyone who takes part in the discussion: named on the request, asked, decided, or spoken already."""
    seats = Seat.objects.filter(round__request=request, opened_at__isnull=False).select_related("asked", "decision__by")
    said = Comment.objects.filter(request=request).select_related("by").order_by("pk")
    people = [request.requester, request.custodian, request.backup]
    for seat in seats.order_by("pk"):
        people += [seat.asked, seat.decision.by if hasattr(seat, "decision") else None]
    people += [comment.by for comment in said]
    return [one.user for one in _once(_each(people))]


def _each(people: Iterable[User | None]) -> list[Addressee]:
    return [Addressee(person) for person in people if person]


def _once(addressees: Iterable[Addressee]) -> list[Addressee]:
    first: dict[tuple[object, ...], Addressee] = {}
    for one in addressees:
        if one.user.is_active:
            first.setdefault((one.user.pk, *sorted(one.ids.items())), one)
    return list(first.values())


def _in_office(*offices: Office) -> list[User]:
    rows = Appointment.objects.in_force().filter(office__in=offices, on_behalf_of=None).select_related("person")
    return [row.person for row in rows.order_by("pk")]


def _requester(request: Request) -> list[Addressee]:
    return _each([request.requester])


def _named(request: Request) -> list[Addressee]:
    return _each([request.requester, request.custodian])


def _all_named(request: Request) -> list[Addressee]:
    return _each([request.requester, request.custodian, request.backup])


def _asked(request: Request) -> list[Addressee]:
    return [Addressee(seat.asked, {"seat": seat.pk}) for seat in asked_now(request) if seat.asked]


def _communications(_request: Request) -> list[Addressee]:
    return _each(_in_office(Office.COMMUNICATIONS_DIRECTOR, Office.COMMUNICATIONS_STAFF))


def _who_appoints(_request: Request) -> list[Addressee]:
    return _each(_in_office(Office.SUPERINTENDENT, Office.SYSTEM_ADMINISTRATOR))


def _heard(request: Request) -> list[User]:
    """Who has decided, or was being asked, in the last round: they hear how it ended."""
    seats = Seat.objects.filter(round=last_round(request), opened_at__isnull=False)
    rows = seats.select_related("asked", "decision__by").order_by("pk")
    return [who for seat in rows if (who := seat.decision.by if hasattr(seat, "decision") else seat.asked)]


_TO: dict[str, Callable[[Request], list[Addressee]]] = {
    "approvals/request_received": _requester,
    "approvals/decision_needed": _asked,
    "approvals/appointment_needed": _who_appoints,
    "approvals/reassigned": _requester,
    "approvals/approved": _named,
    "approvals/granted": _requester,
    "approvals/setup_needed": _communications,
    "approvals/sponsor_needed": lambda request: _each(sponsoring.sponsors_of(request)),
    "approvals/taken_over": lambda request: _each(involved(request)),
    "approvals/returned": lambda request: _requester(request) + _each(_heard(request)),
    "approvals/declined": lambda request: _named(request) + _each(_heard(request)),
    "approvals/withdrawn": lambda request: _each(_heard(request)),
    "approvals/completed": _all_named,
    "approvals/expired": lambda request: _named(request) + _communications(request),
    "approvals/commented": lambda request: _each(involved(request)),
}
