"""What is easy to guess about a password, said plainly; whether it is kept all the same is for the person to say.

Length, obvious patterns, and how many guesses zxcvbn thinks it takes. A sentence never repeats what was typed.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

#: What is looked at: more takes long and tells nothing.
LOOKED_AT = 72
#: zxcvbn's scores from 0 to 4; 3 and 4 withstand who guesses at leisure.
GOOD = 3
SHORTEST = 10
ROWS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm")
#: Digits and signs are taken off before a word is looked up: “passwrd” is what is left of one with a zero in it.
COMMON = frozenset(
    {
        "password", "passwort", "passwrd", "welcome", "letmein", "changeme", "iloveyou", "admin", "login", "secret",
        "school", "social", "football", "baseball", "basketball", "hockey", "soccer", "coach", "team", "instagram",
        "facebook", "twitter", "youtube", "tiktok",
    }
)  # fmt: skip


def weakness(password: str, *, known: Iterable[str] = ()) -> str:
    """Why this password is easy to guess, as one sentence; empty where nothing obvious is wrong with it.

    `known` are words that everybody knows of the account: its handle, its login.
    """
    letters = password.casefold()
    bare = re.sub(r"[\W\d_]+", "", letters)
    if len(set(letters)) <= max(2, len(letters) // 4):
        return _("It repeats the same few characters.")
    if _walks(letters):
        return _("It is a run of keys or numbers that lie side by side.")
    if bare in COMMON:
        return _("It is a common word with numbers or signs beside it.")
    if any(len(word) > 3 and word.casefold() in letters and len(letters) - len(word) < SHORTEST for word in known):
        return _("It is the account’s own name with little beside it.")
    if len(password) < SHORTEST:
        return _("It is only %(n)d characters long; %(least)d or more are hard to guess.") % {
            "n": len(password),
            "least": SHORTEST,
        }
    return _("It is made of what guessers try first.") if score_of(password) < GOOD else ""


def score_of(password: str) -> int:
    """How many guesses it withstands, by zxcvbn: 0 to 4."""
    return int(zxcvbn(password[:LOOKED_AT])["score"])


def _walks(letters: str) -> bool:
    """Whether most of it is one run along a row of the keyboard or the alphabet, either way."""
    half = max(4, (len(letters) + 1) // 2)
    pieces = {letters[at : at + half] for at in range(len(letters) - half + 1)}
    return any(piece in row or piece in row[::-1] for piece in pieces for row in ROWS)
