"""What every request passes on its way in and out: the access log, and the headers no library of ours sets."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    Answer = Callable[[HttpRequest], HttpResponseBase]

log = structlog.get_logger("mooring.access")
#: Whatever has the address of such a page may do what it is for.
BEARER = "/drop/"
NEVER_LOGGED = (BEARER, "/healthz", "/readyz")


def access_log(answer: Answer) -> Answer:
    """Log one line per request: the route's pattern, so neither a query nor a token in a path is ever in it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=secrets.token_hex(8)):
            response = answer(request)
            if not request.path.startswith(NEVER_LOGGED):
                route = request.resolver_match.route if request.resolver_match else "(none)"
                spent = round((time.perf_counter() - begun) * 1000)
                log.info("request", method=request.method, route=route, status=response.status_code, ms=spent)
        return response

    return middleware


def own_headers(answer: Answer) -> Answer:
    """Let no other site load what we answer; an address that is a key is told to nobody, ours in a log among them, and
    found nowhere, whoever answers: a refusal of the framework's own, too.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith(BEARER):
            response.headers["Cache-Control"] = "no-store"
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return middleware


def no_store(answer: Answer) -> Answer:
    """Keep every answer that belongs to a session out of all caches, the browser's too (T18)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        cookie = settings.SESSION_COOKIE_NAME
        if cookie in request.COOKIES or cookie in response.cookies or settings.CSRF_COOKIE_NAME in response.cookies:
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware
