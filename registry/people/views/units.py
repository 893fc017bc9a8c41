"""Adding to the tree of units."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from registry.people import actions, rules
from registry.people.forms import UnitForm
from registry.people.views.doors import done, me, page, posted


@page
def open_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit under another."""
    rules.check_may_open_unit(me(request))
    form = UnitForm(posted(request))
    if done(form, lambda: actions.open_unit(**form.cleaned_data, by=me(request))):
        messages.success(request, _("%(name)s added.") % {"name": form.cleaned_data["name"]})
        return redirect("people:list")
    return render(request, "people/unit.html", {"form": form}, status=422 if form.is_bound else 200)
