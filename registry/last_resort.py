"""The answer where not even the page of error 500 can be made: nothing of the error, in the answer or in the log.

The server would log the error itself, and an error may quote what somebody typed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Application = Callable[..., Iterable[bytes]]

SENTENCE = b"Something failed here. Nothing of what you sent is known to be done. Try again in a few minutes."
HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
]
log = structlog.get_logger("mooring.last_resort")


def answered(application: Application) -> Application:
    """Wrap a WSGI application: what it raises is logged by its places, and answered by 500 and one sentence."""

    def wrapped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception:
            log.exception("request failed")
            start_response("500 Internal Server Error", HEADERS, sys.exc_info())
            return [SENTENCE]

    return wrapped
