"""Approving alone in an emergency, and making the provisional account active."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from approvals import actions, emergency, facts, rules
from approvals.forms.emergency import EmergencyForm
from approvals.telling import last_round
from approvals.views.offline import done
from approvals.views.request import context_of, signed_in
from registry.people import proof
from registry.people.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@proof.needs_factor(proof.DECISION_MINUTES)
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """What it means, the text, and the reason."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    emergency.check_may_approve(asked, user)
    round_ = last_round(asked)
    seen = {"seen_hash": round_.text_hash if round_ else ""}
    form = EmergencyForm(request.POST) if request.method == "POST" else EmergencyForm(initial=seen)
    if form.is_bound and form.is_valid():
        given = {**form.cleaned_data, "by": user, "proof": proof.proof_of(request)}
        if done(form, lambda: actions.approve_in_emergency(asked, **given)):
            messages.success(request, _("Approved in an emergency. Set-up is open; the other offices are asked now."))
            return redirect(asked)
    context = {"asked": asked, "form": form, "facts": facts.all_facts(asked)}
    return render(request, "approvals/emergency.html", context, status=422 if form.is_bound else 200)


@require_POST
def activate(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the provisional account active, before the other offices have approved."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    emergency.check_may_activate(asked, user)
    try:
        actions.activate_now(asked, by=user)
    except Refused as refused:
        context = context_of(request, asked, problem=str(refused))
        return render(request, "approvals/request.html", context, status=refused.status)
    messages.success(request, _("The account is active for now, and provisional."))
    return redirect(asked)
