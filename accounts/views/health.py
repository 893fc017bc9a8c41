"""What makes an account need care, and the district's limits for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import health
from accounts.actions.health_terms import set_limits
from accounts.forms.health import LimitsForm
from accounts.health.terms import in_words
from accounts.models import HealthState, HealthTerms
from accounts.rules import health as rules
from accounts.views.doors import done, me, page, posted, reads
from registry.people.rules import may


@reads
def care(request: HttpRequest) -> HttpResponse:
    """Every reason there is, the worst first, and how long is too long."""
    said = [reason for reason in health.REASONS.values() if reason.bit & health.WORRIES]
    facts = {
        "risks": [reason.words for reason in said if reason.state == HealthState.RISK],
        "looks": [reason.words for reason in said if reason.state == HealthState.ATTENTION],
        "limits": [(in_words(row), row) for row in reversed(health.all_terms())],
        "may_set": may(rules.check_may_set, me(request)),
    }
    return render(request, "accounts/care.html", facts)


@page
def limits(request: HttpRequest) -> HttpResponse:
    """How long is too long, for one platform or all, for one kind of account or all."""
    rules.check_may_set(me(request))
    form = LimitsForm.showing(_asked_for(request.GET.get("of", "")), posted(request))
    if done(request, form, lambda: set_limits(**form.cleaned_data, by=me(request))):
        messages.success(request, _("Limits saved. Every account was looked at again."))
        return redirect("accounts:care")
    facts = {
        "form": form, "back": reverse("accounts:care"), "title": _("How long is too long?"),
        "text": _("The nearest limits hold: those for a platform and a kind before those for the platform, then all."),
        "action": _("Save limits"),
    }  # fmt: skip
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)


def _asked_for(number: str) -> HealthTerms:
    """The limits with this number; those as delivered where there are none."""
    is_number = number.isascii() and number.isdigit() and len(number) < 16
    row = HealthTerms.objects.filter(pk=int(number)).select_related("platform").first() if is_number else None
    return row or HealthTerms()
