"""From where the act comes: carried beside the request, looked at when an entry is recorded and not before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Context:
    """Where an act comes from; empty for what Mooring does by itself."""

    request_id: str = ""
    session_hash: str = ""
    source_ip: str = ""
    user_agent: str = ""
    auth_methods: list[dict[str, object]] = field(default_factory=list)


Source = Callable[[], Context]

_source: ContextVar[Source] = ContextVar("trail_context", default=Context)


def current() -> Context:
    """Where the act in hand comes from."""
    return _source.get()()


@contextmanager
def coming_from(source: Source) -> Iterator[None]:
    """Everything recorded inside comes from what `source` then says."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


@contextmanager
def coming_from_nobody() -> Iterator[None]:
    """Of everything recorded inside, the request is kept and nothing of whose network, browser or session it was: for
    acts of those who do not sign in, who may be students (E3.41).
    """
    outer = _source.get()
    with coming_from(lambda: Context(request_id=outer().request_id)):
        yield
