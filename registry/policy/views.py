"""Reading the policy, confirming it, publishing the next version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from registry import policy
from registry.people.models import User
from registry.people.proof import DECISION_MINUTES, needs_factor
from registry.people.refusal import Stale
from registry.people.rules import may
from registry.policy import actions, rules
from registry.policy.forms import ConfirmForm, PublishForm
from registry.policy.models import Acknowledgement, PolicyVersion
from registry.policy.rendering import render as rendered


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """The version in force, to read and confirm."""
    version = policy.current()
    if version is None:
        return render(request, "policy/none.html", {"may_publish": may(rules.check_may_publish, request.user)})
    form = ConfirmForm(request.POST if request.method == "POST" else None, initial={"version": version.number})
    if request.method == "POST" and form.is_valid():
        shown = PolicyVersion.objects.filter(number=form.cleaned_data["version"]).first() or version
        actions.acknowledge(shown, by=_me(request))
        messages.success(request, _("Policy confirmed."))
        return redirect("policy:current")
    return _show(request, version, form)


@require_safe
def older(request: HttpRequest, number: int) -> HttpResponse:
    """One version as it stood, whichever is in force."""
    return _show(request, get_object_or_404(PolicyVersion, number=number), None)


def _show(request: HttpRequest, version: PolicyVersion, form: ConfirmForm | None) -> HttpResponse:
    newest = policy.current()
    facts = {
        "version": version,
        "newest": newest,
        "body": rendered(version.body, prefix="p"),
        "guidelines": rendered(version.guidelines, prefix="g"),
        "summary": rendered(version.summary, prefix="n").html,
        "confirmed": Acknowledgement.objects.filter(version=version, person=_me(request)).first(),
        "form": form,
        "others": PolicyVersion.objects.exclude(pk=version.pk).only("number", "title", "published_at"),
        "may_publish": may(rules.check_may_publish, request.user),
    }
    return render(request, "policy/read.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_factor(DECISION_MINUTES)
def publish(request: HttpRequest) -> HttpResponse:
    """Write the next version."""
    rules.check_may_publish(_me(request))
    form = PublishForm(request.POST) if request.method == "POST" else PublishForm.starting_from(policy.current())
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.publish(**form.cleaned_data, by=_me(request))
        except Stale as stale:
            return _keep(request, form, stale)
        messages.success(request, _("Version %(number)s published.") % {"number": version.number})
        return redirect("policy:current")
    return render(request, "policy/publish.html", {"form": form})


def _keep(request: HttpRequest, form: PublishForm, stale: Stale) -> HttpResponse:
    """The page as it was typed, with what happened meanwhile: nobody loses a long text."""
    form.add_error(None, str(stale))
    return render(request, "policy/publish.html", {"form": form}, status=stale.status)


def _me(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError("This page is for people who are signed in.")
    return user
