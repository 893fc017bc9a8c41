"""Codes that entries keep, in words: each room says what the choices of its things are called."""

from collections.abc import Iterable

_words: dict[tuple[str, str], dict[str, object]] = {}


def add_words(of: str, /, **fields: Iterable[tuple[str, object]]) -> None:
    """Let a room say what the codes in these fields are called, as its own choices are: of entries about a kind of
    thing, or of events by their noun (`packet` of `packet.answered`). Raises ValueError where a code has another word
    already: one of the two would be told wrongly.
    """
    for field, choices in fields.items():
        known = _words.setdefault((of, field), {})
        for code, word in choices:
            if code in known and str(known[code]) != str(word):
                raise ValueError(f"{of}.{field}: {code} is “{known[code]}” already, and cannot be “{word}” too.")
            known[code] = word


def word_of(nouns: Iterable[str], field: str, code: str) -> str:
    """The code in words, by the first of these nouns that has one; empty where no room says it, as for one of a later
    version.
    """
    told = (_words.get((noun, field), {}).get(code) for noun in nouns)
    return str(next((word for word in told if word), ""))
