"""When passwords must change in this district, and where on each platform one does it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import terms as actions
from accounts.forms.rotations import AgeForm, StepsForm, TermsForm, in_words
from accounts.models import AgeLimit, Platform
from accounts.rules import terms as rules
from accounts.rules.reasons import terms as terms_now
from accounts.views.doors import done, me, page, posted


@page
def terms(request: HttpRequest) -> HttpResponse:
    """How soon, how old, on which day a class graduates."""
    rules.check_may_set(me(request))
    said = terms_now()
    form = TermsForm(posted(request), initial={name: getattr(said, name) for name in TermsForm.base_fields})
    if done(request, form, lambda: actions.set_terms(**form.cleaned_data, by=me(request))):
        messages.success(request, _("Saved. It holds for what comes up from now on."))
        return redirect("accounts:rotation-terms")
    limits = AgeLimit.objects.select_related("platform").order_by("platform__order", "klass")
    facts = {
        "form": form,
        "limits": [(in_words(row), row.days) for row in limits],
        "platforms": Platform.objects.all(),
    }
    return render(request, "accounts/rotation_terms.html", facts, status=422 if form.is_bound else 200)


@page
def age_limit(request: HttpRequest) -> HttpResponse:
    """How old a password may become, on a platform, for a class of account, or everywhere."""
    rules.check_may_set(me(request))
    form = AgeForm(posted(request))
    if done(request, form, lambda: actions.set_age_limit(**form.cleaned_data, by=me(request))):
        messages.success(request, _("Limit saved."))
        return redirect("accounts:rotation-terms")
    title = _("How old may a password become?")
    text = _("The nearest limit holds: one for a platform and a kind before one for the platform, and that before all.")
    return _form(request, form, title=title, text=text, action=_("Save the limit"))


@page
def steps(request: HttpRequest, slug: str) -> HttpResponse:
    """Where on a platform one changes the password, ends other sessions, removes roles."""
    rules.check_may_set(me(request))
    platform = get_object_or_404(Platform, slug=slug)
    form = StepsForm(posted(request), initial={name: getattr(platform, name) for name in StepsForm.base_fields})
    if done(request, form, lambda: actions.set_steps(platform, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Steps saved."))
        return redirect("accounts:rotation-terms")
    title = _("How it is done on %(platform)s") % {"platform": platform.name}
    text = _("Whoever changes a password there reads these steps. Write what one clicks, in order.")
    return _form(request, form, title=title, text=text, action=_("Save the steps"))


def _form(request: HttpRequest, form: Any, **words: Any) -> HttpResponse:
    facts = {"form": form, "back": reverse("accounts:rotation-terms"), **words}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
