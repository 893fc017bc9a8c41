"""Acting and recording as one: what an act changes and what it writes down commit together or not at all (invariant
3)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from registry import clock
from registry.audit import chain
from registry.audit.context import Context, current
from registry.audit.events import Event, Outcome
from registry.audit.fields import plain
from registry.audit.keys import keyed
from registry.audit.severity import severity_of

if TYPE_CHECKING:
    from registry.audit.models import Entry


class OutsideAct(RuntimeError):  # noqa: N818 (reads as what happened)
    """An event was recorded outside `audit.act()`: it could be kept without its change, or the change without it."""


@dataclass
class _Buffer:
    """What an act has recorded so far, and in which transaction; another thread's connection has no part in it."""

    connection: Any
    transaction: Any
    drafts: "list[tuple[Entry, Context]]" = field(default_factory=list)
    #: Who acts, as they stood when the act first named them: an act of ten events asks for their offices once.
    actors: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: What the act holds and may have changed, as whoever finishes it told.
    touched: set[Any] = field(default_factory=set)


Finish = Callable[["list[Entry]", set[Any]], None]
_finishing: list[Finish] = []
_buffer: ContextVar[_Buffer | None] = ContextVar("trail_buffer", default=None)


def _open_buffer() -> _Buffer | None:
    """The act around this one. One whose transaction is over is none, even where a fault left it behind: whoever joined
    it would go unrecorded."""
    buffer, connection = _buffer.get(), _this_connection()
    if buffer is None or buffer.connection is not connection:
        return None
    return buffer if any(block is buffer.transaction for block in connection.atomic_blocks) else None


def _this_connection() -> Any:
    return connections[DEFAULT_DB_ALIAS]


@contextmanager
def act(*, durable: bool = False) -> Iterator[None]:
    """One act: a transaction whose events are appended to the chain at its end. Context manager and decorator.

    Acts inside an act join it; one that fails takes its events with it. If the events cannot be written, nothing is.
    With `durable`, the act is outermost and committed when it ends (a reveal is written before it is shown:
    invariant 6); raises RuntimeError if there is a transaction around it.
    """
    outer = _open_buffer()
    with transaction.atomic(durable=durable):
        if outer:
            with _taken_back_on_failure(outer):
                yield
            return
        buffer = _Buffer(_this_connection(), _this_connection().atomic_blocks[-1])
        token = _buffer.set(buffer)
        try:
            yield
        finally:
            _buffer.reset(token)
        if buffer.drafts:
            for finish in _finishing:
                finish([entry for entry, _context in buffer.drafts], buffer.touched)
        chain.append(buffer.drafts)


def finishes_acts(finish: Finish) -> Finish:
    """Decorator: have `finish(entries, touched)` called at the end of every act that recorded anything, before its
    entries are appended: for what is worked out from the change, and must never be behind it. It records nothing.

    `touched` is whatever `touch` was told meanwhile, also by a part of the act that was taken back.
    """
    if finish not in _finishing:
        _finishing.append(finish)
    return finish


def touch(*things: Any) -> None:
    """Say what the act around this holds and may change; outside an act nothing is finished, and nothing is kept."""
    buffer = _open_buffer()
    if buffer is not None:
        buffer.touched.update(things)


@contextmanager
def _taken_back_on_failure(buffer: _Buffer) -> Iterator[None]:
    mark = len(buffer.drafts)
    try:
        yield
    except BaseException:
        del buffer.drafts[mark:]
        raise
    if buffer.connection.needs_rollback:
        del buffer.drafts[mark:]


def record(
    event: Event,
    *,
    by: Any,
    on: Any = None,
    unit: Any = None,
    outcome: str = Outcome.OK,
    before: Any = None,
    after: Any = None,
    reason_code: str = "",
    reason: str = "",
    field: str = "",
    version: int | None = None,
    kid: str = "",
    text_hash: str = "",
    blob: bytes | None = None,
    on_behalf_of: Any = "",
    rule: str = "",
    reference: str = "",
) -> None:
    """Writes down that `by` (None: Mooring itself) did `event` to `on`, when the act around it ends.

    `before` and `after` hold allow-listed facts, never a secret; `blob` is sealed and leaves only its MAC here.
    `unit` is said where `on` does not know its own. Raises OutsideAct outside an act, ValueError for an unknown event.
    """
    buffer = _open_buffer()
    if buffer is None:
        raise OutsideAct(f"{event} was recorded outside audit.act().")
    event, context = Event(event), current()
    entry: Entry = apps.get_model("audit", "Entry")(
        at=clock.now(),
        **_kind(event, outcome),
        **_actor(by, buffer),
        on_behalf_of=_label(on_behalf_of, 200),
        **_context(context),
        **_object(on, unit),
        field_code=field,
        secret_version=version,
        kid=kid,
        reason_code=reason_code,
        reason_text=plain(str(reason)),
        before=before,
        after=after,
        seen_version_hash=text_hash,
        blob_hmac="" if blob is None else keyed("blob", blob),
        rule_id=rule,
        reference=plain(reference),
    )
    buffer.drafts.append((entry, context))


@act()
def record_denial(event: Event, *, by: Any, on: Any = None, reason: str, rule: str = "", **facts: Any) -> None:
    """Writes down a refusal in a transaction of its own: call it after the one that was refused has rolled back."""
    record(event, by=by, on=on, outcome=Outcome.DENIED, reason=reason, rule=rule, **facts)


def _actor(by: Any, buffer: _Buffer) -> dict[str, Any]:
    if by is None:
        return {"actor_id": "", "actor_label": "", "actor_roles": []}
    known = str(by.trail_id)
    if known not in buffer.actors:
        roles = [str(role) for role in getattr(by, "trail_roles", [])]
        buffer.actors[known] = {"actor_id": known, "actor_label": _label(by, 200), "actor_roles": roles}
    return buffer.actors[known]


def _kind(event: Event, outcome: str) -> dict[str, str]:
    return {"action": event.value, "outcome": Outcome(outcome).value, "severity": severity_of(event).value}


def _context(context: Context) -> dict[str, Any]:
    return {
        "auth_methods": context.auth_methods,
        "session_hash": context.session_hash,
        "request_id": context.request_id,
        "app_version": settings.APP_VERSION,
    }


def _object(on: Any, unit: Any) -> dict[str, str]:
    where = {"unit_id": _unit_of(unit, on)}
    if on is None:
        return where
    return where | {"object_type": on.trail_kind, "object_id": str(on.trail_id), "object_label": _label(on, 300)}


def _label(subject: Any, limit: int) -> str:
    return plain(str(getattr(subject, "trail_label", subject)))[:limit]


def _unit_of(unit: Any, on: Any) -> str:
    chosen = getattr(unit, "trail_id", unit) if unit is not None else getattr(on, "trail_unit_id", None)
    return "" if chosen is None else str(chosen)
