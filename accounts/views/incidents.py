"""An incident: its clock, what was exposed, where it was reported, and the fact sheet."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import incident_sheet
from accounts.actions import incidents as actions
from accounts.forms.incident import DescribeForm, MomentForm, ReportedForm, WaiveForm
from accounts.models import Account, Incident
from accounts.rules import incidents as rules
from accounts.rules.standing import Standing, standing_of
from accounts.views.doors import about_account, crumbs, done, me, page, posted, reads
from registry import clock, papers
from registry.forms import MooringForm
from registry.people.refusal import Refused
from registry.people.rules import may

View = Callable[[HttpRequest, Incident, Standing], HttpResponse]


def about_incident(view: View) -> Callable[..., HttpResponse]:
    """Hand the view the incident of the address, and who asks; 404 for whom it does not concern."""

    @about_account
    @wraps(view)
    def entered(request: HttpRequest, account: Account, incident: int) -> HttpResponse:
        standing = standing_of(account, me(request))
        return view(request, rules.the_incident(standing, incident), standing)

    return entered


@reads
@about_incident
def incident(request: HttpRequest, row: Incident, standing: Standing) -> HttpResponse:
    """All of it on one page."""
    facts = {
        "incident": row, "account": row.account, "stored": incident_sheet.stored_then(row),
        "not_a_channel": incident_sheet.not_a_channel(),
        "may_close": row.is_open and may(rules.check_may_close, standing), "trail": crumbs(row.account),
    }  # fmt: skip
    return render(request, "accounts/incident.html", facts)


@page
@about_incident
def exposed(request: HttpRequest, row: Incident, standing: Standing) -> HttpResponse:
    """Say what was exposed, and since when it was known."""
    known = clock.local(row.identified_at)
    start = {"exposed": row.exposed, "identified_on": known.date(), "identified_time": known.strftime("%H:%M")}
    form = DescribeForm(posted(request), initial=start)

    def act() -> None:
        given = None if form.moment() == known.replace(second=0, microsecond=0) else form.moment()
        actions.describe(row, exposed=form.cleaned_data["exposed"], identified_at=given, by=me(request))

    return _asked(request, row, standing, form, act, action=_("Write it down"), title=_("What was exposed?"))


@page
@about_incident
def reported(request: HttpRequest, row: Incident, standing: Standing) -> HttpResponse:
    """Say where and when it was reported."""
    form = ReportedForm(posted(request))
    title, action = _("Was it reported to the state?"), _("Say that it was reported")

    def act() -> None:
        moment, reference = _needed(form), form.cleaned_data["reference"]
        actions.report(row, reported_at=moment, reference=reference, by=me(request))

    return _asked(request, row, standing, form, act, action=action, title=title)


@page
@about_incident
def waived(request: HttpRequest, row: Incident, standing: Standing) -> HttpResponse:
    """Say that it need not be reported."""
    form = WaiveForm(posted(request))
    title, action = _("Need it not be reported?"), _("Say that it need not be reported")
    return _asked(
        request, row, standing, form, lambda: actions.waive(row, **form.cleaned_data, by=me(request)),
        action=action, title=title,
    )  # fmt: skip


@reads
@about_incident
def sheet(request: HttpRequest, row: Incident, standing: Standing) -> HttpResponse:
    """The fact sheet as a PDF; that it was taken is an event."""
    if request.method == "GET":
        actions.note_sheet(row, by=standing.user)
    return papers.download(f"incident-{row.number}.pdf", incident_sheet.paper(row, standing.user))


def _needed(form: MomentForm) -> datetime:
    moment = form.moment()
    if moment is None:
        raise Refused(_("Say when that was."), field=form.day)
    return moment


def _asked(
    request: HttpRequest, row: Incident, standing: Standing, form: MooringForm, act: Callable[[], object],
    **words: str,
) -> HttpResponse:  # fmt: skip
    rules.check_may_close(standing)
    rules.check_is_open(row)
    if done(request, form, act):
        messages.success(request, _("Written down."))
        return redirect(row)
    text = f"{row.number}, {row.account.name}. {incident_sheet.not_a_channel()}"
    facts = {"form": form, "back": row.get_absolute_url(), "trail": crumbs(row.account), "text": text, **words}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.errors else 200)
