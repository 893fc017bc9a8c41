"""From where the act comes: carried beside the request, read when an entry is recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Context:
    request_id: str = ""
    session_hash: str = ""
    source_ip: str = ""
    user_agent: str = ""
    auth_methods: list[dict[str, object]] = field(default_factory=list)


_context: ContextVar[Context] = ContextVar("trail_context", default=Context())  # noqa: B039 (frozen, never changed)


def current() -> Context:
    """Where the act in hand comes from; empty outside a request."""
    return _context.get()


@contextmanager
def coming_from(context: Context) -> Iterator[None]:
    """Everything recorded inside comes from `context`."""
    token = _context.set(context)
    try:
        yield
    finally:
        _context.reset(token)
