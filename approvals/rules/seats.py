"""May this person fill this seat, on this text, now (invariants 1 and 2)?"""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals import authority, routing
from approvals.models import Answer, Decision, Request, Round, RoundOutcome, Seat
from approvals.rules.seeing import the_request
from approvals.text import changed
from approvals.workflow import IN_ROUND
from registry import clock
from registry.people.models import Appointment, Office, User
from registry.people.refusal import Refused, Stale
from registry.people.rules import may


def the_request_to_decide(user: User, reference: str, seat: int) -> Request:
    """As `the_request`; whoever could decide it when they opened the page hears that their appointment ended (E1.5)."""
    try:
        return the_request(user, reference)
    except Http404:
        place = Seat.objects.filter(pk=seat, opened_at__isnull=False).select_related("round__request__unit").first()
        if place is None or place.round.request.reference != reference or not authority.held_since(place, user):
            raise
        raise Refused(authority.why_none(place, user), rule="domain.md: who is asked for a seat") from None


def check_still_open(seat: Seat, seen_hash: str) -> None:
    """Raise `Stale` where the seat is filled, the round over, or the text not the one that was seen (invariant 2)."""
    decision = Decision.objects.filter(seat=seat).select_related("by").first()
    if decision:
        raise Stale(_first(decision))
    round_ = seat.round
    if round_.outcome != RoundOutcome.OPEN or round_.request.status not in IN_ROUND:
        raise Stale(_over(round_))
    if seat.opened_at is None:
        raise Stale(_("It is not yet the turn of this office."))
    if seen_hash != round_.text_hash:
        raise Stale(_("The text has changed since you opened the page. Read it as it is now, then decide."))


def _first(decision: Decision) -> str:
    told = {
        "who": decision.by.name,
        "answer": decision.get_answer_display().lower(),
        "when": _moment(decision.at),
        "office": decision.seat.get_office_display(),
    }
    return _("%(who)s was first, and answered “%(answer)s” for this office (%(office)s) on %(when)s.") % told


def _over(round_: Round) -> str:
    request = round_.request
    last = round_.decisions.exclude(answer=Answer.YES).select_related("by", "seat").last()
    if last:
        told = {"who": last.by.name, "answer": last.get_answer_display().lower(), "when": _moment(last.at)}
        return _("%(who)s answered “%(answer)s” on %(when)s, which ended this round.") % told
    if round_.outcome == RoundOutcome.REVISED:
        after = request.rounds.order_by("-number").first()
        what = changed(round_.text, after.text) if after else []
        told = {"who": request.requester.name, "fields": ", ".join(what)}
        return _("%(who)s has changed the request since you opened it: %(fields)s.") % told
    return _("%(reference)s has moved on: it is now “%(status)s”.") % {
        "reference": request.reference,
        "status": request.get_status_display(),
    }


def _moment(moment: datetime) -> str:
    return date_format(clock.local(moment), "D, M j, g:i a").replace("a.m.", "am").replace("p.m.", "pm")


def apart_from(request: Request) -> frozenset[object]:
    """Who has no say in it: whoever asked, and who would open its login, as custodian or backup (invariant 1)."""
    return frozenset(pk for pk in (request.requester_id, request.custodian_id, request.backup_id) if pk)


def need_of(request: Request, office: str, taken: frozenset[object] = frozenset()) -> routing.Need:
    """What routing must know about a seat of this request."""
    return routing.Need(Office(office), request.unit, apart_from(request), taken, request.requester_id)


def deciders_of(round_: Round) -> frozenset[object]:
    """Who has filled a seat of the round, or written down another's: one hand, one seat (E1.4, E1.19)."""
    return frozenset(pk for row in Decision.objects.filter(round=round_).values_list("by", "recorded_by") for pk in row)


def check_can_decide(seat: Seat, user: User) -> Appointment:
    """The appointment under which this person may fill the open seat now; raises `Refused` with the reason.

    Any holder or designee of the office in force now may, not only the one who was asked first (E1.5). Whether the
    round is still open and the seat still empty is for the action to see, under lock.
    """
    _check_has_no_part(seat, user, deciders_of(seat.round))
    found = _appointment_of(seat, user)
    if found is None:
        raise Refused(authority.why_none(seat, user), rule="domain.md: who is asked for a seat")
    return found


def _check_has_no_part(seat: Seat, user: User, deciders: Collection[object]) -> None:
    request = seat.round.request
    if user.pk == request.requester_id:
        raise Refused(_("You asked for this, so somebody else decides."), rule="invariant 1")
    if user.pk == request.custodian_id:
        raise Refused(_("You would be the custodian of this account, so somebody else decides."), rule="invariant 1")
    if user.pk == request.backup_id:
        raise Refused(_("You would be the backup of this account, so somebody else decides."), rule="decision 17")
    if user.pk in deciders:
        raise Refused(
            _("You have decided on this request already; another office needs another person."), rule="invariant 1"
        )


def _appointment_of(seat: Seat, user: User, held: Iterable[Appointment] | None = None) -> Appointment | None:
    """By which appointment they would decide; of `held`, their own, the alternate's counts where they are asked."""
    asked = seat.asked_id == user.pk
    rows = None if held is None else [row for row in held if asked or row.office == seat.office]
    found = routing.candidates(need_of(seat.round.request, seat.office), rows, alternate=asked)
    return next((one.appointment for one in found if one.person.pk == user.pk), None)


def open_seats(user: User, held: Iterable[Appointment]) -> QuerySet[Seat]:
    """The open seats that somebody with these appointments could be called to: asked, or of an office held there."""
    wanted = Q(asked=user)
    for row in held:
        wanted |= seats_of(row)
    seats = Seat.objects.filter(
        wanted, round__outcome=RoundOutcome.OPEN, round__request__status__in=IN_ROUND, opened_at__isnull=False,
        decision=None,
    )  # fmt: skip
    return seats.select_related("round__request__requester", "round__request__unit", "unit").distinct()


def seats_of(row: Appointment) -> Q:
    """The seats that an appointment is to, as a condition: of its office, in or below its unit."""
    return Q(office=row.office) & (Q(unit__path__startswith=row.unit.path) if row.unit else Q())


def seats_to_fill(user: User, seats: Sequence[Seat], held: Sequence[Appointment]) -> list[tuple[Seat, Appointment]]:
    """Of these seats those this person may fill now, and by which of their appointments; one query for all of them."""
    deciders: dict[int, set[object]] = {}
    rounds = {seat.round_id for seat in seats}
    made = Decision.objects.filter(round__in=rounds).values_list("round", "by", "recorded_by") if rounds else ()
    for number, *hands in made:
        deciders.setdefault(number, set()).update(hands)
    found = []
    for seat in seats:
        with suppress(Refused):
            _check_has_no_part(seat, user, deciders.get(seat.round_id, ()))
            mine = _appointment_of(seat, user, held)
            found += [(seat, mine)] if mine else []
    return found


def seat_for(request: Request, user: User) -> Seat | None:
    """The open seat this person may fill now, the one they were asked for first; None if there is none."""
    if request.status not in IN_ROUND:
        return None
    seats = Seat.objects.filter(
        round__request=request, round__outcome=RoundOutcome.OPEN, opened_at__isnull=False, decision=None
    ).select_related("round__request__unit")
    for seat in sorted(seats, key=lambda seat: (seat.asked_id != user.pk, seat.pk)):
        if may(check_can_decide, seat, user):
            return seat
    return None
