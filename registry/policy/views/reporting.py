"""Who has confirmed the policy, as a page and as a file; and recording a signature on paper."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from registry import policy, spreadsheet
from registry.people.models import User
from registry.people.proof import DECISION_MINUTES, needs_factor
from registry.people.views.doors import done, me, posted
from registry.policy import actions, reporting, rules
from registry.policy.forms import PaperForm, ReportForm
from registry.policy.models import PolicyVersion

PER_PAGE = 50


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """By unit with all below it, and by name: of the active staff that this person sees."""
    rules.check_may_see_report(me(request))
    newest = policy.current()
    if newest is None:
        return render(request, "policy/none.html", {"may_publish": False})
    form = ReportForm(request.GET, by=me(request), newest=newest)
    chosen = form.chosen
    page = Paginator(reporting.by_name(by=me(request), **chosen), PER_PAGE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        **chosen,
        "newest": newest,
        "units": reporting.by_unit(chosen["version"], me(request)),
        "page": page,
        "query": urlencode(form.query),
        "pages": _pages(form, page),
    }
    return render(request, "policy/report.html", facts)


def _pages(form: ReportForm, page: Page[Any]) -> dict[str, str]:
    asked = {"newer": page.number - 1 if page.has_previous() else 0, "older": page.number + 1 if page.has_next() else 0}
    return {name: f"?{urlencode(form.query | {'page': number})}" if number else "" for name, number in asked.items()}


@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """The people of the same filter as a file; that it was taken is an event."""
    rules.check_may_see_report(me(request))
    newest = policy.current()
    if newest is None:
        raise Http404
    form = ReportForm(request.GET, by=me(request), newest=newest)
    chosen = form.chosen
    version: PolicyVersion = chosen["version"]
    actions.note_download(version, by=me(request), filters=form.query)
    people = reporting.by_name(by=me(request), **chosen)
    return spreadsheet.download(f"policy-version-{version.number}.csv", reporting.table(version, people))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_factor(DECISION_MINUTES)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that somebody signed the version in force on paper."""
    person = get_object_or_404(User, pk=pk)
    rules.check_may_record(me(request), person)
    newest = policy.current()
    if newest is None:
        raise Http404
    rules.check_not_confirmed(newest, person)
    form = PaperForm(posted(request), initial={"version": newest.number})
    if done(form, lambda: _record(form, newest, person, by=me(request))):
        messages.success(request, _("Recorded. %(name)s gets a letter about it.") % {"name": person.name})
        return redirect("policy:report")
    facts = {"form": form, "person": person, "version": newest}
    return render(request, "policy/paper.html", facts, status=422 if form.is_bound else 200)


def _record(form: PaperForm, newest: PolicyVersion, person: User, *, by: User) -> None:
    shown = PolicyVersion.objects.filter(number=form.cleaned_data["version"]).first() or newest
    actions.record_on_paper(shown, person=person, signed_on=form.cleaned_data["signed_on"], by=by)
