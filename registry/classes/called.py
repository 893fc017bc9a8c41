"""What a field is called by people: its own words where it has some, else its name without short ones of programs."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

#: Names that say nothing to whoever asks for records.
ODD: dict[str, Any] = {
    "id": _("number of the row"), "seq": _("number"), "uuid": _("identifier"), "klass": _("kind of account"),
    "url": _("address"), "kid": _("number of the key"), "sha256": _("fingerprint of the file"),
    "searched": _("as the search finds it"),
    "slug": _("short name"), "at": _("when"), "on": _("on which day"), "by": _("by whom"), "to": _("to whom"),
    "key": _("spelling for comparing"), "text_hash": _("fingerprint of the text"),
    "ids": _("what it is about"), "runs": _("entries, from and to"),
    # Short words of programs that are words of people too, and mean more here than they say.
    "retroactive": _("existed before it was approved"), "interim": _("interim custodian"), "was": _("state before"),
    "unverified": _("from an older list, not confirmed"), "passing_since": _("to be passed on since"),
    "stage": _("last letter about it"), "stage_on": _("day of that letter"), "code": _("which one"),
    "seen": _("what was seen"), "words": _("what was said"), "differs": _("how it differs"),
    "earlier": _("earlier request"), "live": _("holds the handle"),
    "since_year": _("in use since the year"), "wants_logo": _("wants the logo"),
    "images_plan": _("plan for pictures"), "images_promise": _("promise about pictures"), "days": _("number of days"),
    "asked": _("who was asked"), "first_asked": _("who was asked first"), "stuck_on": _("stuck since"),
    "reminded_on": _("last reminder"), "escalated_on": _("day it was passed up"), "stands": _("still stands"),
    "before_live": _("before it goes live"), "wanted_on": _("wanted by"), "answer_by": _("to be answered by"),
    "accepted_policy": _("version of the policy accepted"), "about_label": _("about"), "gathered_into": _("sent with"),
    "closed_why": _("why it was closed"), "ended_why": _("why it ended"), "revoked_why": _("why it was revoked"),
    "declined_why": _("why it was declined"), "settled_why": _("why it was settled"),
    "waived_why": _("why it was waived"), "cancelled_why": _("why it was cancelled"),
    "suspended_why": _("why it was suspended"),
}  # fmt: skip


def called(field: Any) -> str:
    """The field's name as a head of a column: a short word of the table above where its model gives it none."""
    words = str(field.verbose_name)
    return capfirst(str(ODD.get(field.name, words)) if words.lower() == field.name.replace("_", " ") else words)
