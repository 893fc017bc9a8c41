"""Decided on paper: who may record it, of whom, and from which day (E1.19; domain.md, Exceptions).

Communications records what somebody decided off-line: never the requester, the custodian or backup to be, or the
decider. All that holds for a decision holds for the decider.
"""

from datetime import date

from django.utils.translation import gettext as _

from approvals import routing, rules
from approvals.models import Request, Scan, Seat
from approvals.telling import asked_now
from approvals.workflow import IN_ROUND
from registry import clock
from registry.people import powers
from registry.people.models import Appointment, User
from registry.people.refusal import Refused
from registry.people.rules import may


def check_may_record(request: Request, user: User) -> None:
    """Raise `Refused` unless this person may record a decision that somebody else made on paper."""
    if not powers.is_communications(user):
        raise Refused(_("Communications records a decision that was made on paper."), rule="E1.19")
    if user.pk in rules.apart_from(request):
        raise Refused(_("You have a part in this request, so somebody else records it."), rule="E1.19")


def deciders_for(seat: Seat, by: User) -> list[User]:
    """Whose paper may be recorded for the open seat: everyone who may fill it, but whoever records it."""
    need = rules.need_of(seat.round.request, seat.office, rules.deciders_of(seat.round))
    return [one.person for one in routing.candidates(need, alternate=True) if one.person.pk != by.pk]


def check_can_record(seat: Seat, decider: User, decided_on: date, *, by: User) -> Appointment:
    """The appointment under which the decider fills the seat; raises `Refused` where any of it cannot be."""
    check_may_record(seat.round.request, by)
    if decider.pk == by.pk:
        raise Refused(_("You decided it, so somebody else records it."), rule="E1.19")
    if by.pk in rules.deciders_of(seat.round):
        message = _("You have decided or recorded for another office of this round, so somebody else records this one.")
        raise Refused(message, rule="E1.19")
    try:
        appointment = rules.check_can_decide(seat, decider)
    except Refused as refused:
        words = {"name": decider.name, "office": seat.get_office_display()}
        message = _("%(name)s may not decide this request for this office (%(office)s).") % words
        raise Refused(message, rule=refused.rule) from None
    check_day(seat, decided_on)
    if decided_on < appointment.starts_on:
        raise Refused(_("%(name)s did not hold the office on that day.") % {"name": decider.name}, rule="E1.5")
    return appointment


def check_is_new(digest: str) -> None:
    """Raise `Refused` where the same file stands for another decision already: one paper, one decision."""
    if Scan.objects.filter(sha256=digest).exists():
        raise recorded_before()


def recorded_before() -> Refused:
    """The refusal of a file that stands for another decision."""
    return Refused(_("This scan was recorded for another decision already. Scan the paper of this one."), rule="E1.19")


def check_day(seat: Seat, decided_on: date) -> None:
    """Raise `Refused` for a day that is still to come, or on which this text was not asked about yet."""
    if decided_on > clock.today():
        raise Refused(_("Enter the day on which it was decided: today or before."), rule="E1.19")
    if decided_on < clock.local(seat.round.opened_at).date():
        raise Refused(_("The request was sent only after that day, so the paper is about another text."), rule="E1.19")


def seats_to_record(request: Request, user: User) -> list[Seat]:
    """The open seats for which this person is offered to record a paper; for their own they decide on the page."""
    if request.status not in IN_ROUND or not may(check_may_record, request, user):
        return []
    seats = [seat for seat in asked_now(request) if seat.asked_id != user.pk and deciders_for(seat, user)]
    return [] if seats and user.pk in rules.deciders_of(seats[0].round) else seats
