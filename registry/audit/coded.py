"""Codes that entries keep, in words: each room says what the choices of its things are called."""

from collections.abc import Iterable

_words: dict[tuple[str, str], dict[str, object]] = {}


def add_words(of: str, /, **fields: Iterable[tuple[str, object]]) -> None:
    """Let a room say what the codes in these fields of entries about a kind of thing are called, as its own choices
    are.
    """
    for field, choices in fields.items():
        _words.setdefault((of, field), {}).update(choices)


def word_of(kind: str, field: str, code: str) -> str:
    """The code in words; empty where no room says it, as for one of a later version."""
    return str(_words.get((kind, field), {}).get(code, ""))
