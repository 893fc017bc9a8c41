"""The card "May I post?": one's own, and the link under which whoever is shown a printed one checks it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import card as cards
from accounts.forms.posting import AskForm
from accounts.views.doors import me, reads


@reads
def card(request: HttpRequest) -> HttpResponse:
    """What I may do, where; and an answer about the account or address that is asked for with `?q=`."""
    form = AskForm(request.GET if "q" in request.GET else None)
    facts = {**cards.card_of(me(request)), "form": form, "link": _link(request)}
    if form.is_bound and form.is_valid():
        asked = cards.ask(form.cleaned_data["q"], form.cleaned_data["platform"], me(request))
        facts["asked"] = asked
        facts["todo"] = cards.where_to_ask(asked.answer, asked) if asked.answer else []
    return render(request, "accounts/card.html", facts)


@reads
def check_card(request: HttpRequest, token: str) -> HttpResponse:
    """Whether somebody's card still holds: what they may do at this moment. For everybody who signs in."""
    holder = cards.holder_of(token)
    return render(request, "accounts/card_check.html", {**cards.card_of(holder), "mine": holder.pk == me(request).pk})


def _link(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("accounts:card-check", args=[cards.token_of(me(request))]))
