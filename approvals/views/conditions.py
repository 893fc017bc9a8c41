"""Conditions of an approval: done, confirmed, waived. From the page of the request or of an account that came of it."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Account
from accounts.rules.unrepeatable import Unrepeatable
from approvals import actions, conditions, rules
from approvals.forms.conditions import WaiveForm
from approvals.models import Condition, Request
from approvals.views.request import signed_in
from registry.people import proof
from registry.people.models import User
from registry.people.refusal import Refused, Stale


@require_POST
def done(request: HttpRequest, reference: str, condition: int) -> HttpResponse:
    """The custodian says that it is done."""
    row = _the_condition(signed_in(request), reference, condition)
    actions.do_condition(row, by=signed_in(request))
    messages.success(request, _("Recorded as done: %(text)s") % {"text": row.text})
    return _back(request, row)


@require_POST
def confirm(request: HttpRequest, reference: str, condition: int) -> HttpResponse:
    """Communications, or the office that set it, confirms."""
    row = _the_condition(signed_in(request), reference, condition)
    actions.confirm_condition(row, by=signed_in(request))
    messages.success(request, _("Confirmed: %(text)s") % {"text": row.text})
    return _back(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@proof.needs_factor(proof.DECISION_MINUTES)
def waive(request: HttpRequest, reference: str, condition: int) -> HttpResponse:
    """The office that set it lets it go, and says why."""
    user = signed_in(request)
    row = _the_condition(user, reference, condition)
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


def _the_condition(user: User, reference: str, number: int) -> Condition:
    """The condition, for whoever sees its request, or answers for an account that came of it; else Http404."""
    match = rules.REFERENCE.fullmatch(reference)
    row = Condition.objects.filter(pk=number, request_id=int(match[1]) if match else 0)
    found = row.select_related("request__unit", "request__custodian", "request__requester", "decision").first()
    if found is None or not (rules.can_see(user, found.request) or _holds(user, found.request)):
        raise Http404
    return found


def _holds(user: User, asked: Request) -> bool:
    held = Q(custodies__custodian=user, custodies__state__in=conditions.HOLDING)
    return Account.objects.filter(held, items__request=asked).exists()


def _back(request: HttpRequest, row: Condition) -> HttpResponse:
    """To the page one came from: an account of the request where the form names it, else the request."""
    named = request.POST.get("account", "")
    accounts = Account.objects.filter(items__request=row.request).select_related("platform")
    account = next((one for one in accounts if str(one.uuid) == named), None)
    if account is None and not rules.can_see(signed_in(request), row.request):
        account = accounts.first()
    return redirect(f"{(account or row.request).get_absolute_url()}#conditions")
