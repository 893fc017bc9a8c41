"""Making up a password: here, from the system's own source of chance (`secrets`), never in a page."""

import secrets
import string

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.wordlist import WORDS
from registry.vault import Secret

#: Letters and digits that cannot be taken for one another, and signs that every platform takes.
LETTERS = "".join(sorted(set(string.ascii_letters) - set("IOilo")))
DIGITS, SIGNS = "23456789", "-_.!#%+=?"
PARTS = (LETTERS, DIGITS, SIGNS)


class Recipe(models.TextChoices):
    """What a password is made of: each takes centuries to guess, and the first is the one to type."""

    WORDS = "words", _("Six words and a number, easy to type on a phone")
    SHORT = "16", _("16 letters, digits and signs")
    MIDDLE = "24", _("24 letters, digits and signs")
    LONG = "32", _("32 letters, digits and signs")


def made_up(recipe: str) -> Secret:
    """A new password; what is no recipe makes words."""
    if recipe in (Recipe.SHORT, Recipe.MIDDLE, Recipe.LONG):
        return Secret(_mixed(int(recipe)))
    words = [secrets.choice(WORDS) for _word in range(6)]
    return Secret("-".join([words[0].capitalize(), *words[1:], str(secrets.randbelow(90) + 10)]))


def _mixed(length: int) -> str:
    """Every kind of sign is in it, as platforms ask; all is drawn anew until it is so, which favors none."""
    while True:
        text = "".join(secrets.choice("".join(PARTS)) for _letter in range(length))
        upper, lower = any(letter.isupper() for letter in text), any(letter.islower() for letter in text)
        if upper and lower and text[0] in LETTERS and all(not set(part).isdisjoint(text) for part in PARTS):
            return text
