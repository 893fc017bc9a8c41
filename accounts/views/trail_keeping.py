"""How long the trail is kept: the page, saying it anew, and proposing that old entries go."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import keeping_panel as panel
from accounts.actions.trail_keeping import propose_disposal, set_schedule
from accounts.forms.trail_keeping import DisposalForm, ScheduleForm
from accounts.rules import trail_keeping as rules
from accounts.rules.holds import check_may_place
from accounts.views.doors import View, done, me, page, posted, reads
from registry.people import powers
from registry.people.models import Proposal
from registry.people.proof import DECISION_MINUTES, REVEAL_MINUTES, needs_factor, proof_of
from registry.people.rules import check_may_dispose, may


@reads
def home(request: HttpRequest) -> HttpResponse:
    """The schedules, the holds, what could go today, and what went."""
    viewer = me(request)
    rules.check_may_see(viewer)
    facts = {
        "schedules": panel.schedules(),
        "holds": panel.holds(words=powers.reads_whole_trail(viewer)),
        "could": panel.what_could_go(),
        "disposals": panel.disposals(),
        "may_set": may(rules.check_may_set, viewer),
        "may_hold": may(check_may_place, viewer),
        "may_dispose": may(check_may_dispose, viewer),
    }
    return render(request, "keeping/home.html", facts)


def _may_set(view: View) -> View:
    def entered(request: HttpRequest) -> HttpResponse:
        rules.check_may_set(me(request))
        return view(request)

    return entered


def _may_dispose(view: View) -> View:
    def entered(request: HttpRequest) -> HttpResponse:
        check_may_dispose(me(request))
        return view(request)

    return entered


@page
@_may_set
@needs_factor(DECISION_MINUTES)
def schedule(request: HttpRequest) -> HttpResponse:
    """Say for how long entries of a kind are kept."""
    form = ScheduleForm(posted(request))
    act = partial(set_schedule, by=me(request), proof=proof_of(request))
    if done(request, form, lambda: act(**form.cleaned_data)):
        messages.success(request, _("Said. It holds from that day on."))
        return redirect("keeping:home")
    facts = {
        "form": form, "title": _("For how long are entries kept?"), "action": _("Set how long they are kept"),
        "text": _("Nothing is removed by this. Two people do that together, under a schedule."),
        "back": reverse("keeping:home"),
    }  # fmt: skip
    return render(request, "keeping/ask.html", facts, status=422 if form.is_bound else 200)


@page
@_may_dispose
@needs_factor(REVEAL_MINUTES)
def dispose(request: HttpRequest) -> HttpResponse:
    """Look at what could go today, and propose it."""
    form, made = DisposalForm(posted(request)), list[Proposal]()
    act = partial(propose_disposal, by=me(request), proof=proof_of(request))
    if done(request, form, lambda: made.append(act(**form.cleaned_data))):
        messages.success(request, _("Proposed. The other office has been written to."))
        return redirect("people:proposal", pk=made[0].pk)
    facts = {"form": form, "could": panel.what_could_go()}
    return render(request, "keeping/dispose.html", facts, status=422 if form.is_bound else 200)
