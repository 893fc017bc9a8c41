"""What an entry keeps of before and after, as a table that people read: fields and values in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.audit.coded import word_of
from registry.audit.sentences import FIELDS

WORDS = {
    "starts_on": gettext_lazy("from"), "ends_on": gettext_lazy("until"), "due": gettext_lazy("due"),
    "due_on": gettext_lazy("due"), "last_day": gettext_lazy("last day"), "signed_on": gettext_lazy("signed on"),
    "display_name": gettext_lazy("displayed name"), "custodian": gettext_lazy("custodian"),
    "backup": gettext_lazy("backup custodian"), "unit": gettext_lazy("school or department"),
    "klass": gettext_lazy("class of account"), "url": gettext_lazy("address"), "kid": gettext_lazy("key"),
    "to": gettext_lazy("to"), "template": gettext_lazy("letter"), "tries": gettext_lazy("tries"),
    "checked": gettext_lazy("entries checked"), "root": gettext_lazy("hash of the last entry"),
    "first": gettext_lazy("first entry"), "last": gettext_lazy("last entry"), "entry": gettext_lazy("entry"),
    "seat": gettext_lazy("for which office"), "answer": gettext_lazy("answer"), "asked": gettext_lazy("asked"),
    "no_sense": gettext_lazy("filters that made no sense"),
    "as": gettext_lazy("as"), "by": gettext_lazy("by"), "why": gettext_lazy("why"), "on": gettext_lazy("on"),
}  # fmt: skip
#: What is kept as a code, where a reader would see the code: marks of an opening.
CODES = {"first_time": gettext_lazy("their first time"), "out_of_hours": gettext_lazy("outside working hours")}


@dataclass(frozen=True)
class Change:
    """One field: its name, and what it was and is; None where nothing was kept of that side."""

    name: str
    before: str | None
    after: str | None


def changes_of(before: Any, after: Any, *, of: str = "", action: str = "") -> list[Change]:
    """The fields of either side, those of before first; a side that is no table is one field, and what stayed as it
    was is none. Codes are in words: those of what the `action` is about, else of the kind of thing they are `of`.
    """
    was, now = _table(before), _table(after)
    # An account's packets, custodies and tombstones are told on the account, each with codes of its own.
    nouns = (action.partition(".")[0], of)
    told = [
        {key: word_of(nouns, key, value) if isinstance(value, str) else "" for key, value in side.items()}
        for side in (was, now)
    ]
    return [
        Change(
            _name(key),
            told[0][key] or _words(was[key]) if key in was else None,
            told[1][key] or _words(now[key]) if key in now else None,
        )
        for key in dict.fromkeys([*was, *now])
        if not (key in was and key in now and was[key] == now[key])
    ]


def _table(side: Any) -> dict[str, Any]:
    if side is None:
        return {}
    return side if isinstance(side, dict) else {"value": side}


def _name(key: str) -> str:
    """`due_on` as “Due”; the fields of a secret are kept with their place, `backup_code:2`, counted from 0."""
    key, _colon, place = key.partition(":")
    words = WORDS.get(key) or FIELDS.get(key) or key.replace("_", " ").replace(".", " ")
    return f"{str(words)[:1].upper()}{str(words)[1:]} {place.strip('0') and place}".strip()


def _words(value: Any) -> str:
    """A value as one reads it: days in words, lists by commas, nothing as a dash."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_words(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{_name(key)}: {_words(each)}" for key, each in value.items())
    return str(CODES.get(value) or _day(value)) if isinstance(value, str) else str(value)


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "D, M j, Y") if len(text) == len("2026-01-01") else text
    except ValueError:
        return text
