"""Which processes of the site are alive, and which keys each holds: a key is promoted only once all of them hold it.

A process says so when it begins a request or a round of letters, at most once a minute, after looking whether the
keyring's file has changed. One that has been idle looks before it does anything else. A command that takes long says so
while it runs; whoever stops in good order takes itself off the list, anybody else is forgotten after three minutes.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from registry import clock, keyring

EVERY_SECONDS = 60
#: A process that has said nothing for so long is not alive, or will look at its keys before it does anything.
LIVE = timedelta(minutes=3)
FORGOTTEN = timedelta(days=1)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
log = structlog.get_logger("mooring.heartbeat")


class _Me:
    """This process; another one after a fork."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.name = f"{socket.gethostname()[:60]}:{self.pid}:{uuid4().hex[:8]}"
        self.started_at: datetime = clock.now()
        self.said_at = -float("inf")
        self.alone = threading.Lock()


_me: list[_Me] = []


def beat(kind: str) -> None:
    """Take up a keyring that has changed and say which keys are held; nothing within a minute of the last time.

    Never raises: what is wrong with keys or database is for `/readyz` to say.
    """
    me = _myself()
    if time.monotonic() - me.said_at < EVERY_SECONDS or not me.alone.acquire(blocking=False):
        return
    try:
        me.said_at = time.monotonic()
        if keyring.refresh():
            log.info("keyring read again", kind=kind)
        _say(me, kind)
    except (DatabaseError, ImproperlyConfigured):
        log.warning("no heartbeat", kind=kind)
    finally:
        me.alone.release()


def leave() -> None:
    """Say that this process stops: nobody waits for it any more. Never raises."""
    me = _myself()
    me.said_at = -float("inf")
    try:
        apps.get_model("registry", "Process").objects.filter(name=me.name).delete()
    except DatabaseError:
        log.warning("no farewell")


@contextmanager
def while_running(kind: str) -> Iterator[None]:
    """Be on the list for as long as something takes. What takes minutes beats again on its way."""
    beat(kind)
    try:
        yield
    finally:
        leave()


def beating(application: Application) -> Application:
    """The application, each request of which begins with a beat."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        beat("web")
        return application(environ, start_response)

    return answer


def live() -> list[Any]:
    """The processes that have been heard within the last minutes."""
    rows = apps.get_model("registry", "Process").objects.filter(seen_at__gte=clock.now() - LIVE)
    return list(rows)


def without(purpose: str, kid: str, check: str) -> list[str]:
    """The live processes that do not hold this very key, by name."""
    wanted = {"purpose": purpose, "kid": kid, "check": check}
    return [row.name for row in live() if not any(wanted.items() <= key.items() for key in row.keys)]


def _myself() -> _Me:
    if not _me or _me[0].pid != os.getpid():
        _me[:] = [_Me()]
    return _me[0]


def _say(me: _Me, kind: str) -> None:
    rows, now = apps.get_model("registry", "Process").objects, clock.now()
    facts = {"keys": keyring.held_keys(), "seen_at": now}
    if not rows.filter(name=me.name).update(**facts):
        rows.filter(seen_at__lt=now - FORGOTTEN).delete()
        rows.create(name=me.name, kind=kind, started_at=me.started_at, **facts)
