"""Deciding, with a fresh second factor. A lost race answers 409 with the page as it is now."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from approvals import actions, rules, showing, story, waiting
from approvals.forms.deciding import DecisionForm
from approvals.models import Request, Seat
from approvals.views.request import context_of, decision_form, signed_in
from registry.people import proof
from registry.people.refusal import Refused, Stale


@require_http_methods(["GET", "HEAD", "POST"])
@proof.needs_factor(proof.DECISION_MINUTES)
def decide(request: HttpRequest, reference: str, seat: int) -> HttpResponse:
    """GET: the request with the form, once the person has confirmed who they are. POST: record the decision."""
    user = signed_in(request)
    asked = rules.the_request_to_decide(user, reference, seat)
    place = _the_seat(asked, seat)
    if request.method != "POST":
        return render(request, "approvals/request.html", context_of(request, asked))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        rules.check_can_decide(place, user)
        return render(
            request, "approvals/request.html", context_of(request, asked, decision=form, form=form), status=422
        )
    given = {name: form.cleaned_data[name] for name in ("answer", "note", "seen_hash")}
    try:
        actions.decide(place, by=user, proof=proof.proof_of(request), **given)
    except Stale as stale:
        return _too_late(request, asked, place, stale, given)
    except Refused as refused:
        rules.check_can_decide(place, user)
        more = {"problem": str(refused), "decision": decision_form(place, note=given["note"])}
        return render(request, "approvals/request.html", context_of(request, asked, **more), status=409)
    return redirect("approvals:decided", asked.reference, place.pk)


def _too_late(request: HttpRequest, asked: Request, seat: Seat, stale: Stale, given: dict[str, Any]) -> HttpResponse:
    user = signed_in(request)
    seat.refresh_from_db()
    first = showing.decision_in(seat)
    if first and first.by_id == user.pk and first.answer == given["answer"]:
        return redirect("approvals:decided", asked.reference, seat.pk)
    now = rules.the_request(user, asked.reference)
    more = {"stale": str(stale), "typed": given["note"]}
    return render(request, "approvals/request.html", context_of(request, now, **more), status=stale.status)


@require_safe
def decided(request: HttpRequest, reference: str, seat: int) -> HttpResponse:
    """What this person decided, and what happens next."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    decision = showing.decision_in(_the_seat(asked, seat))
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


def _the_seat(asked: Request, number: int) -> Seat:
    seat = Seat.objects.filter(round__request=asked, pk=number).select_related("round__request__requester").first()
    if seat is None:
        raise Http404
    return seat
