"""Writing a request: begin, fill in, check, send; change, take back, ask again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals import actions, availability, checks, facts, kinds, rules, showing, story
from approvals.forms import typed
from approvals.forms.deciding import WithdrawForm
from approvals.forms.draft import DraftForm
from approvals.forms.items import changed_rows
from approvals.forms.kinds import NewForm, form_for
from approvals.forms.several import SeveralForm
from approvals.models import Request
from approvals.views.request import signed_in
from approvals.workflow import Move, Status
from registry import policy
from registry.people.refusal import Refused

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """What can be asked for, what to have at hand, and the button that begins a draft."""
    user = signed_in(request)
    form = NewForm(request.POST) if request.method == "POST" else NewForm.choosing(request.GET)
    if request.method == "POST" and form.is_valid():
        return redirect("approvals:edit", actions.begin_draft(by=user, **form.cleaned_data).reference)
    drafts = Request.objects.filter(requester=user, status=Status.DRAFT).order_by("-changed_at", "-id")
    context = {
        "form": form,
        "drafts": [showing.row_of(one) for one in showing.for_rows(drafts)[:5]],
        "acknowledged": policy.has_acknowledged(user),
    }
    return render(request, "approvals/new.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """The form. What was understood is kept in any case; “Check your answers” goes on when nothing is missing."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    rules.check_can_edit(asked, user)
    if request.method != "POST":
        return _form_page(request, asked, form_for(typed.as_sent(asked), request=asked, complete=False))
    rows = changed_rows(request.POST)
    if rows is not None:
        return _other_rows(request, asked, rows)
    later = "later" in request.POST
    form = form_for(request.POST, request=asked, complete=not later)
    fine = form.is_valid()
    actions.save_draft(asked, values=form.values(), by=user)
    if later:
        return _until_later(request, form)
    if not fine:
        return _form_page(request, asked, form, status=422)
    return redirect("approvals:check", asked.reference)


def _until_later(request: HttpRequest, form: DraftForm) -> HttpResponse:
    """One may always leave; what is wrong is kept as it was typed, and said here."""
    messages.success(request, _("Draft saved. You find it under your requests."))
    if form.errors:
        labels = ", ".join(str(form.fields[name].label) for name in form.errors if name in form.fields)
        said = _("Some of it needs a change before you can send it: %(fields)s.") % {"fields": labels}
        messages.warning(request, said)
    return redirect("approvals:list")


def _other_rows(request: HttpRequest, asked: Request, rows: QueryDict, *, revising: bool = False) -> HttpResponse:
    """The same form with a row of platform and handle more or less, or with what there is to say of each handle; a
    draft keeps what was typed so far.
    """
    form = form_for(rows, request=asked, complete=False)
    form.is_valid()
    if "look" in rows and isinstance(form, SeveralForm) and not availability.one_too_many(signed_in(request)):
        form.look_up()
    if not revising:
        actions.save_draft(asked, values=form.values(), by=signed_in(request))
    return _form_page(request, asked, form, revising=revising)


@require_POST
def keep(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what is typed so far, for the page's script; answers nothing."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    form = form_for(request.POST, request=asked, complete=False)
    form.is_valid()
    actions.save_draft(asked, values=form.values(), by=user)
    return HttpResponse(status=204)


def _form_page(
    request: HttpRequest, asked: Request, form: DraftForm, *, revising: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "asked": asked,
        "form": form,
        "heading": kinds.of(asked).HEADING,
        "duty": kinds.authorization.duty_of(kinds.authorization.kind_of(asked)),
        "route": story.route_of(asked),
        "ending": story.ending_of(asked),
        "acknowledged": policy.has_acknowledged(asked.requester),
        "revising": revising,
        "returned": showing.what_to_change(asked),
        "sees_earlier": bool(form.earlier and rules.can_see(asked.requester, form.earlier)),
    }
    return render(request, "approvals/edit.html", context, status=status)


@require_http_methods(FORM)
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Check your answers, see who will be asked, then send."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    rules.check_can_edit(asked, user)
    if request.method != "POST" and asked.typed:
        return redirect("approvals:edit", asked.reference)
    problem, status = "", 200
    if request.method == "POST":
        try:
            send = actions.submit if asked.status == Status.DRAFT else actions.resubmit
            send(asked, by=user)
            return redirect("approvals:sent", asked.reference)
        except Refused as refused:
            problem, status = str(refused), int(refused.status)
    return _check_page(request, asked, problem, status)


def _check_page(request: HttpRequest, asked: Request, problem: str, status: int) -> HttpResponse:
    change = reverse("approvals:edit", args=[asked.reference])
    found = checks.checks_of(asked, rules.visible_to(asked.requester))
    context = {
        "asked": asked,
        "parts": facts.facts_of(asked, change=change),
        "change": change,
        "route": story.route_of(asked),
        "ending": story.ending_of(asked),
        "missing": rules.what_is_missing(asked),
        "checks": found,
        "problems": checks.problems_in(found),
        "acknowledged": policy.has_acknowledged(asked.requester),
        "problem": problem,
    }
    return render(request, "approvals/check.html", context, status=status)


@require_safe
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The reference, and what happens next."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    if asked.submitted_at is None:
        return redirect("approvals:edit", asked.reference)
    return render(request, "approvals/sent.html", {"asked": asked, "next": story.next_of(asked, user)})


@require_http_methods(FORM)
def revise(request: HttpRequest, reference: str) -> HttpResponse:
    """Change a request that is being decided: offices start again if what they read has changed."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    if request.method != "POST" and asked.status == Status.RETURNED and rules.can_edit(asked, user):
        return redirect("approvals:edit", asked.reference)
    rules.check_move(asked, Move.REVISE, user)
    if request.method != "POST":
        return _form_page(request, asked, form_for(None, request=asked), revising=True)
    rows = changed_rows(request.POST)
    if rows is not None:
        return _other_rows(request, asked, rows, revising=True)
    form = form_for(request.POST, request=asked)
    if not form.is_valid():
        return _form_page(request, asked, form, revising=True, status=422)
    actions.revise(asked, values=form.values(), by=user)
    messages.success(request, _("Request changed."))
    return redirect(asked)


@require_http_methods(FORM)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask once more, then take the request back."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    rules.check_move(asked, Move.WITHDRAW, user)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    draft = asked.status == Status.DRAFT
    if request.method == "POST" and form.is_valid():
        actions.withdraw(asked, by=user, why=form.cleaned_data["why"])
        said = _("The draft is discarded.") if draft else _("%(reference)s is withdrawn.")
        messages.success(request, said % {"reference": asked.reference})
        return redirect("approvals:new" if draft else "approvals:list")
    facts = {"asked": asked, "form": form, "draft": draft}
    return render(request, "approvals/withdraw.html", facts, status=422 if form.is_bound else 200)


@require_POST
def again(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin a new request that follows a declined one and links back to it."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    follow = actions.start_over(asked, by=user)
    return redirect("approvals:edit", follow.reference)
