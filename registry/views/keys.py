"""How the keys stand: which there are, what is under each, which processes hold them. Nothing is done here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from registry import heartbeat, keyring, keystate
from registry.audit import Event
from registry.people import rules
from registry.people.views.doors import me
from registry.rules.keys import free_on
from registry.vault import State

FOR = {
    "vault": _("Secrets of accounts"),
    "mfa": _("Second factors of people"),
    "trail": _("Entries of the trail"),
    "fingerprint": _("Fingerprints of passwords"),
    "session": _("Sessions of people"),
    "seal": _("Seals of the trail"),
}
STATES = {
    State.PENDING: ("plum", _("Waits for all processes"), "clock"),
    State.PRIMARY: ("pine", _("Seals"), "check"),
    State.DECRYPT_ONLY: ("", _("Opens only"), ""),
    State.DESTROYED: ("", _("Destroyed"), ""),
}


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Ids, states and counts, for whoever operates the site and for Communications."""
    rules.check_may_see_keys(me(request))
    check = keystate.last_check()
    facts = {
        "rows": [_row(line) for line in keystate.lines()],
        "sealed": keyring.vault_is_sealed(),
        "processes": heartbeat.live(),
        "check": check,
        "check_well": bool(check and check.action == Event.VAULT_VERIFIED),
    }
    return render(request, "registry/keys.html", facts)


def _row(line: keystate.Line) -> dict[str, Any]:
    tone, word, icon = STATES[State(line.state)]
    facts = {"line": line, "purpose": FOR[line.purpose], "tone": tone, "word": word, "icon": icon, "since": line.since}
    row = line.row
    if row is None:
        return facts
    if row.compromised_at:
        facts |= {"tone": "brick", "word": _("Compromised"), "icon": "x"}
    elif row.retired_at and not row.destroyed_at:
        facts |= {"word": _("Retired")}
    if line.state == State.DECRYPT_ONLY and not row.retired_at:
        facts["free"] = free_on(line.purpose, row)
    return facts
