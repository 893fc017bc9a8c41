"""What the page of one entry says beside its sentence: facts, its place in the chain, where it came from."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from registry import clock
from registry.audit.events import Outcome, Severity
from registry.audit.lines import is_private, opens
from registry.audit.models import Entry, Origin, Seal
from registry.audit.proofs import proofs_in_words
from registry.audit.readers import offices_in_words
from registry.audit.seeking import Question
from registry.audit.sentences import REASONS, field_words

Fact = dict[str, Any]
#: Entries of the same act that are shown, and how far in the chain those of one request lie apart.
MOST_BESIDE, REACH = 40, 200


def facts_of(entry: Entry, reader: Any, *, sees_all: bool) -> list[Fact]:
    """Who, in which office, about what, why and under which rule; a reason only where the list shows it too."""
    reason = ": ".join(filter(None, [str(REASONS.get(entry.reason_code, "")), entry.reason_text]))
    if reason and is_private(entry, reader, sees_all=sees_all):
        reason = _("For whoever did it, Communications and the superintendent.")
    version = "" if entry.secret_version is None else str(entry.secret_version)
    return _said([
        (_("When"), _moment(entry.at)),
        (_("Who"), entry.actor_label or _("Mooring, by itself")),
        (_("In which office"), offices_in_words(entry.actor_roles)),
        (_("On behalf of"), entry.on_behalf_of),
        (_("About"), _linked(entry)),
        (_("Which part"), field_words(entry.field_code)),
        (_("Version"), version),
        (_("Reason"), reason),
        (_("Outcome"), Outcome(entry.outcome).label),
        (_("Attention"), "" if entry.severity == Severity.INFO else Severity(entry.severity).label),
        (_("Under"), entry.rule_id),
        (_("Reference"), entry.reference if entry.reference != entry.object_id else ""),
    ])  # fmt: skip


def chain_facts(entry: Entry) -> list[Fact]:
    """Its number and hash, the hash it follows, and the seal that covers it."""
    seal = Seal.objects.filter(last__gte=entry.seq).order_by("last").first()
    if seal is None or seal.first > entry.seq:
        sealed = _("Not sealed yet: the next seal covers it.")
    else:
        sealed = _("Sealed on %(at)s, with entries %(first)s to %(last)s.") % {
            "at": _moment(seal.signed_at), "first": seal.first, "last": seal.last,
        }  # fmt: skip
    return _said([
        (_("Number"), str(entry.seq)), (_("Hash"), entry.hash), (_("Follows the hash"), entry.prev_hash),
        (_("Seal"), sealed), (_("Written by Mooring"), entry.app_version),
    ])  # fmt: skip


def origin_facts(entry: Entry) -> list[Fact]:
    """From which address and browser it came, and by which proofs; only for those who read the whole trail."""
    origin = Origin.objects.filter(seq=entry.seq).first() if entry.origin_hash else None
    if origin is None:
        found = [(_("Network address"), _("None was kept: nobody's browser did this."))]
    elif not (origin.source_ip or origin.user_agent):
        found = [(_("Network address"), _("Taken out after 400 days, with the browser."))]
    else:
        found = [(_("Network address"), origin.source_ip), (_("Browser"), origin.user_agent)]
    proofs = (_("Signed in with"), proofs_in_words(entry.auth_methods))
    return _said([*found, proofs, (_("Request of the server"), entry.request_id)])


def beside(entry: Entry, scope: Q) -> list[Entry]:
    """The other entries of the same act that are within `scope`, newest first: of one request of a browser, which lie
    together in the chain, and of one opening or act that has a reference of its own.
    """
    found: dict[int, Entry] = {}
    near = Q(seq__gte=entry.seq - REACH, seq__lte=entry.seq + REACH)
    if entry.request_id:
        same = Entry.objects.filter(scope, near, request_id=entry.request_id).newest_first()[:MOST_BESIDE]
        found |= {each.seq: each for each in same}
    if len(entry.reference) == len("00000000-0000-0000-0000-000000000000") and entry.reference != entry.object_id:
        about = Q(object_type=entry.object_type, object_id=entry.object_id)
        parts = Question((about, Q(reference=entry.reference), scope)).take(MOST_BESIDE)
        found |= {each.seq: each for each in parts}
    found.pop(entry.seq, None)
    return [found[seq] for seq in sorted(found, reverse=True)]


def _moment(at: datetime) -> str:
    """To the second, in the district's time."""
    local = clock.local(at)
    time = date_format(local, "g:i:s a").replace("a.m.", "am").replace("p.m.", "pm")
    return f"{date_format(local, 'D, M j, Y')}, {time} {local:%Z}"


def _linked(entry: Entry) -> Any:
    if not entry.object_type:
        return ""
    return format_html('<a href="{}">{}</a>', opens(entry), entry.object_label or _("this"))


def _said(pairs: list[tuple[Any, Any]]) -> list[Fact]:
    def facts() -> Iterator[Fact]:
        for label, value in pairs:
            if value:
                yield {"label": label, "value": value}

    return list(facts())
