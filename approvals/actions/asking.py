"""Putting a request before the offices: opening a round and its steps, and asking again when somebody has left."""

from django.utils.translation import gettext as _

from approvals import routing, rules
from approvals.actions.moving import locked, move
from approvals.models import Request, Round, RoundOutcome, RouteStep, Seat
from approvals.patience import STEP_DAYS
from approvals.telling import asked_now, of_offices, tell, tell_these
from approvals.text import hash_of, text_of
from approvals.workflow import IN_ROUND, Move, Status
from registry import audit, calendar, clock
from registry.people.models import Office, User
from registry.people.refusal import Refused


@audit.act()
def open_round(request: Request, *, by: User) -> Round:
    """Open the next round on the request's present text, with a seat for each office of its route as it is now."""
    text = text_of(request)
    round_ = Round.objects.create(
        request=request, number=request.rounds.count() + 1, text=text, text_hash=hash_of(text), opened_by=by
    )
    for step in route_steps(request.kind):
        unit = request.unit if step.office == Office.ADMINISTRATOR else None
        Seat.objects.create(round=round_, step=step.step, office=step.office, unit=unit, days=step.days)
    left_out = _left_out(round_)
    after = {"round": round_.number, **({"left_out": left_out} if left_out else {})}
    audit.record(audit.Event.ROUND_OPENED, by=by, on=request, after=after, text_hash=round_.text_hash)
    open_next_step(request, round_, by=by)
    if left_out:
        _tell_who_is_left_out(request, left_out, by=by)
    return round_


def _left_out(round_: Round) -> list[str]:
    """The offices that the round before had and this one has not: the route was changed between the two."""
    before = Seat.objects.filter(round__request=round_.request, round__number=round_.number - 1)
    return sorted(set(before.values_list("office", flat=True)) - set(round_.seats.values_list("office", flat=True)))


def _tell_who_is_left_out(request: Request, offices: list[str], *, by: User) -> None:
    """Whoever would be asked for them, and was; and two who watch over who decides: superintendent and alternate."""
    needs = [rules.need_of(request, office) for office in offices]
    people = [one.person for need in needs for one in routing.candidates(need)]
    rows = Seat.objects.filter(round__request=request, office__in=offices).select_related("asked", "decision__by")
    people += [
        one for seat in rows for one in (seat.asked, seat.decision.by if hasattr(seat, "decision") else None) if one
    ]
    people += of_offices(Office.SUPERINTENDENT, Office.ALTERNATE)
    number, words = request.rounds.count(), ",".join(offices)
    tell_these("approvals/left_out", request, people, apart_from=by, round=number, left_out=words)


def route_steps(kind: str) -> list[RouteStep]:
    """The offices of a route in order; raises `Refused` where a district has emptied it."""
    steps = list(RouteStep.objects.filter(route__kind=kind))
    if not steps:
        raise Refused(_("No office is named for this kind of request. Ask the system administrator."), rule="routes")
    return steps


@audit.act()
def close_round(round_: Round, outcome: RoundOutcome, *, by: User | None) -> None:
    """End the round; what was decided in it stays."""
    round_.outcome, round_.closed_at = outcome, clock.now()
    round_.save(update_fields=["outcome", "closed_at"])
    audit.record(
        audit.Event.ROUND_CLOSED,
        by=by,
        on=round_.request,
        after={"round": round_.number, "outcome": outcome.value},
        text_hash=round_.text_hash,
    )


@audit.act()
def open_next_step(request: Request, round_: Round, *, by: User | None) -> bool:
    """Open the first step that is not open yet and ask for its seats; False when there is none left."""
    waiting = list(round_.seats.filter(opened_at=None))
    first = min((seat.step for seat in waiting), default=None)
    if first is None:
        return False
    working = calendar.WorkingDays()
    for seat in waiting:
        if seat.step == first:
            seat.opened_at, seat.due_on = clock.now(), working.after(seat.days, clock.today())
            seat.save(update_fields=["opened_at", "due_on"])
    ask(request, round_, by=by)
    return True


@audit.act()
def ask(request: Request, round_: Round, *, by: User | None) -> list[Seat]:
    """Ask somebody for each open seat that has nobody, or somebody who may no longer decide; returns what changed."""
    seats = [seat for seat in asked_now(request) if not _still_stands(request, seat)]
    settled = frozenset(seat.asked_id for seat in asked_now(request) if seat.asked and seat not in seats)
    taken = rules.deciders_of(round_) | settled
    chosen = routing.plan([rules.need_of(request, seat.office, taken) for seat in seats]) if seats else []
    return [seat for seat, one in zip(seats, chosen, strict=True) if _put_before(request, seat, one, by=by)]


def _still_stands(request: Request, seat: Seat) -> bool:
    """Whether whoever is asked may decide, is there if anybody is, and stands in for nobody who is back."""
    if seat.asked is None:
        return False
    need = rules.need_of(request, seat.office, rules.deciders_of(seat.round))
    found = routing.candidates(need, alternate=True)
    asked = next((one for one in found if one.person.pk == seat.asked_id), None)
    if asked is None or (asked.away_until and not found[0].away_until):
        return False
    return not any(one.person.pk == seat.instead_of_id and one.away_until is None for one in found)


def _put_before(request: Request, seat: Seat, one: routing.Candidate | None, *, by: User | None) -> bool:
    before = seat.asked
    _seat_at(request, seat, one)
    if before == seat.asked:
        return False
    _wait_from_today(seat, again=before is not None)
    audit.record(
        audit.Event.SEAT_REASSIGNED if before else audit.Event.SEAT_ASKED,
        by=by,
        on=request,
        before={"asked": before.name} if before else None,
        after={"office": seat.office, "asked": one.person.name if one else None},
        reason=seat.why,
    )
    return True


def _seat_at(request: Request, seat: Seat, one: routing.Candidate | None) -> None:
    """Write down who is asked, and why; or why nobody can be."""
    seat.turn += seat.asked != (one.person if one else None)
    seat.asked = one.person if one else None
    seat.appointment = one.appointment if one else None
    seat.instead_of = one.instead_of if one else None
    seat.why = (one.why if one else routing.why_nobody(rules.need_of(request, seat.office)))[:600]
    seat.save(update_fields=["asked", "appointment", "why", "instead_of", "turn"])


def _wait_from_today(seat: Seat, *, again: bool) -> None:
    """The time of whoever is asked begins now; nobody inherits a date that has passed."""
    seat.asked_on, seat.reminded_on, seat.stuck_on = clock.today(), None, None
    if again and seat.due_on and seat.due_on <= clock.today():
        seat.due_on = calendar.due_after(STEP_DAYS)
    seat.save(update_fields=["asked_on", "reminded_on", "stuck_on", "due_on"])


@audit.act()
def settle(request: Request, *, by: User | None) -> None:
    """Let the status say whether some open seat has nobody: waiting for an appointment, or not any more."""
    empty = any(seat.asked is None for seat in asked_now(request))
    if empty and request.status == Status.DECIDING:
        move(request, Move.WAIT, by=by)
    elif not empty and request.status == Status.WAITING:
        move(request, Move.RESUME, by=by)


def reopen_waiting(*, by: User | None = None) -> int:
    """Ask again wherever a seat has nobody, or somebody who left the office (E1.7) or is away, or who stood in for
    somebody who is back (E1.6). Returns how many requests changed.

    Runs daily, for the dates that pass, any number of times, one request after the other; for what people do see
    `follow_offices`. Decisions made before stay as they are.
    """
    changed = 0
    for request in Request.objects.filter(status__in=IN_ROUND).order_by("pk"):
        with audit.act():
            changed += ask_again(locked(request), by=by)
    return changed


@audit.act()
def ask_again(request: Request, *, by: User | None) -> bool:
    """The same for one request that is locked; whether anybody else is asked."""
    round_ = request.rounds.filter(outcome=RoundOutcome.OPEN).first()
    if request.status not in IN_ROUND or round_ is None:
        return False
    had = {seat.pk for seat in asked_now(request) if seat.asked}
    changed = ask(request, round_, by=by)
    settle(request, by=by)
    if changed:
        tell("approvals/decision_needed", request)
    for seat in changed:
        if seat.pk in had:
            tell("approvals/reassigned", request, seat=seat.pk, turn=seat.turn)
    return bool(changed)
