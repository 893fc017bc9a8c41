"""The passphrase of a kit: eight words of a list of 2,048 that differ in their first four letters (88 bits)."""

import secrets
from functools import lru_cache

from mnemonic import Mnemonic

from registry.vault import Secret

WORDS = 8


def made_up() -> tuple[Secret, Secret]:
    """Two halves, four words each, from the system's own randomness."""
    words = [secrets.choice(_words()) for _ in range(WORDS)]
    return Secret(" ".join(words[: WORDS // 2])), Secret(" ".join(words[WORDS // 2 :]))


def joined(first: Secret, second: Secret) -> Secret:
    """The whole: both halves, one space between all words."""
    return Secret(f"{first.expose()} {second.expose()}")


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    return tuple(Mnemonic("english").wordlist)
