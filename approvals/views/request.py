"""One request on one page: where it is, what was checked, asked and said, and what this person may do."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import AccountState
from approvals import (
    actions,
    checks,
    differences,
    emergency,
    facts,
    history,
    items,
    objecting,
    offline,
    patience,
    rules,
    sections,
    seeing,
    settling,
    showing,
    sponsoring,
    story,
    telling,
)  # fmt: skip
from approvals.forms.deciding import DecisionForm
from approvals.forms.talking import CommentForm, PrivateForm
from approvals.models import Answer, Request, Seat
from approvals.workflow import Move, Status
from registry.people import proof
from registry.people.models import User
from registry.people.refusal import Refused
from registry.people.rules import may


@require_safe
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """The request; a draft leads to where it is written."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    if asked.status == Status.DRAFT:
        return redirect("approvals:edit", asked.reference)
    return render(request, "approvals/request.html", context_of(request, asked))


@require_POST
def finish(request: HttpRequest, reference: str) -> HttpResponse:
    """Finish the set-up: Communications makes the accounts active."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    rules.check_move(asked, Move.FINISH, user)
    try:
        actions.finish_setup(asked, by=user)
    except Refused as refused:
        return render(
            request, "approvals/request.html", context_of(request, asked, problem=str(refused)), status=refused.status
        )
    messages.success(request, _("The set-up is finished. The account is active."))
    return redirect(asked)


@require_POST
def take_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Take over the request of somebody who has left."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    actions.take_over(asked, by=user)
    messages.success(request, _("You have taken the request over. You can change it now."))
    return redirect(asked)


def context_of(request: HttpRequest, asked: Request, **more: Any) -> dict[str, Any]:
    """Everything the page shows; `more` replaces parts of it after a failed attempt."""
    user = signed_in(request)
    items = list(asked.items.select_related("account__platform", "granted"))
    deciding = _may_decide(request, asked)
    turn = showing.Turn.of(deciding.get("seat"), deciding.get("office"))
    return {
        "asked": asked,
        "mark": showing.mark_of(asked),
        "status": _status(asked, user, turn),
        "steps": showing.steps_of(asked, user, turn),
        "facts": facts.all_facts(asked),
        "changes": differences.of_last_round(asked),
        "conditions": {"lines": sections.lines_of(asked, user)},
        "returned": showing.what_to_change(asked),
        "moments": story.moments_of(asked),
        "accounts": [item.account for item in items if item.account],
        "given": [(item.granted, item.granted.get_absolute_url()) for item in items if item.granted],
        "crumbs": [{"label": _("Requests"), "url": reverse("approvals:list")}],
        **_checked(asked, user),
        **deciding,
        **_may_do(asked, user),
        **_talk(asked, user),
        **more,
    }


def _talk(asked: Request, user: User) -> dict[str, Any]:
    """The discussion's form, and for those on it the private line: for everyone else there is not a word of it."""
    talk: dict[str, Any] = {
        "comment": CommentForm(people=seeing.who_sees(asked).exclude(pk=user.pk), auto_id="comment_%s"),
        "follows": telling.follows(user, asked),
    }
    if seeing.is_on_private_line(user, asked):
        talk |= {"private": PrivateForm(auto_id="private_%s"), "private_moments": story.private_moments(asked)}
    return talk


def _checked(asked: Request, user: User) -> dict[str, Any]:
    found = (
        checks.checks_of(asked, rules.visible_to(user))
        if asked.status not in (Status.WITHDRAWN, Status.EXPIRED)
        else []
    )
    problems = checks.problems_in(found)
    return {"checks": found, "problems": problems, "passed": len(found) - problems}


def _may_decide(request: HttpRequest, asked: Request) -> dict[str, Any]:
    user = signed_in(request)
    seat = rules.seat_for(asked, user)
    if seat is None:
        return {}
    confirmed = proof.is_fresh(proof.proof_of(request), user, proof.DECISION_MINUTES)
    return {
        "seat": seat,
        "decision": decision_form(seat),
        "office": seat_words(seat, user),
        "confirmed": confirmed,
        "stops": rules.what_stops_a_yes(asked),
        "stands": bool(items.no_changes(asked)),
    }


def _may_do(asked: Request, user: User) -> dict[str, Any]:
    return {
        "moves": {move.value: True for move in rules.moves_open_to(user, asked)},
        "lacks": rules.setup_lacks(asked) if rules.can_see_setup(asked, user) else [],
        "can_edit": rules.can_edit(asked, user),
        "can_ask_again": rules.can_ask_again(asked, user),
        "can_comment": rules.can_comment(asked, user),
        "earlier": history.of(asked.earlier) if asked.earlier else None,
        "sees_earlier": rules.sees_earlier(asked, user),
        "can_take_over": may(sponsoring.check_can_take_over, asked, user),
        "can_remind": patience.can_remind(asked, user),
        "papers": offline.seats_to_record(asked, user),
        **_disputed(asked, user),
        **_emergency(asked, user),
    }


def _disputed(asked: Request, user: User) -> dict[str, Any]:
    """The decisions on paper that their makers disown, and those that this person may settle."""
    found = objecting.disputed_in(asked)
    return {"disputed": found, "settles": {one.pk for one in found if may(settling.check_may_settle, one, user)}}


def _emergency(asked: Request, user: User) -> dict[str, Any]:
    """What an emergency approval means here, and the two buttons that go with it."""
    urgent = emergency.under_way(asked)
    provisional = [one for one in emergency.accounts_of(asked) if one.is_provisional] if urgent else []
    setting_up = [one for one in provisional if one.state == AccountState.SETTING_UP]
    activates = bool(setting_up) and emergency.may_activate(asked, user)
    lacks = rules.setup_lacks(asked) if activates else []
    return {
        "urgent": urgent,
        "provisional": provisional[0] if provisional else None,
        "may_approve_alone": emergency.may_approve(asked, user),
        "may_activate": activates and not lacks,
        **({"lacks": lacks} if lacks else {}),
    }


def decision_form(seat: Seat, *, note: str = "") -> DecisionForm:
    """A form on the text of the seat's round, with the reason that was typed; without a yes where none can be given."""
    initial, about = {"seen_hash": seat.round.text_hash, "note": note}, about_of(seat)
    asked = () if Answer.YES in about["without"] else items.to_answer(seat.round.request, seat.round)
    return DecisionForm(initial=initial, items=asked, **about)


def about_of(seat: Seat) -> dict[str, Any]:
    """What the form of a decision must know: hints, what cannot be answered, whether it opens an account."""
    request = seat.round.request
    return {"hints": hints_of(seat), "without": without_of(seat), "opens_account": request.opens_account}


def without_of(seat: Seat) -> tuple[str, ...]:
    """The answers nobody can give now: a yes that nothing could follow, changes to what has its account (E1.16)."""
    request = seat.round.request
    stopped = {Answer.YES: rules.what_stops_a_yes(request), Answer.CHANGES: items.no_changes(request)}
    return tuple(answer for answer, why in stopped.items() if why)


def hints_of(seat: Seat) -> dict[str, str]:
    request = seat.round.request
    first, last = request.requester.short_name, _("The next office is asked, or set-up starts if you are the last")
    if not request.opens_account:
        last = _("The next office is asked, or the permission is given if you are the last")
    ends = _("Ends the request; %(first)s can send a new one") % {"first": first}
    return {
        Answer.YES: last,
        Answer.CHANGES: _("Goes back to %(first)s, who can change it and send it again") % {"first": first},
        Answer.NO: f"{ends}. {stands}" if (stands := items.no_changes(request)) else ends,
    }


def seat_words(seat: Seat, user: User) -> dict[str, Any]:
    """How this person's decision will be recorded: in which office, on whose behalf."""
    appointment = rules.check_can_decide(seat, user)
    principal = appointment.on_behalf_of
    return {
        "name": appointment.get_office_display(),
        "principal": principal.person if principal else None,
        "number": appointment.number,
    }


def _status(asked: Request, user: User, turn: showing.Turn | None) -> dict[str, str]:
    tone, icon = showing.LOOK[asked.status]
    return {"tone": tone, "word": _status_word(asked, user, turn), "icon": icon}


def _status_word(asked: Request, user: User, turn: showing.Turn | None) -> str:
    if turn and turn.principal:
        return _("Waiting for you, on behalf of %(name)s") % {"name": turn.principal}
    if turn or any(seat.asked_id == user.pk for seat in showing.open_seats(asked)):
        return _("Waiting for your decision")
    return showing.status_words(asked)


def signed_in(request: HttpRequest) -> User:
    """Whoever is signed in: every page asks for it before it comes to a view."""
    return cast("User", request.user)
