"""An entry as a line of the page: its sentence with marks, what stands below it, its picture."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from registry import clock
from registry.audit.events import Event, Outcome, Severity
from registry.audit.models import Entry
from registry.audit.sentences import REASONS, field_words
from registry.audit.subjects import address_of
from registry.audit.variants import template_of

_REQUEST = re.compile(r"R-\d+")
_ACT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PICTURES = {
    "signin": "log-in", "factor": "key-round", "password": "key-round", "email": "mail", "session": "log-out",
    "person": "user", "appointment": "id-card", "district": "school", "unit": "school", "policy": "book-open",
    "absence": "calendar-off", "departure": "user-x", "proposal": "users",
    "request": "send", "round": "list-checks", "seat": "users", "decision": "check",
    "condition": "list-checks", "platform": "settings",
    "role": "users", "drill": "key-round", "account": "at-sign", "task": "check", "custody": "id-card",
    "campaign": "list-checks", "packet": "clipboard-check", "attestation": "clipboard-check",
    "handoff": "arrow-left-right", "outside": "users", "backup": "id-card",
    "closing": "archive", "hold": "lock", "tombstone": "archive", "sunset": "archive",
    "found": "search-check", "authorization": "badge-check", "route": "list-checks", "poster": "megaphone",
    "incident": "clock", "records": "folder-output", "data": "id-card",
    "overview": "chart-column", "report": "file-text",
    "holiday": "calendar-days", "season": "calendar-days", "graduation": "calendar-days",
    "kit": "package", "import": "folder-input", "drop": "link", "recovery": "list-checks", "health": "clipboard-check",
    "rotation": "key-round", "knowledge": "eye",
    "secret": "eye", "letter": "mail", "trail": "shield-check", "vault": "lock", "key": "key-round",
    "access": "x", "demo": "settings", "view": "sliders-horizontal",
}  # fmt: skip
TONES = {
    Event.DECISION_RECORDED: "pine", Event.REQUEST_APPROVED: "pine", Event.ACCOUNT_ACTIVATED: "pine",
    Event.REQUEST_GRANTED: "pine",
    Event.SECRET_VERIFIED: "pine", Event.TRAIL_VERIFIED: "pine", Event.CUSTODY_ACCEPTED: "pine",
    Event.REQUEST_SUBMITTED: "lake", Event.SECRET_DEPOSITED: "lake", Event.REQUEST_DECLINED: "brick",
}  # fmt: skip
LOUD = {Severity.NOTICE: "ochre", Severity.WARNING: "brick", Severity.ALERT: "brick"}


@dataclass(frozen=True)
class Line:
    """What the template shows of one entry."""

    entry: Entry
    sentence: SafeString | str
    details: list[str]
    picture: str
    tone: str
    #: Where everything about its thing is; empty where the sentence names none that has a page of its own.
    about: str = ""


def days(
    entries: Iterable[Entry], reader: Any, *, sees_all: bool, known: Callable[[Entry], bool] | None = None
) -> list[tuple[date, list[Line]]]:
    """The entries by the district's day, in the order given. `known` says of which the list is about their thing
    already.
    """
    grouped = groupby(entries, key=lambda entry: clock.local(entry.at).date())
    return [
        (day, [line_of(entry, reader, sees_all=sees_all, leads=not (known and known(entry))) for entry in group])
        for day, group in grouped
    ]


def months(read: list[tuple[date, list[Line]]]) -> list[tuple[date, list[tuple[date, list[Line]]]]]:
    """Days by their month, each month named by its first day."""
    return [(month, list(group)) for month, group in groupby(read, key=lambda pair: pair[0].replace(day=1))]


def line_of(entry: Entry, reader: Any, *, sees_all: bool, leads: bool = False) -> Line:
    """One entry as `reader` sees it; where it `leads`, with a way to everything about its thing."""
    tone = TONES.get(entry.action) or LOUD.get(entry.severity, "")  # type: ignore[call-overload]
    if entry.outcome != Outcome.OK:
        tone = "brick"
    private = is_private(entry, reader, sees_all=sees_all)
    picture = PICTURES.get(entry.action.partition(".")[0], "info")
    return Line(
        entry, _marked(entry), list(_details(entry, private=private)), picture, tone, _all(entry) if leads else ""
    )


def is_private(entry: Entry, reader: Any, *, sees_all: bool) -> bool:
    """Whether its reasons are not for `reader`: other people's for a reveal are for those who see the whole trail."""
    return entry.action.startswith("secret.") and not sees_all and entry.actor_id != str(reader.trail_id)


def _marked(entry: Entry) -> SafeString | str:
    """The sentence with the person in bold and the thing as a link to its page, or to everything about it."""
    if entry.action not in Event.values:
        return entry.action
    return format_html(
        template_of(entry),
        actor=format_html("<strong>{}</strong>", entry.actor_label or _("Mooring")),
        object=format_html('<a href="{}">{}</a>', opens(entry), entry.object_label) if entry.object_type else _("this"),
        field=field_words(entry.field_code) or _("sign-in details"),
    )


def opens(entry: Entry) -> str:
    """The page of the thing, or everything about it where it has none; that page decides who sees it."""
    return address_of(entry.object_type, entry.object_id) or _about(entry)


def _details(entry: Entry, *, private: bool) -> Iterable[str]:
    """What stands below. Other people's reasons for a reveal are for those who see the whole trail (security C7)."""
    if entry.outcome != Outcome.OK and entry.action != Event.ACCESS_DENIED:  # which says so itself
        yield str(Outcome(entry.outcome).label).capitalize() + "."
    if entry.on_behalf_of:
        yield _("On behalf of %(who)s.") % {"who": entry.on_behalf_of}
    reasons = [str(REASONS.get(entry.reason_code, "")), entry.reason_text]
    if any(reasons) and not private:
        yield _("Reason: %(reason)s") % {"reason": ": ".join(filter(None, reasons))}
    if entry.action == Event.ACCESS_DENIED and entry.rule_id:
        yield _("Under: %(rule)s.") % {"rule": entry.rule_id}
    if entry.secret_version is not None:
        yield _("Version %(number)s.") % {"number": entry.secret_version}
    if entry.action.startswith("letter.") and isinstance(entry.after, dict) and entry.after.get("to"):
        yield _("To %(name)s.") % {"name": entry.after["to"]}
    yield from _part(entry)


def _part(entry: Entry) -> Iterable[str]:
    """What the entry belongs to, in words: a request, or an act that wrote several entries, such as one opening."""
    reference = entry.reference
    if not reference or reference == entry.object_id or entry.action == Event.ACCESS_DENIED:
        return
    page = address_of("request", reference) if _REQUEST.fullmatch(reference) else ""
    if page:
        yield format_html(_("Part of request {}."), format_html('<a href="{}">{}</a>', page, reference))
    elif _ACT.fullmatch(reference):
        words = _("Everything of this opening") if entry.action.startswith("secret.") else _("Everything of this act")
        yield format_html('<a href="{}">{}</a>', _about(entry, part=reference), words)
    else:
        yield _("Reference: %(reference)s.") % {"reference": reference}


def _all(entry: Entry) -> str:
    """Everything about its thing, where the name in the sentence leads to a page of that thing."""
    named = entry.action in Event.values and "{object}" in template_of(entry)
    return _about(entry) if named and address_of(entry.object_type, entry.object_id) else ""


def _about(entry: Entry, **more: str) -> str:
    return f"{reverse('audit:trail')}?" + urlencode({"about": f"{entry.object_type}:{entry.object_id}", **more})
