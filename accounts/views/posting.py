"""Who may post here (II.4): the page of an account or a unit, and proposing, designating, refusing, revoking."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import who_posts
from accounts.actions import posting as actions
from accounts.forms.posting import PosterForm, TermsForm, WhyForm
from accounts.models import Place, Poster, posters_url
from accounts.rules import posting as rules
from accounts.views.doors import done, me, page, posted, reads
from accounts.views.places import about_place, about_poster, allowed_here
from registry.people.proof import DECISION_MINUTES, needs_factor

View = Callable[..., HttpResponse]
_PROPOSING = gettext_lazy("The unit’s administrator or Communications decides. Until then they may not post.")
_DESIGNATING = gettext_lazy("They post without further approval, from the first day to the last.")


@reads
@about_place
def posters(request: HttpRequest, place: Place) -> HttpResponse:
    """Who may post here, by what right, and where one asks to be one of them."""
    return render(request, "accounts/posters.html", who_posts.page_of(place, me(request)))


@page
@about_place
@allowed_here(rules.check_may_propose)
def propose(request: HttpRequest, place: Place) -> HttpResponse:
    """Propose a poster to those who designate."""
    form = PosterForm(posted(request), place=place)
    if done(request, form, lambda: actions.propose(place, **form.cleaned_data, by=me(request))):
        messages.success(request, _("%(name)s proposed.") % {"name": form.cleaned_data["person"].name})
        return redirect(posters_url(place))
    return _form(
        request,
        place,
        form,
        title=_("Propose a poster of %(place)s") % _of(place),
        action=_("Propose poster"),
        text=_PROPOSING,
    )


@page
@about_place
@allowed_here(rules.check_may_designate)
@needs_factor(DECISION_MINUTES)
def designate(request: HttpRequest, place: Place) -> HttpResponse:
    """Designate a poster directly."""
    form = PosterForm(posted(request), place=place)
    if done(request, form, lambda: actions.designate(place, **form.cleaned_data, by=me(request))):
        messages.success(request, _("%(name)s designated.") % {"name": form.cleaned_data["person"].name})
        return redirect(posters_url(place))
    return _form(
        request,
        place,
        form,
        title=_("Designate a poster of %(place)s") % _of(place),
        action=_("Designate poster"),
        text=_DESIGNATING,
    )


@page
@about_poster(rules.check_may_answer)
@needs_factor(DECISION_MINUTES)
def accept(request: HttpRequest, poster: Poster) -> HttpResponse:
    """Designate who was proposed, on these terms or others."""
    place, person = poster.place, poster.person
    terms = {name: getattr(poster, name) for name in ("starts_on", "ends_on", "may_reveal")}
    form = TermsForm(posted(request), place=place, initial=terms)
    act = partial(actions.designate, place, person=person, proposal=poster, by=me(request))
    if done(request, form, lambda: act(**form.cleaned_data)):
        messages.success(request, _("%(name)s designated.") % {"name": person.name})
        return redirect(poster)
    title = _("Designate %(name)s as poster of %(place)s") % {"name": person.name, **_of(place)}
    return _form(request, place, form, title=title, action=_("Designate poster"), text=_DESIGNATING)


@page
@about_poster(rules.check_may_answer)
def refuse(request: HttpRequest, poster: Poster) -> HttpResponse:
    """Turn a proposal down, and say why."""
    form = WhyForm(posted(request))
    if done(request, form, lambda: actions.refuse(poster, why=form.cleaned_data["why"], by=me(request))):
        messages.success(request, _("Proposal refused."))
        return redirect(poster)
    title = _("Refuse to designate %(poster)s?") % {"poster": poster}
    text = _("Who proposed it is told why. A new proposal may follow.")
    return _form(request, poster.place, form, title=title, action=_("Refuse proposal"), text=text)


@page
@about_poster(rules.check_may_revoke)
def revoke(request: HttpRequest, poster: Poster) -> HttpResponse:
    """End a designation at once, and say why."""
    form = WhyForm(posted(request))
    if done(request, form, lambda: actions.revoke(poster, why=form.cleaned_data["why"], by=me(request))):
        messages.success(request, _("Designation revoked."))
        return redirect(poster)
    title = _("Revoke the designation of %(poster)s?") % {"poster": poster}
    text = _(
        "It ends at once, and so does a right to open the login. Who knows the password goes on knowing it: change it."
    )
    return _form(request, poster.place, form, title=title, action=_("Revoke designation"), text=text, tone="danger")


def _of(place: Place) -> dict[str, str]:
    return {"place": place.name}


def _form(request: HttpRequest, place: Place, form: Any, **words: Any) -> HttpResponse:
    facts = {"form": form, "place": place, "back": posters_url(place), **words}
    return render(request, "accounts/poster_form.html", facts)
