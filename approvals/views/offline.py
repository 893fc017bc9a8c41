"""Decisions made on paper: recording one, its scan, and the word of the person it names."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rules.unrepeatable import Unrepeatable
from approvals import actions, facts, items, objecting, offline, rules, settling
from approvals.forms.offline import ObjectionForm, PaperForm, SettleForm
from approvals.models import Decision, Request, Seat
from approvals.said import Said
from approvals.scans import LARGEST
from approvals.views.deciding import seat_of
from approvals.views.request import about_of, signed_in
from registry.forms import MooringForm
from registry.people import proof
from registry.people.refusal import Refused, Stale

TYPES = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}
FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@proof.needs_factor(proof.DECISION_MINUTES)
def record(request: HttpRequest, reference: str, seat: int) -> HttpResponse:
    """Record what the holder of a seat decided on paper, beside the text as it is now."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    place = seat_of(asked, seat)
    offline.check_may_record(asked, user)
    form = _form(request, place)
    if request.method == "POST" and form.is_valid() and _recorded(request, place, form):
        messages.success(request, _("Decision recorded. The person who made it is told."))
        return redirect(asked)
    if request.method != "POST":
        rules.check_still_open(place, place.round.text_hash)
    context = {"asked": asked, "seat": place, "form": form, "facts": facts.all_facts(asked)}
    return render(request, "approvals/paper.html", context, status=422 if form.is_bound else 200)


def done(form: MooringForm, act: Callable[[], object]) -> bool:
    """Do it; a refusal of what was typed lands above the form, and what was typed is kept.

    Not where it holds a secret: that refusal has a page of its own, which gives nothing back.
    """
    try:
        act()
    except (Stale, Unrepeatable):
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _recorded(request: HttpRequest, seat: Seat, form: PaperForm) -> bool:
    user, data = signed_in(request), form.given()
    seen = data.pop("seen_hash")
    given = {name: form.cleaned_data[name] for name in ("decider", "decided_on", "scan")}
    said = Said(**{**data, "conditions": tuple(data["conditions"])})
    given |= {"seen_hash": seen, "by": user, "proof": proof.proof_of(request)}
    return done(form, lambda: actions.record_on_paper(seat, said, **given))


def _form(request: HttpRequest, seat: Seat) -> PaperForm:
    """What was sent; a file so large that it was not even taken in is said to be too large."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    about: dict[str, Any] = {
        "seat": seat,
        "deciders": offline.deciders_for(seat, signed_in(request)),
        "items": items.to_answer(seat.round.request, seat.round),
        **about_of(seat),
        "too_large": length.isascii() and length.isdigit() and int(length) > LARGEST,
    }
    if request.method == "POST":
        return PaperForm(request.POST, request.FILES, **about)
    return PaperForm(initial={"seen_hash": seat.round.text_hash}, **about)


@require_safe
def scan(request: HttpRequest, reference: str, decision: int) -> HttpResponse:
    """The scan as a download, for whoever sees the request; it opens in no page of ours."""
    found = _the_paper(rules.the_request(signed_in(request), reference), decision)
    answer = HttpResponse(bytes(found.scan.content), content_type=TYPES[found.scan.kind])
    name = f"{reference}-decision-{found.pk}.{found.scan.kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@require_http_methods(FORM)
def objection(request: HttpRequest, reference: str, decision: int) -> HttpResponse:
    """“This was not me”, for the person in whose name it was recorded."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    found = _the_paper(asked, decision)
    objecting.check_may_object(found, user)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    if why and done(form, lambda: actions.object_to(found, why=why, by=user)):
        messages.success(request, _("Recorded. The superintendent and the communications director are told."))
        return redirect(asked)
    context = {"asked": asked, "decision": found, "form": form}
    return render(request, "approvals/objection.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
@proof.needs_factor(proof.DECISION_MINUTES)
def settle(request: HttpRequest, reference: str, decision: int) -> HttpResponse:
    """Say whether a disputed decision stands."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    found = _the_paper(asked, decision)
    settling.check_may_settle(found, user)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = {**form.cleaned_data, "by": user, "proof": proof.proof_of(request)}
        if done(form, lambda: actions.settle_dispute(found, **given)):
            messages.success(request, _("Settled. Those concerned are told."))
            return redirect(asked)
    context = {"asked": asked, "decision": found, "form": form}
    return render(request, "approvals/settle.html", context, status=422 if form.is_bound else 200)


def _the_paper(asked: Request, number: int) -> Decision:
    rows = Decision.objects.filter(round__request=asked, offline=True, pk=number)
    found = rows.select_related("scan__settled_by", "by", "recorded_by", "seat", "round__request").first()
    if found is None:
        raise Http404
    return found
