"""A piece of text that does not slip out by accident."""

import hmac
from typing import NoReturn

MASK = "••••••"


class Secret:
    """Holds a clear text; `expose()` is the only way out.

    It prints as dots, and refuses whatever would carry its text elsewhere unnoticed: pickling, copying, JSON,
    iteration, length, hashing (invariant 5: in the clear only in the memory of one request and its one response).
    Equality takes the same time wherever two texts differ.
    """

    __slots__ = ("_text",)
    _text: str

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise TypeError("A secret is made of text.")
        object.__setattr__(self, "_text", text)

    def expose(self) -> str:
        """The text itself. Whoever calls this answers for where it goes."""
        return self._text

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        mine, theirs = (text.encode("utf-8", "surrogatepass") for text in (self._text, other._text))
        return hmac.compare_digest(mine, theirs)

    def __bool__(self) -> bool:
        return self._text != ""

    __hash__ = None  # type: ignore[assignment]

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("A secret cannot be changed.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("A secret cannot be changed.")

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("A secret cannot be copied, stored or taken apart; expose() is the only way out.")

    __iter__ = __len__ = __getitem__ = __contains__ = __add__ = __radd__ = _refuse
    __copy__ = __deepcopy__ = __reduce__ = __reduce_ex__ = __getstate__ = _refuse
    __json__ = __bytes__ = _refuse
