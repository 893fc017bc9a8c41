"""May this person do this to this request, now? The rules answer, or raise `Refused` with a sentence for the person."""

import re
from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AccountState, PlatformState
from accounts.rules import lifecycle
from approvals import authority, checks, conditions, handles, kinds, objecting, routing, students
from approvals.models import Answer, Decision, ImagesPlan, Request, Round, RoundOutcome, Seat
from approvals.text import FIELDS, changed
from approvals.workflow import IN_ROUND, STEP, Actor, Move, Status
from registry import clock, policy
from registry.people import powers
from registry.people.models import Appointment, Office, Unit, User
from registry.people.powers import Power
from registry.people.refusal import Refused, Stale

REFERENCE = re.compile(r"R-(\d{4,9})")


def visible_to(user: User) -> Q:
    """Which requests a person may see, as a condition: a draft is its writer's alone (domain.md, who may do what)."""
    rows = powers.offices_of(user)
    granted = set().union(*(powers.powers_from(row) for row in rows)) if rows else set()
    sent = Q(submitted_at__isnull=False)
    if Power.SEE_ALL_REQUESTS in granted:
        return Q(requester=user) | sent
    named = Q(custodian=user) | Q(backup=user) | Exists(_seated(user)) | Exists(_decided(user))
    units = [row.unit for row in rows if row.unit and Power.SEE_UNIT_REQUESTS in powers.powers_from(row)]
    return Q(requester=user) | (sent & (named | _in_or_below(units)))


def _seated(user: User) -> QuerySet[Seat]:
    return Seat.objects.filter(round__request=OuterRef("pk"), asked=user)


def _decided(user: User) -> QuerySet[Decision]:
    return Decision.objects.filter(round__request=OuterRef("pk"), by=user)


def _in_or_below(units: list[Unit]) -> Q:
    condition = Q(pk__in=[])
    for unit in units:
        condition |= Q(unit__path__startswith=unit.path)
    return condition


def can_see(user: User, request: Request) -> bool:
    """Whether this person may see the request and its discussion."""
    return Request.objects.filter(visible_to(user), pk=request.pk).exists()


def the_request(user: User, reference: str) -> Request:
    """The request of that reference; raises Http404 where there is none or this person may not see it."""
    match = REFERENCE.fullmatch(reference)
    people = (
        "requester__unit", "custodian__unit", "backup__unit", "unit", "earlier__requester", "first_requester",
    )  # fmt: skip
    found = match and Request.objects.filter(visible_to(user), pk=int(match[1])).select_related(*people).first()
    if not found or found.reference != reference:
        raise Http404
    return found


def the_request_to_decide(user: User, reference: str, seat: int) -> Request:
    """As `the_request`; whoever could decide it when they opened the page hears that their appointment ended (E1.5)."""
    try:
        return the_request(user, reference)
    except Http404:
        place = Seat.objects.filter(pk=seat, opened_at__isnull=False).select_related("round__request__unit").first()
        if place is None or place.round.request.reference != reference or not authority.held_since(place, user):
            raise
        raise Refused(authority.why_none(place, user), rule="domain.md: who is asked for a seat") from None


def check_move(request: Request, move: Move, user: User | None) -> None:
    """Raise `Refused` unless this person may make this move, `Stale` where the request is no longer where it begins.

    `user=None` is the clock. A move that follows from a round asks for no one: who may fill the seat was asked before.
    """
    step = STEP[move]
    if not _may(step.actor, request, user):
        raise Refused(_WHO[step.actor](), rule="domain.md: who may do what")
    if move is Move.REVISE and request.items.filter(account__isnull=False).exists():
        raise Refused(_("It was approved in an emergency, and is decided as it stands."), rule="E1.16")
    if request.status not in step.sources:
        raise Stale(
            _("%(reference)s has moved on: it is now “%(status)s”.")
            % {"reference": request.reference, "status": request.get_status_display()}
        )


def _may(actor: Actor, request: Request, user: User | None) -> bool:
    if actor is Actor.REQUESTER:
        return user is not None and user.pk == request.requester_id
    if actor is Actor.SETUP:
        return user is not None and powers.is_communications(user)
    return actor is Actor.ROUND or user is None


_WHO = {
    Actor.REQUESTER: lambda: _("Only the person who asked may do this."),
    Actor.SETUP: lambda: _("Only Communications may finish the set-up."),
    Actor.CLOCK: lambda: _("This happens by itself when its time has come."),
}


def check_can_submit(request: Request, user: User) -> None:
    """Raise `Refused` unless the person has acknowledged the current policy and the request could be decided as it is.

    Complete (II.6); an account of the district's own e-mail (IV.3), not somebody's personal one (IV.14), and not one
    that is registered or asked for already (E1.12); where the same was declined before, with what is different (E1.11).
    """
    if not policy.has_acknowledged(user):
        raise Refused(
            _("Read and confirm the current policy before you send a request."), rule="policy acknowledgement"
        )
    missing = what_is_missing(request)
    if missing:
        raise Refused(_("Before you can send this, fill in: %(fields)s.") % {"fields": ", ".join(missing)})
    if request.opens_account and not checks.is_district_address(request.email):
        raise Refused(checks.district_only(), rule="IV.3")
    if request.typed:
        raise Refused(_("Some of your answers cannot be taken as they are. Change them first."))
    students.check_answers(request)
    check_can_become_an_account(request)
    handles.check_items_differ(request)
    for item in request.items.select_related("platform"):
        handles.check_handle_is_free(request, item.platform, item.url or item.handle, visible_to(request.requester))


def check_can_become_an_account(request: Request) -> None:
    """Raise `Refused` where somebody who is named has left (IV.11, E1.14), or a platform is no longer offered (II.3).

    Asked when it is sent and before each yes: an approval that nothing can follow would be worth nothing. What one
    kind needs beside that is said by the kind; of an authorization, all of it.
    """
    if not request.requester.is_active:
        raise Refused(_left(request), rule="E1.14")
    kinds.of(request).check_can_follow(request)
    if not request.opens_account:
        return
    for person in (request.custodian, request.backup):
        if person and not person.is_active:
            raise Refused(_("%(name)s no longer works here.") % {"name": person.name}, rule="IV.11")
    for item in request.items.select_related("platform"):
        if item.platform and item.platform.state != PlatformState.OFFERED:
            raise Refused(_("%(platform)s is no longer offered.") % {"platform": item.platform.name}, rule="II.3")


def _left(request: Request) -> str:
    """Who asked has left: an account finds a sponsor, a permission was theirs alone."""
    words = {"name": request.requester.name}
    if request.opens_account:
        return _("%(name)s, who asked, no longer works here. Somebody on staff must take the request over.") % words
    return _("%(name)s, who asked, no longer works here. The permission would be theirs alone.") % words


def what_stops_a_yes(request: Request) -> str:
    """Why nobody can approve the request as it is now, in a sentence; empty where an office may."""
    try:
        check_can_become_an_account(request)
    except Refused as refused:
        return refused.message
    return " ".join(objecting.hold_back(request))


#: What must be said before anybody can decide; title, contact note and a few more may stay empty.
NEEDED = (
    "unit",
    "klass",
    "display_name",
    "purpose",
    "audience",
    "custodian",
    "backup",
    "posters",
    "email",
    "images_plan",
)
NEEDED_YES_OR_NO = ("students_involved", "wants_logo")


def what_is_missing(request: Request) -> list[str]:
    """The names of what is still to be filled in, in words."""
    missing = _missing_of_account(request) if request.opens_account else []
    missing += kinds.of(request).missing(request)
    if request.earlier_id and not request.differs:
        missing.append("differs")
    words = [str(FIELDS["class" if name == "klass" else name]) for name in missing]
    if request.custodian_id and request.custodian_id == request.backup_id:
        words.append(_("a backup who is not the custodian"))
    return words


def _missing_of_account(request: Request) -> list[str]:
    missing = [name for name in NEEDED if not getattr(request, name)]
    missing += [name for name in NEEDED_YES_OR_NO if getattr(request, name) is None]
    if request.students_involved and request.under_13 is None:
        missing.append("under_13")
    if request.images_plan in (ImagesPlan.STAFF, ImagesPlan.STUDENTS) and not request.images_promise:
        missing.append("images_promise")
    items = list(request.items.all())
    return ["items", *missing] if not items or any(not item.key for item in items) else missing


def check_can_comment(request: Request, user: User) -> None:
    """Raise `Refused` unless this person takes part in the discussion: it begins when the request is sent."""
    if not can_see(user, request):
        raise Refused(_("Only people who can see the request may comment on it."), rule="domain.md: who may do what")
    if request.submitted_at is None:
        raise Refused(_("The discussion begins when the request is sent."))


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


def check_can_edit(request: Request, user: User) -> None:
    """Raise unless this person may write into the draft or the returned request: its requester, nobody else."""
    if user.pk != request.requester_id:
        raise Refused(_("Only the person who asked may change the request."), rule="domain.md: who may do what")
    if request.status not in (Status.DRAFT, Status.RETURNED):
        raise Stale(
            _("%(reference)s can no longer be edited as a draft: it is now “%(status)s”.")
            % {"reference": request.reference, "status": request.get_status_display()}
        )


def check_can_ask_again(request: Request, user: User) -> None:
    """Raise unless this person asked for it and was declined: a decline is final, a new request may follow."""
    if user.pk != request.requester_id:
        raise Refused(_("Only the person who asked may ask again."), rule="domain.md: who may do what")
    if request.status != Status.DECLINED:
        raise Stale(_("Only a declined request is asked again as a new one."))


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
    request = seat.round.request
    if user.pk == request.requester_id:
        raise Refused(_("You asked for this, so somebody else decides."), rule="invariant 1")
    if user.pk == request.custodian_id:
        raise Refused(_("You would be the custodian of this account, so somebody else decides."), rule="invariant 1")
    if user.pk == request.backup_id:
        raise Refused(_("You would be the backup of this account, so somebody else decides."), rule="decision 17")
    if user.pk in deciders_of(seat.round):
        raise Refused(
            _("You have decided on this request already; another office needs another person."), rule="invariant 1"
        )
    need = need_of(request, seat.office)
    asked = seat.asked_id == user.pk
    for one in routing.candidates(need, alternate=asked):
        if one.person.pk == user.pk:
            return one.appointment
    raise Refused(authority.why_none(seat, user), rule="domain.md: who is asked for a seat")


def seat_for(request: Request, user: User) -> Seat | None:
    """The open seat this person may fill now, the one they were asked for first; None if there is none."""
    if request.status not in IN_ROUND:
        return None
    seats = Seat.objects.filter(
        round__request=request, round__outcome=RoundOutcome.OPEN, opened_at__isnull=False, decision=None
    ).select_related("round__request__unit")
    for seat in sorted(seats, key=lambda seat: (seat.asked_id != user.pk, seat.pk)):
        if _allows(check_can_decide, seat, user):
            return seat
    return None


def can_move(request: Request, move: Move, user: User) -> bool:
    """Whether this person would be allowed to make this move now."""
    if move is Move.FINISH and setup_lacks(request):
        return False
    return _allows(check_move, request, move, user)


def can_see_setup(request: Request, user: User) -> bool:
    """Whether this person is shown what the set-up still lacks: whoever may finish it."""
    return _allows(check_move, request, Move.FINISH, user)


def setup_lacks(request: Request) -> list[str]:
    """What the accounts of the request still need before they can be active, in the register's own sentences."""
    accounts = [item.account for item in request.items.select_related("account__platform") if item.account]
    lacks = [
        _("%(account)s: %(said)s") % {"account": account.trail_label, "said": said} if len(accounts) > 1 else said
        for account in accounts
        if account.state == AccountState.SETTING_UP
        for said in lifecycle.missing(account)
    ]
    return [*lacks, *objecting.hold_back(request), *conditions.hold_back(request)]


def check_conditions_are_met(request: Request) -> None:
    """Raise `Refused` while a condition for going live is open (E1.18), or a yes is disowned (E1.19)."""
    lacking = [*objecting.hold_back(request), *conditions.hold_back(request)]
    if lacking:
        raise Refused(" ".join(lacking), rule="E1.18, E1.19")


def moves_open_to(user: User, request: Request) -> list[Move]:
    """The moves whose buttons this person is shown: exactly those that would not be refused."""
    by_hand = (Move.SUBMIT, Move.RESUBMIT, Move.REVISE, Move.WITHDRAW, Move.FINISH)
    return [move for move in by_hand if can_move(request, move, user)]


def sees_earlier(request: Request, user: User) -> bool:
    """Whether this person may open the declined request that it follows, and read why it was declined."""
    return request.earlier is not None and can_see(user, request.earlier)


def can_edit(request: Request, user: User) -> bool:
    """Whether this person may write into the request as a draft now."""
    return _allows(check_can_edit, request, user)


def can_ask_again(request: Request, user: User) -> bool:
    """Whether this person may ask for the declined thing anew."""
    return _allows(check_can_ask_again, request, user)


def can_comment(request: Request, user: User) -> bool:
    """Whether this person may add to the discussion."""
    return _allows(check_can_comment, request, user)


def _allows(check: Callable[..., object], *args: object) -> bool:
    try:
        check(*args)
    except Refused:
        return False
    return True
