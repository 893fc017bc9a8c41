"""The break-glass kit: asking, agreeing, reading one's half of the passphrase, the one download, its end."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.actions import kit as actions
from accounts.actions.kit_download import download as make
from accounts.forms.kit import AskForm, DestroyedForm
from accounts.kit_panel import row_of, steps_of
from accounts.models import Kit, KitState
from accounts.rules import kit as rules
from accounts.views.doors import View, by_the_vault, done, me, page, posted, posts, reads
from registry.people.models import User
from registry.people.proof import REVEAL_MINUTES, needs_factor, proof_of
from registry.people.refusal import Stale
from registry.people.rules import may

SHOWN = 50
#: For how long half a passphrase stays on the screen.
HALF_SECONDS = 180


def about_kit(check: Callable[[Kit, User], object] | None = None) -> Callable[[View], View]:
    """Hand the view the kit of the address; 404 for who has no part in kits, the check's refusal for the rest."""

    def guard(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, uuid: UUID) -> HttpResponse:
            kit = rules.the_kit(me(request), uuid)
            try:
                if check:
                    check(kit, me(request))
                return view(request, kit)
            except Stale as stale:
                stale.back = kit.get_absolute_url()
                raise

        return entered

    return guard


def may_ask(view: View) -> View:
    """Turn away who may not ask, before they are asked for a code."""

    @wraps(view)
    def entered(request: HttpRequest) -> HttpResponse:
        rules.check_may_ask(me(request))
        return view(request)

    return entered


@reads
def kits(request: HttpRequest) -> HttpResponse:
    """What a kit is, those on their way, and what became of the last ones."""
    rules.check_may_take_part(me(request))
    rows = list(rules.visible(me(request))[:SHOWN])
    facts = {
        "open": [row_of(kit) for kit in rows if kit.state in rules.OPEN],
        "over": [row_of(kit) for kit in rows if kit.state not in rules.OPEN],
        "may_ask": may(rules.check_may_ask, me(request)),
    }
    return render(request, "accounts/kits.html", facts)


@reads
@about_kit()
def kit(request: HttpRequest, kit: Kit) -> HttpResponse:
    """One kit: how far it is, who has to do what, and what is in it."""
    viewer = me(request)
    offers = {
        "agree": may(rules.check_may_agree, kit, viewer),
        "half": may(rules.check_may_see_half, kit, viewer),
        "download": may(rules.check_may_download, kit, viewer),
        "cancel": may(rules.check_may_cancel, kit, viewer),
        "destroyed": may(rules.check_may_attest, kit, viewer),
    }
    facts = {"kit": kit, "steps": steps_of(kit), "row": row_of(kit), "offers": offers, "made": _is_made(kit)}
    return render(request, "accounts/kit.html", facts)


@page
@may_ask
@needs_factor(REVEAL_MINUTES)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a kit."""
    form, made = AskForm(posted(request)), list[Kit]()
    act = partial(actions.ask, by=me(request), proof=proof_of(request))
    if done(request, form, lambda: made.append(act(reason=form.cleaned_data["reason"]))):
        messages.success(request, _("Asked. Those who can agree have been written to. Call one of them."))
        return redirect(made[0])
    return render(request, "accounts/kit_ask.html", {"form": form}, status=422 if form.is_bound else 200)


@page
@by_the_vault
@about_kit(rules.check_may_agree)
@needs_factor(REVEAL_MINUTES)
def agree(request: HttpRequest, kit: Kit) -> HttpResponse:
    """Agree, as the second of two."""
    if request.method == "POST":
        actions.agree(kit, by=me(request), proof=proof_of(request))
        messages.success(request, _("Agreed. Now write down your half of the passphrase."))
        return redirect(kit)
    return render(request, "accounts/kit_agree.html", {"kit": kit})


@posts
@about_kit(rules.check_may_cancel)
def cancel(request: HttpRequest, kit: Kit) -> HttpResponse:
    """Stop a kit that is on its way."""
    actions.cancel(kit, by=me(request))
    messages.success(request, _("Cancelled. Nothing was made, and those who counted on it are told."))
    return redirect(kit)


@page
@by_the_vault
@about_kit(rules.check_may_see_half)
@needs_factor(REVEAL_MINUTES)
@sensitive_variables()
def half(request: HttpRequest, kit: Kit) -> HttpResponse:
    """One's own half of the passphrase: a warning first, then four words, once."""
    if request.method != "POST":
        return render(request, "accounts/kit_half.html", {"kit": kit})
    words = actions.show_half(kit, by=me(request), proof=proof_of(request)).expose().split()
    first = 1 if me(request).pk == kit.asked_by_id else len(words) + 1
    facts = {"kit": kit, "words": list(enumerate(words, first)), "seconds": HALF_SECONDS, "first": first == 1}
    response = render(request, "accounts/kit_words.html", facts)
    response["Refresh"] = f"{HALF_SECONDS}; url={request.build_absolute_uri(kit.get_absolute_url())}"
    return response


@page
@by_the_vault
@about_kit(rules.check_may_download)
@needs_factor(REVEAL_MINUTES)
@sensitive_variables()
def download(request: HttpRequest, kit: Kit) -> HttpResponse:
    """The file, once: in this answer and nowhere else."""
    if request.method != "POST":
        return render(request, "accounts/kit_download.html", {"kit": kit, "accounts": len(_accounts())})
    made = make(kit, by=me(request), proof=proof_of(request))
    response = HttpResponse(made.content, content_type="application/x-keepass2")
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@page
@about_kit(rules.check_may_attest)
def destroyed(request: HttpRequest, kit: Kit) -> HttpResponse:
    """Record that nothing is left of a kit."""
    form = DestroyedForm(posted(request))
    if done(request, form, lambda: actions.attest_destroyed(kit, how=form.cleaned_data["how"], by=me(request))):
        messages.success(request, _("Recorded: nothing is left of this kit."))
        return redirect(kit)
    facts: dict[str, Any] = {"kit": kit, "form": form, "back": reverse("accounts:kit", args=[kit.uuid])}
    return render(request, "accounts/kit_destroyed.html", facts, status=422 if form.is_bound else 200)


def _accounts() -> set[int]:
    return {row.account_id for row in rules.contents()}


def _is_made(kit: Kit) -> bool:
    return kit.state == KitState.DOWNLOADED
