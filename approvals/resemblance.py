"""Whether a handle looks like a person's own: a warning to whoever asks and decides, never a refusal (IV.14).

What surely is somebody's own is turned away before (`accounts.rules.personal`). A name inside a handle may be a
coincidence, so people judge it.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from accounts.models import AccountClass
from approvals.models import Request
from registry.people.models import Unit, User

#: A shorter name stands in too many words.
SHORTEST = 4
_YEAR = re.compile(r"[._-]*(?:20\d{2})$")
_BETWEEN = re.compile(r"[\W\d_]+|(?<=[a-z])(?=[A-Z])")


def of_a_person(request: Request, handle: str) -> str:
    """Why the handle may be a person's, in a sentence; empty where nothing says so, and for the district's own."""
    if not handle or request.klass == AccountClass.DISTRICT:
        return ""
    known = _words_of_the_group(request)
    name = _staff_name_in(handle, known)
    if name:
        words = {"name": name}
        return _("“%(name)s” is the name of somebody on staff. Name it after the group or the school.") % words
    if _YEAR.search(handle) and len(_without(_YEAR.sub("", handle), known)) >= SHORTEST:
        return _("It ends in a year, as a student’s own account does. Name it after the group or the school.")
    return ""


def _staff_name_in(handle: str, known: frozenset[str]) -> str:
    """A first or last name that is a word of the handle, or begins or ends it."""
    whole, parts = _letters(handle), {_letters(part) for part in _BETWEEN.split(handle)}
    for name in User.objects.filter(is_active=True).order_by("name").values_list("name", flat=True):
        pieces = name.split()
        for piece in {pieces[0], pieces[-1]} if pieces else ():
            plain = _letters(piece)
            if len(plain) < SHORTEST or plain in known:
                continue
            if plain in parts or whole.startswith(plain) or whole.endswith(plain):
                return piece
    return ""


def _words_of_the_group(request: Request) -> frozenset[str]:
    """The words by which the group, its unit and the units above are known."""
    above = Unit.objects.filter(pk__in=request.unit.path_ids()) if request.unit else Unit.objects.none()
    names = [request.group, *(name for pair in above.values_list("name", "short_name") for name in pair)]
    return frozenset(_letters(word) for name in names for word in name.split() if len(word) > 2)


def _without(text: str, words: frozenset[str]) -> str:
    left = _letters(text)
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return left


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalpha())
