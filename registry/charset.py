"""What people send is UTF-8: a request that declares another charset is answered with 400, in our words.

Python knows more codecs than texts have: some make lone surrogates that no database stores, some are not of text at all
and break Django's request before any middleware sees it. So the declaration is taken off first, and refused after.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any

from django.utils.http import parse_header_parameters

from registry import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    Answer = Callable[[HttpRequest], HttpResponseBase]
    Application = Callable[..., Iterable[bytes]]

DECLARED = "mooring.charset"


def taken_off(application: Application) -> Application:
    """Wrap the WSGI application: what is declared beside UTF-8 waits in `environ` for `only_utf8`."""

    def wrapped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        kind, declared = _declared(environ.get("CONTENT_TYPE", ""))
        if declared and not is_utf8(declared):
            environ = {**environ, "CONTENT_TYPE": kind, DECLARED: declared}
        return application(environ, start_response)

    return wrapped


def only_utf8(answer: Answer) -> Answer:
    """Middleware: answer 400 to whoever declares another charset, before anything that was sent is read."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        declared = request.META.get(DECLARED) or (request.content_params or {}).get("charset", "")
        if declared and not is_utf8(declared):
            request.encoding = "utf-8"
            return errors.not_understood(request)
        return answer(request)

    return middleware


def is_utf8(name: str) -> bool:
    """Whether a charset is UTF-8 by any of its names."""
    try:
        return codecs.lookup(name).name == "utf-8"
    except (LookupError, ValueError):
        return False


def _declared(content_type: str) -> tuple[str, str]:
    try:
        kind, parameters = parse_header_parameters(content_type)
    except (ValueError, LookupError):
        return "", "unreadable"
    return kind, parameters.get("charset", "")
