"""Texts that say a password or an authenticator seed in so many words, whichever account it may be of (E2.30).

A help against slips: what reads like one is turned away before it is kept, and nothing is compared with the vault.
"""

import re

from django.utils.translation import gettext as _

from accounts.rules.unrepeatable import Unrepeatable

_ADDRESS = re.compile(r"otpauth(-migration)?://", re.IGNORECASE)
#: A key in base32, as platforms print it: letters and at least one of its digits, perhaps in groups of four.
_KEY = re.compile(r"\b(?=[A-Z ]*[2-7])(?:[A-Z2-7]{16,}|[A-Z2-7]{4}(?: [A-Z2-7]{4}){3,})\b")
_SAID = re.compile(
    r"\b(?:pass ?words?|pass ?codes?|pass ?phrase|pwd?|contraseña|mật khẩu|(?:backup|recovery) codes?)\b"
    r"\s*(?:is|was|are|=|:|→|->)\s*[\"“'‘(]?(\S{8,64})",
    re.IGNORECASE,
)


def check_reads_like_none(text: str) -> None:
    """Raise `Unrepeatable` where a text reads as if it said a secret."""
    if _ADDRESS.search(text) or _KEY.search(text) or any(_mixes(said[1]) for said in _SAID.finditer(text)):
        raise Unrepeatable(
            _("Your words hold what looks like a password or code. Leave it out: they are kept."), rule="invariant 5"
        )


def _mixes(word: str) -> bool:
    """Whether it is letters with digits, as no word of a sentence is."""
    return any(letter.isalpha() for letter in word) and any(letter.isdigit() for letter in word)
