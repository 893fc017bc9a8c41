"""Agreeing, as the second of two, that old entries of the trail go."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.people import actions, rules
from registry.people.models import Proposal, ProposalKind
from registry.people.proof import REVEAL_MINUTES, needs_factor, proof_of
from registry.people.views.doors import View, me, page
from registry.people.views.proposals import about_proposal


def _disposals_only(view: View) -> View:
    """404 for a proposal of another kind; before a code is asked for, who may not agree is told why."""

    def entered(request: HttpRequest, one: Proposal) -> HttpResponse:
        if one.kind != ProposalKind.DISPOSAL:
            raise Http404
        rules.check_may_sign(me(request), one)
        return view(request, one)

    return entered


@page
@about_proposal
@_disposals_only
@needs_factor(REVEAL_MINUTES)
def agree(request: HttpRequest, one: Proposal) -> HttpResponse:
    """Agree."""
    back = reverse("people:proposal", args=[one.pk])
    if request.method == "POST":
        actions.sign(one, by=me(request), proof=proof_of(request))
        messages.success(request, _("Agreed. The system administrator can remove them for seven days."))
        return redirect(back)
    words = {"number": one.disposal.number, "entries": one.disposal.entries, "authority": one.disposal.authority}
    text = _("%(number)s: %(entries)d entries, by “%(authority)s”. What is removed does not come back.") % words
    facts = {"title": _("Agree that these entries go?"), "action": _("Agree"), "back": back, "text": text}
    return render(request, "people/confirm.html", {**facts, "tone": "danger"})
