"""Talking about a request: the discussion, the private line, following, and a reminder by hand."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.rules.unrepeatable import Unrepeatable
from approvals import actions, rules, seeing
from approvals.forms.talking import CommentForm, PrivateForm
from approvals.views.request import context_of, signed_in
from registry.people.refusal import Refused, Stale


@require_POST
def comment(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a line to the discussion, and tell those who are ticked."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    people = seeing.who_sees(asked).exclude(pk=user.pk)
    form = CommentForm(request.POST, people=people, auto_id="comment_%s")
    if form.is_valid():
        try:
            actions.comment(asked, text=form.cleaned_data["text"], mentions=form.cleaned_data["tell"], by=user)
        except Unrepeatable:
            raise  # a page that gives a text back must not give this one back
        except Refused as refused:
            rules.check_can_comment(asked, user)
            form.add_error("text", str(refused))
        else:
            messages.success(request, _("Comment posted."))
            return redirect(f"{asked.get_absolute_url()}#talk")
    return render(request, "approvals/request.html", context_of(request, asked, comment=form, form=form), status=422)


@require_POST
def confer(request: HttpRequest, reference: str) -> HttpResponse:
    """Write on the private line. For whoever is not on it, there is no such address."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    if not seeing.is_on_private_line(user, asked):
        raise Http404
    form = PrivateForm(request.POST, auto_id="private_%s")
    if form.is_valid():
        try:
            actions.confer(asked, text=form.cleaned_data["text"], by=user)
        except Unrepeatable:
            raise  # a page that gives a text back must not give this one back
        except Refused as refused:
            seeing.check_can_confer(asked, user)
            form.add_error("text", str(refused))
        else:
            messages.success(request, _("Posted to the other offices."))
            return redirect(f"{asked.get_absolute_url()}#offices")
    return render(request, "approvals/request.html", context_of(request, asked, private=form, form=form), status=422)


@require_POST
def follow(request: HttpRequest, reference: str) -> HttpResponse:
    """Hear of the discussion and of every turn."""
    asked = rules.the_request(signed_in(request), reference)
    actions.follow(asked, by=signed_in(request))
    messages.success(request, _("You follow %(reference)s.") % {"reference": asked.reference})
    return redirect(asked)


@require_POST
def unfollow(request: HttpRequest, reference: str) -> HttpResponse:
    """Hear of the discussion no more."""
    asked = rules.the_request(signed_in(request), reference)
    actions.unfollow(asked, by=signed_in(request))
    messages.success(request, _("You no longer follow %(reference)s.") % {"reference": asked.reference})
    return redirect(asked)


@require_POST
def remind(request: HttpRequest, reference: str) -> HttpResponse:
    """Remind whoever is asked, once per working day."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    try:
        actions.remind(asked, by=user)
    except Stale as stale:
        return render(request, "approvals/request.html", context_of(request, asked, problem=str(stale)), status=409)
    messages.success(request, _("Reminder sent."))
    return redirect(asked)
