"""How hard a password is to guess, as a measure with words for it; a sentence never repeats what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.rules.strength import GOOD, score_of, weakness


@dataclass(frozen=True)
class Strength:
    """How hard a password is to guess: 0 to 4, in words, and why where it is not hard."""

    score: int
    words: str
    why: str = ""


def strength(password: str, *, known: Iterable[str] = ()) -> Strength:
    """The same as a measure. What has a weakness is never called hard to guess, however long it is."""
    why, score = weakness(password, known=known), score_of(password)
    if why:
        score = min(score, GOOD - 1)
    words = (
        _("Very easy to guess"), _("Easy to guess"), _("Not hard to guess"),
        _("Hard to guess"), _("Very hard to guess"),
    )  # fmt: skip
    return Strength(score, words[score], why)
