"""Who gets which letter about a request, and posting it. Only people who can sign in; nobody twice."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from accounts.models import Custody, CustodyState
from approvals import seeing, sponsoring
from approvals.models import Comment, Follow, Request, Round, Seat
from registry import outbox
from registry.people.models import Appointment, Office, User


@dataclass(frozen=True)
class Addressee:
    """One person to write to, and the ids the letter is about beside the request and its round."""

    user: User
    ids: dict[str, int] = field(default_factory=dict)


Id = int | str
#: The letter to those who follow a request, about every turn it takes that they are not told of otherwise.
NEWS = "approvals/news"


def tell(
    template: str,
    request: Request,
    *,
    apart_from: Collection[User] = (),
    only: Iterable[Addressee] | None = None,
    **ids: Id,
) -> list[User]:
    """Post one letter to everyone it goes to, or to `only` some; the same about the same ids is never posted twice.

    Call it inside an act, so that letters commit with the change they tell of (invariant 3). Returns who was told.
    """
    round_, told = last_round(request), []
    for one in recipients(template, request) if only is None else _once(only):
        if one.user in apart_from:
            continue
        about = {"request": request.pk, "round": round_.number if round_ else 0, **one.ids, **ids}
        key = ":".join([template, *(str(value) for value in about.values()), str(one.user.pk)])
        outbox.post(template, to=one.user, about=request, key=key, **about)
        told.append(one.user)
    return told


def tell_these(
    template: str, request: Request, people: Iterable[User], *, apart_from: User | None = None, **ids: Id
) -> None:
    """Post one letter to these people: for letters about a part of a request, whose readers depend on the part."""
    for person in {one.pk: one for one in people if one.is_active}.values():
        if apart_from is None or person.pk != apart_from.pk:
            about = {"request": request.pk, **ids}
            key = ":".join([template, *(str(value) for value in about.values()), str(person.pk)])
            outbox.post(template, to=person, about=request, key=key, **about)


def communications_directors() -> list[User]:
    """Whoever directs Communications today, in their own right."""
    return _in_office(Office.COMMUNICATIONS_DIRECTOR)


def head_and_director() -> list[User]:
    """The superintendent and the communications director, in their own right."""
    return _in_office(Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR)


def of_offices(*offices: str) -> list[User]:
    """Whoever holds one of these offices today, as a designee too, each once."""
    rows = Appointment.objects.in_force().filter(office__in=offices, person__is_active=True).select_related("person")
    return list({row.person_id: row.person for row in rows.order_by("pk")}.values())


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
    """Everyone who takes part in the discussion: named on the request, asked, decided, spoken or mentioned already.

    The private line has no part in it: who wrote there shows nowhere else.
    """
    seats = Seat.objects.filter(round__request=request, opened_at__isnull=False)
    seats = seats.select_related("asked", "first_asked", "decision__by").order_by("pk")
    said = Comment.objects.filter(request=request, private=False).select_related("by").order_by("pk")
    people = [request.requester, request.custodian, request.backup]
    for seat in seats:
        people += [seat.first_asked, seat.asked, seat.decision.by if hasattr(seat, "decision") else None]
    for comment in said.prefetch_related("mentions__person"):
        people += [comment.by, *(mention.person for mention in comment.mentions.all())]
    return [one.user for one in _once(_each(people))]


def followers(request: Request) -> list[User]:
    """Who hears of the discussion: those involved unless they said no, and whoever said yes; all who see it still."""
    said = {row.person_id: row for row in Follow.objects.filter(request=request).select_related("person")}
    people = [person for person in involved(request) if person.pk not in said or said[person.pk].on]
    people += [row.person for row in said.values() if row.on]
    return [one.user for one in _once(_each(_there(people, request)))]


def _there(people: Iterable[User | None], request: Request) -> list[User]:
    """Those of them who can see the request now."""
    there = set(seeing.who_sees(request).values_list("pk", flat=True))
    return [person for person in people if person and person.pk in there]


def follows(person: User, request: Request) -> bool:
    """Whether this person hears of the discussion."""
    said = Follow.objects.filter(request=request, person=person).first()
    return said.on if said else any(one.pk == person.pk for one in involved(request))


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


def _holders(request: Request) -> list[User]:
    """Who holds the accounts of the request now, whoever was named on it."""
    rows = Custody.objects.filter(account__items__request=request, state=CustodyState.OPEN).select_related("custodian")
    return [row.custodian for row in rows.order_by("pk")]


def _asked(request: Request) -> list[Addressee]:
    return [one for seat in asked_now(request) for one in about_seat(seat, seat.asked)]


def about_seat(seat: Seat, *people: User | None) -> list[Addressee]:
    """These people, each to be written to about that seat, anew for each person who is asked for it."""
    return [Addressee(person, {"seat": seat.pk, "turn": seat.turn}) for person in people if person]


def _escalated(request: Request) -> list[Addressee]:
    """The requester and whoever was asked before: for each seat that went to the next person up."""
    seats = [seat for seat in asked_now(request) if seat.escalated_on]
    return [one for seat in seats for one in about_seat(seat, request.requester, *seat.passed.all())]


def _stuck(request: Request) -> list[Addressee]:
    seats = [seat for seat in asked_now(request) if seat.stuck_on]
    return [one for seat in seats for one in about_seat(seat, request.requester, *_in_office(Office.SUPERINTENDENT))]


def _by_their_own_word(request: Request) -> list[Addressee]:
    rows = list(Follow.objects.filter(request=request, on=True).select_related("person").order_by("pk"))
    there = set(seeing.who_sees(request).values_list("pk", flat=True)) if rows else set()
    return _each([row.person for row in rows if row.person_id in there])


def _communications(_request: Request) -> list[Addressee]:
    return _each(_in_office(Office.COMMUNICATIONS_DIRECTOR, Office.COMMUNICATIONS_STAFF))


def _who_appoints(request: Request) -> list[Addressee]:
    """Superintendent and system administrators, written to anew each time that a seat of the round loses its person."""
    turns = sum(Seat.objects.filter(round=last_round(request)).values_list("turn", flat=True))
    people = _in_office(Office.SUPERINTENDENT, Office.SYSTEM_ADMINISTRATOR)
    return [Addressee(person, {"turns": turns}) for person in people]


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
    "approvals/taken_over": lambda request: _each(_there(involved(request), request)),
    "approvals/returned": lambda request: _requester(request) + _each(_heard(request)),
    "approvals/declined": lambda request: _named(request) + _each(_heard(request)),
    "approvals/annulled": lambda request: _all_named(request) + _each(_heard(request)) + _communications(request),
    "approvals/withdrawn": lambda request: _each(_heard(request)),
    "approvals/completed": lambda request: _all_named(request) + _each(_holders(request)),
    "approvals/expired": lambda request: _named(request) + _communications(request),
    "approvals/emergency_decision_needed": _asked,
    "approvals/emergency_approved": lambda request: (
        _all_named(request) + _communications(request) + _each(head_and_director())
    ),
    "approvals/expires_soon": lambda request: _named(request) + _communications(request),
    "approvals/reminder": _asked,
    "approvals/next_up": _asked,
    "approvals/escalated": _escalated,
    "approvals/stuck": _stuck,
    "approvals/commented": lambda request: _each(followers(request)),
    "approvals/mentioned": lambda _request: [],  # whom the comment names: see actions.talking
    "approvals/conferred": lambda request: _each(seeing.private_line(request)),
    NEWS: _by_their_own_word,
}
