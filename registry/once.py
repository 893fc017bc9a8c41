"""What a page asks again and again about the same person is asked of the database once.

Only while a request is answered that shows and changes nothing (GET, HEAD): an act asks anew each time, because what
is allowed is checked when the act is done.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("mooring_once", default=None)


def while_showing(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: remember answers for the length of a request that changes nothing."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        begun = _answers.set({} if request.method in ("GET", "HEAD") else None)
        try:
            return answer(request)
        finally:
            _answers.reset(begun)

    return middleware


def once(ask: Callable[P, list[R]]) -> Callable[P, list[R]]:
    """Decorate a question about rows whose answer is a list; each caller gets a list of their own."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> list[R]:
        known = _answers.get()
        if known is None:
            return ask(*args, **kwargs)
        question = (ask, args, tuple(kwargs.items()))
        if question not in known:
            known[question] = ask(*args, **kwargs)
        return list(known[question])

    return asked
