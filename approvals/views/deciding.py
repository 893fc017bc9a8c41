"""Deciding, with a fresh second factor. A lost race answers 409 with the page as it is now."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rules.unrepeatable import Unrepeatable
from approvals import actions, differences, items, rules, showing, story, waiting
from approvals.forms.deciding import DecisionForm
from approvals.models import Item, Request, Seat
from approvals.views.request import about_of, context_of, decision_form, signed_in
from registry.people import proof
from registry.people.refusal import Refused, Stale


@require_http_methods(["GET", "HEAD", "POST"])
@proof.needs_factor(proof.DECISION_MINUTES)
def decide(request: HttpRequest, reference: str, seat: int) -> HttpResponse:
    """GET: the request with the form, once the person has confirmed who they are. POST: record the decision."""
    user = signed_in(request)
    asked = rules.the_request_to_decide(user, reference, seat)
    place = seat_of(asked, seat)
    if request.method != "POST":
        return render(request, "approvals/request.html", context_of(request, asked))
    form = DecisionForm(request.POST, items=_answered(place, request.POST), **about_of(place))
    try:
        if not form.is_valid():
            return _not_yet(request, asked, place, form)
        actions.decide(place, by=user, proof=proof.proof_of(request), **form.given())
    except Stale as stale:
        return _too_late(request, asked, place, stale)
    except Unrepeatable:
        raise  # a page that gives a text back must not give this one back
    except Refused as refused:
        rules.check_can_decide(place, user)
        # Where an account exists, words that were not looked through may hold its password.
        note = "" if items.is_whole(asked) else request.POST.get("note", "")
        more = {"problem": str(refused), "decision": decision_form(place, note=note)}
        return render(request, "approvals/request.html", context_of(request, asked, **more), status=409)
    return redirect("approvals:decided", asked.reference, place.pk)


def _answered(seat: Seat, data: QueryDict) -> list[Item]:
    """The items to answer: those that are open, and those the page had, even if an office has refused one since."""
    asked = {item.pk for item in items.to_answer(seat.round.request, seat.round)}
    return [item for item in seat.round.request.items.select_related("platform") if _is_in(item, asked, data)]


def _is_in(item: Item, asked: set[int], data: QueryDict) -> bool:
    return item.pk in asked or f"item_{item.pk}" in data


def _not_yet(request: HttpRequest, asked: Request, seat: Seat, form: DecisionForm) -> HttpResponse:
    """The page with what is missing at its field; a page that is out of date says that first."""
    rules.check_can_decide(seat, signed_in(request))
    if request.POST.get("seen_hash"):
        rules.check_still_open(seat, request.POST["seen_hash"])
    return render(request, "approvals/request.html", context_of(request, asked, decision=form, form=form), status=422)


def _too_late(request: HttpRequest, asked: Request, seat: Seat, stale: Stale) -> HttpResponse:
    user, note = signed_in(request), request.POST.get("note", "")
    seat.refresh_from_db()
    first = showing.decision_in(seat)
    if first and first.by_id == user.pk and first.answer == request.POST.get("answer"):
        return redirect("approvals:decided", asked.reference, seat.pk)
    now = rules.the_request(user, asked.reference)
    more: dict[str, Any] = {"stale": str(stale), "typed": note, "changed_since": differences.since(seat.round)}
    place = rules.seat_for(now, user)
    if place:
        more["decision"] = decision_form(place, note=note)
    return render(request, "approvals/request.html", context_of(request, now, **more), status=stale.status)


@require_safe
def decided(request: HttpRequest, reference: str, seat: int) -> HttpResponse:
    """What this person decided, and what happens next."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    decision = showing.decision_in(seat_of(asked, seat))
    if decision is None or decision.by_id != user.pk:
        raise Http404
    context = {
        "asked": asked,
        "decision": decision,
        "next": story.next_of(asked, user),
        "over": showing.is_over(asked),
        "waits": waiting.tasks_for(user)[:1],
    }
    return render(request, "approvals/decided.html", context)


def seat_of(asked: Request, number: int) -> Seat:
    """The seat of that number; raises Http404 where the request has none such."""
    seat = Seat.objects.filter(round__request=asked, pk=number).select_related("round__request__requester").first()
    if seat is None:
        raise Http404
    return seat
