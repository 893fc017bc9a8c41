"""Text as a search compares it: no case, no accents, no two ways to write one letter."""

import unicodedata


def folded(text: str) -> str:
    """`Nórdic` as `nordic`; what has no letter to fall back on, such as another script, stays as it is."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
