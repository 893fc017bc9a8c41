"""Views of lists: saved from a list, and kept in order on a page of their own."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.actions import saving as actions
from desk.models import ListCode, SavedView, StartView
from desk.rules import saved as rules
from desk.saved.forms import ViewForm
from desk.saved.lists import LISTS
from registry.people.refusal import Stale
from registry.people.rules import may
from registry.people.views.doors import View, done, me, page, posted


def about_view(view: View) -> View:
    """Hand the view the saved view of the address; 404 for whom it is not."""

    @wraps(view)
    def entered(request: HttpRequest, uuid: UUID) -> HttpResponse:
        try:
            return view(request, rules.the_view(me(request), uuid))
        except Stale as stale:
            stale.back = reverse("desk:views")
            raise

    return entered


@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """The views one finds, list by list: one's own, and what others shared."""
    user = me(request)
    begun = set(StartView.objects.filter(person=user).exclude(view=None).values_list("view", flat=True))
    rows = [_row(view, user, begun) for view in rules.visible_to(user)]
    groups = [(code.label, [row for row in rows if row["view"].list == code]) for code in ListCode]
    return render(request, "desk/views.html", {"groups": [group for group in groups if group[1]]})


def _row(view: SavedView, user: Any, begun: set[int]) -> dict[str, Any]:
    return {
        "view": view,
        "url": address(view),
        "begins": view.pk in begun,
        "may_change": may(rules.check_may_change, view, user),
        "may_remove": may(rules.check_may_remove, view, user),
    }


def address(view: SavedView) -> str:
    """The list as the view shows it."""
    return f"{reverse(LISTS[ListCode(view.list)].route)}?{view.query}"


@page
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Give what filters the list now a name; the filters stand in the address."""
    if code not in ListCode.values:
        raise Http404
    listed = LISTS[ListCode(code)]
    form, saved = ViewForm(me(request), posted(request)), list[SavedView]()
    sense = listed.read(request.GET, me(request))
    act = lambda: saved.append(actions.keep(listed.code, sense=sense, **form.said, by=me(request)))  # noqa: E731
    if request.method == "POST" and done(form, act):
        messages.success(request, _("View saved. It stands above the list."))
        return redirect(address(saved[0]))
    facts = {"form": form, "title": _("Save this view"), "action": _("Save the view")}
    facts |= {"back": f"{reverse(listed.route)}?{request.GET.urlencode()}", "text": listed.code.label}
    return render(request, "desk/view.html", facts, status=422 if form.is_bound else 200)


@page
@about_view
def change(request: HttpRequest, view: SavedView) -> HttpResponse:
    """Rename it, or share it otherwise."""
    rules.check_may_change(view, me(request))
    form = ViewForm(me(request), posted(request), view=view)
    if request.method == "POST" and done(form, lambda: actions.change(view, **form.said, by=me(request))):
        messages.success(request, _("View changed."))
        return redirect("desk:views")
    facts = {"form": form, "title": _("Change this view"), "action": _("Save the changes"), "text": view.trail_label}
    facts["back"] = reverse("desk:views")
    return render(request, "desk/view.html", facts, status=422 if form.is_bound else 200)


@page
@about_view
def remove(request: HttpRequest, view: SavedView) -> HttpResponse:
    """Ask, and take it away."""
    rules.check_may_remove(view, me(request))
    if request.method == "POST":
        actions.remove(view, by=me(request))
        messages.success(request, _("View removed."))
        return redirect("desk:views")
    text = _("Others who use it lose it too.") if view.shared else _("The list itself stays as it is.")
    facts = {"title": _("Remove “%(name)s”?") % {"name": view.name}, "text": text, "action": _("Remove the view")}
    return render(request, "desk/view.html", facts | {"tone": "danger", "back": reverse("desk:views")})


@require_POST
@about_view
def begin(request: HttpRequest, view: SavedView) -> HttpResponse:
    """Begin its list with it."""
    actions.begin_with(view, by=me(request))
    messages.success(request, _("The list opens with “%(name)s” from now on.") % {"name": view.name})
    return redirect("desk:views")


@require_POST
@about_view
def begin_with_everything(request: HttpRequest, view: SavedView) -> HttpResponse:
    """Begin its list with everything again."""
    actions.begin_with_everything(view, by=me(request))
    messages.success(request, _("The list opens with everything again."))
    return redirect("desk:views")
