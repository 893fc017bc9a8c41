"""What silence does: it reminds, then escalates one step up. Both once, on working days only (domain.md, Lives)."""

from django.utils.translation import gettext as _

from approvals import patience, routing, rules
from approvals.actions.moving import locked
from approvals.models import Request, RoundOutcome, Seat
from approvals.patience import STEP_DAYS, silence_in_words
from approvals.telling import about_seat, asked_now, recipients, tell
from approvals.workflow import IN_ROUND, Status
from registry import audit, clock
from registry.calendar import WorkingDays
from registry.people.models import User


@audit.act()
def remind(request: Request, *, by: User) -> Request:
    """The requester reminds whoever is asked, once per working day; raises `Refused` or `Stale` with the reason."""
    request = locked(request)
    patience.check_can_remind(request, by)
    request.reminded_on = clock.today()
    request.save(update_fields=["reminded_on"])
    audit.record(audit.Event.REQUEST_REMINDED, by=by, on=request, reference=request.reference)
    tell("approvals/reminder", request, day=clock.today().isoformat())
    return request


def chase_due(*, by: User | None = None) -> int:
    """Remind before a decision is due, and ask the next person up once it is late. Returns how many were written to.

    Runs daily, any number of times. After days without a run each person gets one letter, not one for each day; nobody
    is passed over who was not reminded first.
    """
    working, done = WorkingDays(), 0
    if not working.is_working(clock.today()):
        return 0
    soon = Seat.objects.filter(
        round__outcome=RoundOutcome.OPEN, round__request__status__in=IN_ROUND, opened_at__isnull=False, decision=None
    )
    soon = soon.filter(due_on__lte=working.after(1, clock.today()), asked__isnull=False, stuck_on=None)
    for pk in sorted(set(soon.values_list("round__request", flat=True))):
        done += chase(Request(pk=pk), by=by, working=working)
    return done


@audit.act()
def chase(request: Request, *, by: User | None, working: WorkingDays | None = None) -> int:
    """The same for one request. Whether anything is due is asked under its lock, so that two runs at once are one."""
    request, working, done = locked(request), working or WorkingDays(), 0
    if request.status not in IN_ROUND or not working.is_working(clock.today()):
        return 0
    for seat in asked_now(request):
        if patience.must_remind(seat, working):
            _remind(request, seat, by=by)
            done += 1
        elif patience.must_escalate(seat, working):
            _escalate(request, seat, working, by=by)
            done += 1
    return done


def _remind(request: Request, seat: Seat, *, by: User | None) -> None:
    seat.reminded_on = clock.today()
    seat.save(update_fields=["reminded_on"])
    after = {"office": seat.office, "asked": seat.asked.name if seat.asked else ""}
    audit.record(audit.Event.REQUEST_REMINDED, by=by, on=request, after=after, reference=request.reference)
    tell("approvals/reminder", request, only=about_seat(seat, seat.asked), day=clock.today().isoformat())


def _escalate(request: Request, seat: Seat, working: WorkingDays, *, by: User | None) -> None:
    passed = {seat.asked_id, *seat.passed.values_list("pk", flat=True)}
    others = {one.asked_id for one in asked_now(request) if one.pk != seat.pk and one.asked_id}
    taken = rules.deciders_of(seat.round) | others
    up = routing.next_up(rules.need_of(request, seat.office, taken), passed)
    if up is None:
        _stuck(request, seat, by=by)
    else:
        _step_up(request, seat, up, working, by=by)


def _step_up(request: Request, seat: Seat, up: routing.Candidate, working: WorkingDays, *, by: User | None) -> None:
    before = seat.asked
    if before is None:
        return
    seat.first_asked = seat.first_asked or before
    seat.passed.add(before)
    seat.why = _why(silence_in_words(before.name, patience.days_of_silence(seat, working)), up)
    seat.asked, seat.appointment, seat.instead_of = up.person, up.appointment, None
    seat.turn += 1
    seat.asked_on = seat.escalated_on = clock.today()
    seat.due_on, seat.reminded_on = working.after(STEP_DAYS, clock.today()), None
    fields = ["first_asked", "why", "asked", "appointment", "instead_of", "turn"]
    fields += ["asked_on", "escalated_on", "due_on", "reminded_on"]
    seat.save(update_fields=fields)
    audit.record(
        audit.Event.REQUEST_ESCALATED,
        by=by,
        on=request,
        before={"asked": before.name},
        after={"office": seat.office, "asked": up.person.name},
        reason=seat.why,
        reference=request.reference,
    )
    tell("approvals/next_up", request, only=about_seat(seat, up.person))
    told = [one for one in recipients("approvals/escalated", request) if one.ids["seat"] == seat.pk]
    tell("approvals/escalated", request, only=told, step=seat.passed.count())


def _why(silence: str, up: routing.Candidate) -> str:
    if up.on_behalf_of is None:
        return silence[:600]
    told = _("Decides on behalf of %(principal)s.") % {"principal": up.on_behalf_of.name}
    return f"{silence} {told}"[:600]


def _stuck(request: Request, seat: Seat, *, by: User | None) -> None:
    """Nobody further up may be asked: the superintendent and the requester are told, once; the seat waits on."""
    seat.stuck_on = clock.today()
    seat.save(update_fields=["stuck_on"])
    after = {"office": seat.office, "asked": seat.asked.name if seat.asked else ""}
    audit.record(audit.Event.REQUEST_STUCK, by=by, on=request, after=after, reference=request.reference)
    tell("approvals/stuck", request, apart_from=[seat.asked] if seat.asked else [])


def warn_of_expiry(*, by: User | None = None) -> int:
    """Say a week before that an approval expires, on a working day, once. Returns for how many requests."""
    working, done = WorkingDays(), 0
    if not working.is_working(clock.today()):
        return 0
    rows = Request.objects.filter(status=Status.SETTING_UP, expiry_warned_on=None)
    for request in rows.order_by("pk"):
        if patience.must_warn(request, working):
            with audit.act():
                done += _warn(request, working, by=by)
    return done


def _warn(request: Request, working: WorkingDays, *, by: User | None) -> bool:
    request = locked(request)
    if request.status != Status.SETTING_UP or not patience.must_warn(request, working):
        return False
    request.expiry_warned_on = clock.today()
    request.save(update_fields=["expiry_warned_on"])
    audit.record(audit.Event.EXPIRY_WARNED, by=by, on=request, reference=request.reference)
    tell("approvals/expires_soon", request)
    return True
