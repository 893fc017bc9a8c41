"""Conditions of an approval: done, confirmed, waived. From the page of the request or of an account that came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rules.unrepeatable import Unrepeatable
from approvals import actions, conditions, rules
from approvals.forms.conditions import WaiveForm
from approvals.models import Condition
from approvals.views.request import signed_in
from registry.people import proof
from registry.people.refusal import Refused, Stale


@require_POST
def done(request: HttpRequest, reference: str, condition: int) -> HttpResponse:
    """The custodian says that it is done."""
    row = rules.the_condition(signed_in(request), reference, condition)
    actions.do_condition(row, by=signed_in(request))
    messages.success(request, _("Recorded as done: %(text)s") % {"text": row.text})
    return _back(request, row)


@require_POST
def confirm(request: HttpRequest, reference: str, condition: int) -> HttpResponse:
    """Communications, or the office that set it, confirms."""
    row = rules.the_condition(signed_in(request), reference, condition)
    actions.confirm_condition(row, by=signed_in(request))
    messages.success(request, _("Confirmed: %(text)s") % {"text": row.text})
    return _back(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@proof.needs_factor(proof.DECISION_MINUTES)
def waive(request: HttpRequest, reference: str, condition: int) -> HttpResponse:
    """The office that set it lets it go, and says why."""
    user = signed_in(request)
    row = rules.the_condition(user, reference, condition)
    conditions.check_may_waive(row, conditions.hand_of(row.request, user))
    form = WaiveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.waive_condition(row, why=form.cleaned_data["why"], by=user, proof=proof.proof_of(request))
        except (Stale, Unrepeatable):
            raise  # a page that gives a text back must not give this one back
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Waived: %(text)s") % {"text": row.text})
            return _back(request, row)
    context = {"asked": row.request, "condition": row, "form": form}
    return render(request, "approvals/waive.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest, row: Condition) -> HttpResponse:
    """To the page one came from, where the form names an account of the request; else as the rules have it."""
    page = rules.page_after(signed_in(request), row.request, request.POST.get("account", ""))
    return redirect(f"{page}#conditions")
