"""Offices that two people give together: the list, one proposal, proposing, signing, withdrawing."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.people import actions, rules
from registry.people.forms import ProposeForm
from registry.people.models import Appointment, Proposal, ProposalKind, ProposalState, User
from registry.people.proof import DECISION_MINUTES, needs_factor, proof_of
from registry.people.rules import may
from registry.people.views.doors import View, about_appointment, about_person, done, me, page, posted

SHOWN = 50


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Those that wait for a signature, and what became of the last ones."""
    rules.check_may_see_proposals(me(request))
    rows = rules.visible_proposals(me(request))
    facts = {
        "waiting": [_row(one) for one in rows.filter(state=ProposalState.OPEN)],
        "over": [_row(one) for one in rows.exclude(state=ProposalState.OPEN)[:SHOWN]],
    }
    return render(request, "people/proposals.html", facts)


def _row(one: Proposal) -> dict[str, Any]:
    first = one.first or one.prepared_by
    row = {
        "title": one.trail_label, "url": reverse("people:proposal", args=[one.pk]),
        "icon": "users" if one.person_id else "archive" if one.kind == ProposalKind.DISPOSAL else "key-round",
        "meta": _("Proposed by %(name)s") % {"name": first.name},
        "status": state_of(one), "done": one.state != ProposalState.OPEN,
    }  # fmt: skip
    if one.first is None:
        row["meta"] = _("Prepared by %(name)s") % {"name": first.name}
    return row | ({"due": one.lapses_on} if one.is_open else {})


def state_of(one: Proposal) -> dict[str, str]:
    """The state as a tag."""
    if one.is_open:
        word = _("Waits for a second signature") if one.first_id else _("Waits for two signatures")
        return {"tone": "plum", "word": word, "icon": "clock"}
    if one.state == ProposalState.CONFIRMED:
        return {"tone": "pine", "word": _("Confirmed"), "icon": "check"}
    return {"tone": "", "word": _("Withdrawn") if one.state == ProposalState.WITHDRAWN else _("Lapsed"), "icon": ""}


def about_proposal(view: View) -> View:
    """Hand the view the proposal of the address; 404 for those who have no part in such appointments."""

    def entered(request: HttpRequest, pk: int) -> HttpResponse:
        return view(request, get_object_or_404(rules.visible_proposals(me(request)), pk=pk))

    return entered


@require_safe
@about_proposal
def proposal(request: HttpRequest, one: Proposal) -> HttpResponse:
    """What is proposed, who signed, and what this person may do about it."""
    viewer = me(request)
    facts = {
        "proposal": one,
        "status": state_of(one),
        "ends": one.kind == ProposalKind.END,
        "disposal": one.disposal if one.kind == ProposalKind.DISPOSAL else None,
        "may_sign": may(rules.check_may_sign, viewer, one),
        "may_withdraw": may(rules.check_may_withdraw, viewer, one),
    }
    return render(request, "people/proposal.html", facts)


@page
@about_person(rules.check_may_propose_for)
@needs_factor(DECISION_MINUTES)
def propose(request: HttpRequest, person: User) -> HttpResponse:
    """Propose somebody for an office that two give."""
    form, made = ProposeForm(posted(request)), []
    act = partial(actions.propose, person=person, by=me(request), proof=proof_of(request))
    if done(form, lambda: made.append(act(**form.cleaned_data))):
        messages.success(request, _("Proposed. Whoever may sign it has been written to."))
        return redirect("people:proposal", pk=made[0].pk)
    facts = {"form": form, "person": person}
    return render(request, "people/propose.html", facts, status=422 if form.is_bound else 200)


@page
@about_appointment(rules.check_may_propose_end)
@needs_factor(DECISION_MINUTES)
def propose_end(request: HttpRequest, row: Appointment) -> HttpResponse:
    """Propose that an office ends which two people end."""
    if request.method == "POST":
        made = actions.propose_end(row, by=me(request), proof=proof_of(request))
        messages.success(request, _("Proposed. Whoever may sign it has been written to."))
        return redirect("people:proposal", pk=made.pk)
    return _ask(
        request, title=_("Propose to end this office?"), action=_("Propose the end"), tone="danger",
        back=row.get_absolute_url(),
        text=_("%(appointment)s. It ends when a second person confirms it within seven days.")
        % {"appointment": row.trail_label},
    )  # fmt: skip


@page
@about_proposal
@needs_factor(DECISION_MINUTES)
def sign(request: HttpRequest, one: Proposal) -> HttpResponse:
    """Give the next signature."""
    if one.kind == ProposalKind.DISPOSAL:
        return redirect("people:agree_disposal", pk=one.pk)
    rules.check_may_sign(me(request), one)
    if request.method == "POST":
        signed = actions.sign(one, by=me(request), proof=proof_of(request))
        messages.success(
            request, _("Confirmed.") if signed.second_id else _("Signed. A second person must confirm it.")
        )
        return redirect("people:proposal", pk=one.pk)
    last = _("This is the second signature: it takes effect at once.")
    if one.kind == ProposalKind.KEY:
        last = _(
            "This is the second signature: the system administrator can then destroy it, and nobody brings it back."
        )
    first = _("This is the first signature. A second person must confirm it.")
    return _ask(
        request, title=_("Sign this?"), action=_("Confirm") if one.first_id else _("Sign"), back=_page_of(one),
        text=f"{one.trail_label}. {last if one.first_id else first}",
    )  # fmt: skip


@page
@about_proposal
def withdraw_proposal(request: HttpRequest, one: Proposal) -> HttpResponse:
    """Take a proposal back."""
    rules.check_may_withdraw(me(request), one)
    if request.method == "POST":
        actions.withdraw_proposal(one, by=me(request))
        messages.success(request, _("Withdrawn."))
        return redirect("people:proposal", pk=one.pk)
    return _ask(
        request, title=_("Withdraw this proposal?"), action=_("Withdraw it"), back=_page_of(one),
        text=_("%(proposal)s. Nothing changes. It can be proposed again.") % {"proposal": one.trail_label},
    )  # fmt: skip


def _page_of(one: Proposal) -> str:
    return reverse("people:proposal", args=[one.pk])


def _ask(request: HttpRequest, **words: str) -> HttpResponse:
    return render(request, "people/confirm.html", words)
