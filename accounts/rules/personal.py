"""Turning personal accounts away, with the reason (IV.14, invariant 9). Rather lets one pass than turns a team away."""

import re
import unicodedata
from typing import Any

from django.utils.translation import gettext as _
from yarl import URL

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SAYS_SO = re.compile(r"\b(?:my|personal|private)\s+(?:account|page|profile)\b", re.IGNORECASE)
_SHORTEST = 5


def looks_personal(handle: str, display_name: str = "", *people: Any, url: str = "") -> str | None:
    """Why this looks like somebody's own account, as a sentence for the person who asks; None if it does not.

    `people` are those it may belong to (users or names): who asks, who would be custodian. `url` is what was pasted.
    """
    if _is_profile_address(url or handle):
        return _("That address is a person’s own profile. Enter the address of the page or the account of the group.")
    if _says_personal(handle) or _SAYS_SO.search(display_name):
        return _("The name says that this is a personal account. Only accounts of the district are kept here.")
    for name in (str(getattr(person, "name", person)) for person in people if person):
        if _is_named_after(handle, name) or _letters(display_name) == _letters(name) != "":
            return _(
                "The name is %(name)s’s own. Personal accounts are never kept here: "
                "name it after the group or the school."
            ) % {"name": name}
    return None


def _is_profile_address(text: str) -> bool:
    text = text.casefold()
    if text.startswith("in/"):
        return True
    try:
        path = URL(text if "://" in text else f"https://{text}").path
    except (ValueError, TypeError):
        return False
    return (path.startswith(("/profile.php", "/people/")) and "facebook" in text) or (
        path.startswith("/in/") and "linkedin" in text
    )


def _says_personal(handle: str) -> bool:
    words = [word.casefold() for word in _WORDS.findall(handle)]
    return len(words) > 1 and words[-1] in {"personal", "private"}


def _is_named_after(handle: str, name: str) -> bool:
    parts = [_letters(part) for part in name.split()]
    if len(parts) < 2:
        return False
    first, last = parts[0], parts[-1]
    shapes = {first + last, last + first, first[:1] + last, "".join(parts)}
    return _letters(handle).rstrip("0123456789") in {shape for shape in shapes if len(shape) >= _SHORTEST}


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
