"""Handles that a request may ask for: nobody's own, nobody else's, and each but once."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Platform
from accounts.rules import recognise
from approvals import checks
from approvals.models import Request
from registry.people.refusal import Refused


def unfit(text: str, platform: Platform | None, found: recognise.Recognised | None) -> str:
    """Why what was typed names no account on the chosen platform, in a sentence; empty where it names one."""
    if found and platform and found.platform != platform:
        words = {"other": found.platform.name, "chosen": platform.name}
        return (
            _("This is an address of %(other)s; you chose %(chosen)s. Choose %(other)s, or enter a handle there.")
            % words
        )
    if found:
        return ""
    most = recognise.most_characters(text, platform) if platform else None
    if most and platform:
        words = {"platform": platform.name, "most": str(most)}
        return _("A handle on %(platform)s has at most %(most)s characters. Enter a shorter one.") % words
    return _("Enter a handle without spaces, like lakeviewnordic, or paste the address.")


def check_items_differ(request: Request) -> None:
    """Raise `Refused` where the same handle on the same platform is asked for twice in one request (invariant 7)."""
    keys = [(item.platform_id, item.key) for item in request.items.all() if item.key]
    if len(keys) != len(set(keys)):
        raise Refused(_("This request asks for the same handle twice. Remove one of them."), rule="invariant 7")


def check_handle_is_free(request: Request, platform: Platform | None, text: str, visible: Q) -> None:
    """Raise `Refused` where an address looks personal (IV.14), or is registered or asked for already (E1.12).

    `visible` are the requests that may be named to whoever asks.
    """
    found = recognise.recognise(text, platform) if text else None
    if found is None:
        return
    personal = checks.personal(found, display_name=request.display_name, people=(request.requester, request.custodian))
    if personal:
        raise Refused(personal, rule="IV.14")
    taken = checks.taken(found, apart_from=request, visible=visible)
    if taken:
        raise Refused(taken.sentence, rule="invariant 7")
