"""A kit as pages draw it: its steps, its line in a list. Never a word of its passphrase."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Kit, KitState, Side
from registry import clock


def row_of(kit: Kit) -> dict[str, Any]:
    """The kit's line in a list."""
    names = [kit.asked_by.name, *([kit.agreed_by.name] if kit.agreed_by else [])]
    return {
        "title": f"{kit.number}: {kit.reason}",
        "meta": ", ".join(names),
        "url": kit.get_absolute_url(),
        "icon": "package",
        "status": state_of(kit),
        "done": kit.state in (KitState.CANCELLED, KitState.LAPSED, KitState.FAILED) or kit.destroyed_at is not None,
    }


def state_of(kit: Kit) -> dict[str, str]:
    """The state as a tag."""
    if kit.destroyed_at:
        return {"tone": "pine", "word": _("Destroyed"), "icon": "check"}
    if kit.state == KitState.DOWNLOADED:
        return {"tone": "ochre", "word": _("Not destroyed yet"), "icon": "package"}
    if kit.state == KitState.FAILED:
        return {"tone": "brick", "word": _("Could not be made"), "icon": ""}
    if kit.state == KitState.CANCELLED:
        return {"tone": "", "word": _("Cancelled"), "icon": ""}
    if kit.state == KitState.LAPSED or clock.now() > kit.until:
        return {"tone": "", "word": _("Lapsed"), "icon": ""}
    waits = _("Waits for the second person") if kit.state == KitState.ASKED else _("Waits for the download")
    return {"tone": "plum", "word": waits, "icon": "clock"}


def steps_of(kit: Kit) -> list[dict[str, Any]]:
    """How far the kit is: asked, agreed, both halves written down, downloaded."""
    seen = [half for half in kit.halves.select_related("person") if half.seen_at]
    agreed, made = kit.agreed_at is not None, kit.state == KitState.DOWNLOADED
    reached = [True, agreed, len(seen) == 2, made]
    stopped = not made and (kit.state not in (KitState.ASKED, KitState.AGREED) or clock.now() > kit.until)
    titles = (_("Asked for"), _("Agreed to"), _("Passphrase written down"), _("Downloaded"))
    texts = (_asked(kit), _agreed(kit), _seen([half.person.name for half in seen]), _downloaded(kit))
    return [
        {"title": title, "text": text, "state": state}
        for title, text, state in zip(titles, texts, _states(reached, stopped=stopped), strict=True)
    ]


def _states(reached: list[bool], *, stopped: bool) -> list[str]:
    at = next((place for place, done in enumerate(reached) if not done), len(reached))
    now = "stop" if stopped else "now"
    return ["done" if place < at else now if place == at else "later" for place in range(len(reached))]


def _asked(kit: Kit) -> str:
    words = {"name": kit.asked_by.name, "office": Side(kit.asked_for).label}
    return _("%(name)s, for: %(office)s") % words


def _agreed(kit: Kit) -> str:
    if kit.agreed_by:
        return kit.agreed_by.name
    return _("Somebody of the other office: %(office)s") % {"office": Side(kit.asked_for).other.label}


def _seen(names: list[str]) -> str:
    if not names:
        return _("Each of the two, one half")
    if len(names) == 1:
        return _("One half: %(name)s") % {"name": names[0]}
    return _("Half each: %(names)s") % {"names": ", ".join(names)}


def _downloaded(kit: Kit) -> str:
    if kit.state != KitState.DOWNLOADED:
        return _("Once, by %(name)s, until %(time)s") % {
            "name": kit.asked_by.name,
            "time": f"{clock.local(kit.until):%-I:%M %p}".lower(),
        }
    return ngettext("The login of one account", "The logins of %(n)d accounts", kit.entries) % {"n": kit.entries}
