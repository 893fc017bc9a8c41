"""Publishing the next version: written, looked at, and only then published. Nothing typed is ever lost."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registry import policy
from registry.people.proof import DECISION_MINUTES, needs_factor
from registry.people.refusal import Stale
from registry.people.views.doors import me, posted
from registry.policy import actions, rules
from registry.policy.comparing import compare
from registry.policy.forms import PublishForm
from registry.policy.models import PolicyVersion
from registry.policy.rendering import render as rendered


@require_http_methods(["GET", "HEAD", "POST"])
@needs_factor(DECISION_MINUTES)
def publish(request: HttpRequest) -> HttpResponse:
    """Write the next version; look at it and at what it changes; publish exactly what was looked at."""
    rules.check_may_publish(me(request))
    sent = posted(request)
    form = PublishForm.starting_from(policy.current()) if sent is None else PublishForm(sent)
    if sent is None or "change" in sent or not form.is_valid():
        status = 422 if sent is not None and "change" not in sent else 200
        return render(request, "policy/publish.html", {"form": form}, status=status)
    try:
        if sent.get("seen") != form.fingerprint:
            return _preview(request, form)
        version = actions.publish(**form.facts(), after=form.cleaned_data["after"] or 0, by=me(request))
    except Stale as stale:
        return _meanwhile(request, form, stale)
    messages.success(request, _("Version %(number)s published.") % {"number": version.number})
    return redirect("policy:current")


def _preview(request: HttpRequest, form: PublishForm) -> HttpResponse:
    """The text as it will be read, and what it changes. Raises `Stale` where its base is not in force any more."""
    newest, draft = policy.current(), form.draft()
    rules.check_base(form.cleaned_data["after"] or 0)
    facts = {
        "form": form,
        "draft": draft,
        "newest": newest,
        "again": bool(form.data.get("seen")),
        "body": rendered(draft.body, prefix="p").html,
        "guidelines": rendered(draft.guidelines, prefix="g").html,
        "summary": rendered(draft.summary, prefix="n").html,
        "difference": compare(newest, draft) if newest else None,
    }
    return render(request, "policy/preview.html", facts)


def _meanwhile(request: HttpRequest, form: PublishForm, stale: Stale) -> HttpResponse:
    """What somebody else has published, and what the typed text would change in that; the typed text is kept."""
    newest = policy.current()
    base = PolicyVersion.objects.filter(number=form.cleaned_data["after"] or 0).first()
    facts = {
        "newest": newest,
        "theirs": compare(base, newest) if base and newest else None,
        "mine": compare(newest, form.draft()) if newest else None,
    }
    kept = form.starting_anew_from(newest)
    kept.add_error(None, str(stale))
    return render(request, "policy/publish.html", {"form": kept, **facts}, status=stale.status)
