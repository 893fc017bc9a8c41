"""What a campaign asks about one account: answered on a page of taps, or by asking that it be retired."""

from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import packet_panel
from accounts.actions import attesting as actions
from accounts.actions import packet_retiring
from accounts.forms.attesting import AttestForm
from accounts.forms.posting import WhyForm
from accounts.models import Packet
from accounts.rules import packets as rules
from accounts.rules.attesting import last_of
from accounts.rules.standing import standing_of
from accounts.views.doors import View, crumbs, done, me, page, posted, posts
from registry.people.refusal import Stale
from registry.people.rules import may


def about_packet(view: View) -> View:
    """Hand the view the packet of the address; 404 for whom it does not concern."""

    @wraps(view)
    def entered(request: HttpRequest, uuid: UUID) -> HttpResponse:
        packet = rules.the_packet(me(request), uuid)
        try:
            return view(request, packet)
        except Stale as stale:
            stale.back = packet.get_absolute_url()
            raise

    return entered


@page
@about_packet
def packet(request: HttpRequest, packet: Packet) -> HttpResponse:
    """Say how the account stands, or see what was said."""
    standing = standing_of(packet.account, me(request))
    if request.method == "POST":
        rules.check_may_answer(packet, standing)
    form = AttestForm(packet.account, last_of(packet.account), posted(request))
    if form.says_unused and may(rules.check_may_ask, packet, standing):
        return redirect("campaigns:retire", packet.uuid)
    answer = lambda: actions.answer(packet, form.said, seen=form.last_seen, by=me(request))  # noqa: E731
    if done(request, form, answer):
        messages.success(request, _("Thank you. Your word on %(name)s is kept.") % {"name": packet.account.name})
        return redirect(packet)
    facts = {**packet_panel.facts_for(packet, standing), "form": form, "trail": crumbs(packet.account)}
    return render(request, "accounts/packet.html", facts, status=422 if form.is_bound else 200)


@page
@about_packet
def retire(request: HttpRequest, packet: Packet) -> HttpResponse:
    """Say that the account should be retired, and why."""
    rules.check_may_ask(packet, standing_of(packet.account, me(request)))
    form = WhyForm(posted(request))
    if done(request, form, lambda: packet_retiring.ask(packet, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Communications is asked. It counts once they agree."))
        return redirect(packet)
    title = _("Should %(name)s be retired?") % {"name": packet.account.name}
    text = _("Say why: nobody uses it, the team is gone. Communications agrees, or says why not.")
    return _ask(request, packet, form, title=title, text=text, action=_("Ask to retire it"), tone="danger")


@posts
@about_packet
def accept_retiring(request: HttpRequest, packet: Packet) -> HttpResponse:
    """Agree that it is retired."""
    packet_retiring.accept_retiring(packet, by=me(request))
    messages.success(request, _("Agreed: %(name)s is to be retired.") % {"name": packet.account.name})
    return redirect(packet)


@page
@about_packet
def decline_retiring(request: HttpRequest, packet: Packet) -> HttpResponse:
    """Do not agree, and why."""
    rules.check_may_settle(packet, standing_of(packet.account, me(request)))
    form = WhyForm(posted(request))
    if done(request, form, lambda: packet_retiring.decline_retiring(packet, **form.cleaned_data, by=me(request))):
        messages.success(request, _("Declined. Who looks after it says how it stands instead."))
        return redirect(packet)
    title = _("Keep %(name)s?") % {"name": packet.account.name}
    text = _("It goes on as before. Who looks after it reads why, and is asked again how it stands.")
    return _ask(request, packet, form, title=title, text=text, action=_("Do not retire it"))


def _ask(request: HttpRequest, packet: Packet, form: WhyForm, **words: str) -> HttpResponse:
    facts = {"form": form, "back": packet.get_absolute_url(), "trail": crumbs(packet.account), **words}
    return render(request, "accounts/poster_form.html", facts, status=422 if form.is_bound else 200)
