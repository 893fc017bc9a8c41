"""What stands on the page of a file, and on the page of an account that is not ours."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import panels
from accounts.found_letters import disclaimer, fitting
from accounts.found_listing import TONES
from accounts.models import Account, AccountState, Found, FoundNote, FoundStatus, NoteKind
from accounts.rules import found as rules
from accounts.rules import found_moves as moves
from registry import audit
from registry.people.models import User
from registry.people.rules import may

RECENT = 8
_ICONS = {
    NoteKind.EVIDENCE: "eye", NoteKind.CONTACT: "mail", NoteKind.ANSWER: "message-square",
    NoteKind.DISCLAIMER: "check",
}  # fmt: skip


def facts_for(found: Found, user: User) -> dict[str, Any]:
    """Everything the file's page shows to this person."""
    tone, icon = TONES[FoundStatus(found.status)]
    return {
        "found": found,
        "account": found.account,
        "tone": tone,
        "icon": icon,
        "buttons": buttons(found, user),
        "letters": _letters(found) if may(rules.check_may_work, found, user) else [],
        "disclaimer": disclaimer(found),
        "moments": [_moment(note) for note in found.notes.select_related("by")],
        "facts": facts(found),
        "recent": list(audit.entries_about(found).exclude(action__in=panels.LETTERS)[:RECENT]),
        "may_leave": found.in_conflict and may(moves.check_may_end_conflict, found, user),
        "sections": [] if found.account.is_ours else panels.sections(found.account, user),
    }


def buttons(found: Found, user: User) -> list[dict[str, str]]:
    """The verbs this person gets, in the order in which they come up."""
    working = partial(rules.check_may_work, found, user)
    verbs = [
        ("classify", _("Say what it is"), "tags", working),
        ("contact", _("Record a contact"), "mail", working),
        ("answer", _("Record an answer"), "message-square", working),
        ("relabel", _("It says now that it is not ours"), "check", partial(moves.check_may_relabel, found, user)),
        ("dispute", _("It is disputed"), "circle-x", partial(moves.check_may_dispute, found, user)),
        ("conflict", _("Somebody on staff runs it"), "users", partial(_check_conflict, found, user)),
        ("close", _("Close the file"), "archive", partial(moves.check_may_close, found, user)),
        ("reopen", _("Reopen it"), "undo-2", partial(moves.check_may_reopen, found, user)),
        ("note", _("Say what you know"), "eye", partial(moves.check_may_note, found)),
    ]
    return [
        {"label": label, "icon": icon, "url": reverse(f"accounts:found-{verb}", args=[found.uuid])}
        for verb, label, icon, check in verbs
        if may(check)
    ]


def _check_conflict(found: Found, user: User) -> None:
    moves.check_may_name_conflict(found, user, user)


def _letters(found: Found) -> list[dict[str, Any]]:
    return [
        {"title": one.label, "url": reverse("accounts:found-letter", args=[found.uuid, one.value]), "icon": "file-text"}
        for one in fitting(found)
    ]


def _moment(note: FoundNote) -> dict[str, Any]:
    said = {
        NoteKind.CONTACT: note.get_channel_display(), NoteKind.ANSWER: note.get_answer_display(),
    }.get(NoteKind(note.kind), "")  # fmt: skip
    day = date_format(note.on, "F j, Y")
    title = ": ".join(filter(None, [str(note.get_kind_display()), str(said)]))
    parts = [note.get_letter_display() if note.letter else "", note.who, note.reference, note.url]
    text = " · ".join([f"{day}, {note.by.name}", *(str(part) for part in parts if part)])
    return {"title": title, "text": text, "quote": note.words, "icon": _ICONS[NoteKind(note.kind)], "tone": "lake"}


def facts(found: Found) -> list[dict[str, Any]]:
    """What is known of it at a glance."""
    pairs = [
        (_("Kind"), found.get_kind_display()),
        (_("Seems to be about"), found.account.unit.name),
        (_("It says it is"), found.claims),
        (_("What became of it"), found.closed_how and found.get_closed_how_display()),
        (_("Poses as"), found.poses_as and found.poses_as.name),
        (_("Follow instead"), found.ours and found.ours.trail_label),
        (_("Had the handle before"), found.formerly and found.formerly.trail_label),
        (_("Handled by"), found.handler and found.handler.name),
        (_("Found by"), found.found_by.name),
        (_("Number"), found.number),
    ]
    return [{"label": label, "value": value} for label, value in pairs if value]


@panels.add_section
def was_found(account: Account, user: User) -> dict[str, Any] | None:
    """On the page of an account of ours: that it was not, and the file, for who may open it."""
    found = Found.objects.filter(rules.visible_to(user), account=account).first() if account.is_ours else None
    return {"template": "accounts/parts/was_found.html", "file": found} if found else None


@panels.add_section
def taken_since(account: Account, _user: User) -> dict[str, Any] | None:
    """On the page of an account of ours that is retired or has another handle: that somebody else has the one it had
    (E4.54).
    """
    if not account.is_ours:
        return None
    found = account.taken_by.filter(account__state=AccountState.FOUND).select_related("account__platform").first()
    return {"template": "accounts/parts/taken_since.html", "other": found.account} if found else None


def marked(account: Account, user: User) -> dict[str, Any]:
    """What anybody on staff reads on the page of an account that is not ours, and where it leads on."""
    found = rules.file_of(account)
    return {
        "account": account,
        "found": found,
        "opens": bool(found and rules.may_open(found, user)),
        "may_note": bool(found and may(moves.check_may_note, found)),
        "sections": panels.sections(account, user),
        "facts": [fact for fact in facts(found) if fact["label"] != _("Found by")] if found else [],
    }
