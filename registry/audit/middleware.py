"""Puts the request beside every act that it causes: who is where, by which proof (security C7)."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from registry import clock
from registry.audit.context import Context, coming_from
from registry.audit.keys import keyed

METHODS = "account_authentication_methods"  # allauth's, in the session


class TrailContext:
    """Middleware; its place is after the session's. Touches the session only if something is recorded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = structlog.contextvars.get_contextvars().get("request_id") or token_hex(8)
        with coming_from(lambda: context_of(request, request_id)):
            return self.get_response(request)


def context_of(request: HttpRequest, request_id: str) -> Context:
    """What the trail keeps of `request`: the session as a keyed hash, never its key; proofs with their ages in
    seconds."""
    session = getattr(request, "session", None)
    session_key = getattr(session, "session_key", None)
    return Context(
        request_id=request_id,
        session_hash=keyed("session", session_key.encode()) if session_key else "",
        source_ip=client_ip(request)[:45],
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:300],
        auth_methods=[_proof(row) for row in (session or {}).get(METHODS, [])],
    )


def _proof(row: dict[str, Any]) -> dict[str, object]:
    age = max(0, int(clock.now().timestamp() - row.get("at", 0)))
    return {"method": row.get("method", ""), "age": age} | ({"type": row["type"]} if row.get("type") else {})


def client_ip(request: HttpRequest) -> str:
    """The address of the browser: as the outermost trusted proxy saw it (TRUSTED_PROXY_COUNT), or else the peer's.

    What stands further left in X-Forwarded-For was written by the sender and is not believed.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted: int = settings.TRUSTED_PROXY_COUNT
    return hops[-trusted] if trusted and len(hops) >= trusted else str(request.META.get("REMOTE_ADDR", ""))
