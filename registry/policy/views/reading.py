"""Reading the policy, confirming it, and comparing its versions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from registry import policy
from registry.people.rules import may
from registry.people.views.doors import me
from registry.policy import actions, rules
from registry.policy.comparing import compare
from registry.policy.forms import CompareForm, ConfirmForm
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
        actions.acknowledge(shown, by=me(request))
        messages.success(request, _("Policy confirmed."))
        return redirect("policy:current")
    return _show(request, version, form)


@require_safe
def older(request: HttpRequest, number: int) -> HttpResponse:
    """One version as it stood, whichever is in force."""
    return _show(request, get_object_or_404(PolicyVersion, number=number), None)


def _show(request: HttpRequest, version: PolicyVersion, form: ConfirmForm | None) -> HttpResponse:
    newest, rows = policy.current(), Acknowledgement.objects.filter(person=me(request)).select_related("version")
    confirmed = rows.filter(version=version).select_related("recorded_by").first()
    before = rows.filter(version__number__lt=version.number).order_by("-version__number").first()
    asks = bool(form) and confirmed is None
    facts = {
        "version": version,
        "newest": newest,
        "body": rendered(version.body, prefix="p"),
        "guidelines": rendered(version.guidelines, prefix="g"),
        "summary": rendered(version.summary, prefix="n").html,
        "confirmed": confirmed,
        "before": before,
        "difference": compare(before.version, version) if before and asks else None,
        "form": form,
        "others": PolicyVersion.objects.exclude(pk=version.pk).only("number", "title", "published_at"),
        "may_publish": may(rules.check_may_publish, request.user),
        "may_see_report": may(rules.check_may_see_report, request.user),
    }
    return render(request, "policy/read.html", facts)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed between any two versions: the last two, unless told."""
    last_two = [row.number for row in PolicyVersion.objects.only("number")[:2]]
    asked = dict(zip(("new", "old"), [*last_two, *last_two[-1:]], strict=False))
    form = CompareForm({**asked, **{name: text for name, text in request.GET.items() if text}})
    form.is_valid()
    old, new = form.cleaned_data.get("old"), form.cleaned_data.get("new")
    facts = {"form": form, "old": old, "new": new, "difference": compare(old, new) if old and new else None}
    return render(request, "policy/changes.html", facts)
