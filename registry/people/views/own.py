"""One's own details and sign-in."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from registry.people import actions, powers, proof, standing_in
from registry.people.forms import OwnDetailsForm
from registry.people.views.doors import me, page, posted


@page
def own_details(request: HttpRequest) -> HttpResponse:
    """Language, and the name as it is; links to everything about one's sign-in."""
    user = me(request)
    stands = {"language": user.language, "daily_letter": user.daily_letter}
    form = OwnDetailsForm(posted(request), initial=stands)
    if form.is_valid():
        changed = actions.change_own_details(user, **form.cleaned_data, by=user)
        with override(changed.language):
            messages.success(request, _("Details saved."))
        return redirect("people:me")
    facts = {
        "form": form,
        "offices": powers.offices_of(user),
        "absences": [
            {"row": row, "end": reverse("people:end_absence", args=[row.pk])} for row in standing_in.absences_of(user)
        ],
        "has_factor": proof.has_factor(user),
        "held_until": proof.held_until(user),
    }
    return render(request, "people/me.html", facts)


@page
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions, this one included."""
    if request.method == "POST":
        actions.end_sessions(me(request), by=me(request))
        logout(request)
        messages.success(request, _("You are signed out everywhere."))
        return redirect("account_login")
    words = {
        "title": _("Sign out everywhere?"),
        "text": _("Every browser in which you are signed in is signed out, this one too."),
        "action": _("Sign out everywhere"),
        "back": reverse("people:me"),
    }
    return render(request, "people/confirm.html", {"person": me(request), **words})
