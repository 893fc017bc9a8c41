"""Places that must be read as whoever uses them does: rows, sessions, the cache, letters; and plain files (D8)."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from assurance.canary_people import EMAIL
from assurance.canary_stage import Stage

NOBODY = frozenset[str]()
#: Between two letters of one round, as Django's backend for files writes it.
BETWEEN = b"\n" + b"-" * 79 + b"\n"
GUEST = f"To: {EMAIL}".encode()
#: The two letters with a link: whoever gets one may use it once.
LINKS = {b"Set a password for Mooring": "invitation link", b"Set a new password for Mooring": "reset link"}


@dataclass(frozen=True)
class Part:
    """Some bytes of a sink, what they are, and which kinds of secret they are there to show."""

    label: str
    content: bytes
    may_show: frozenset[str] = NOBODY


def together(parts: Iterable[Part]) -> bytes:
    """One place of many, each different content once and whole: a compressed one is read only if nothing is missing."""
    return b"\n".join(dict.fromkeys(part.content for part in parts))


def files(*paths: Path) -> Iterator[Part]:
    """Each file, in folders below too; what cannot be read any more is gone."""
    for path in paths:
        if path.is_dir():
            yield from files(*sorted(path.iterdir()))
        elif path.is_file():
            yield Part(str(path), path.read_bytes())


def mails(stage: Stage) -> Iterator[Part]:
    """Each letter as it is sent."""
    for path in stage.mails():
        for number, text in enumerate(path.read_bytes().split(BETWEEN), 1):
            about = [kind for subject, kind in LINKS.items() if b"Subject: " + subject in text and GUEST in text]
            may_show = frozenset(about)
            yield Part(f"{path}, letter {number}", text, may_show)


def decoded_mails(stage: Stage) -> Iterator[Part]:
    """Each letter as it is read: headers, and every part of it decoded."""
    for letter in mails(stage):
        yield Part(letter.label, b"\n".join(_leaves(message_from_bytes(letter.content))), letter.may_show)


def _leaves(message: Message) -> Iterator[bytes]:
    yield from (f"{name}: {text}".encode("utf-8", "surrogateescape") for name, text in message.items())
    for one in message.walk():
        content = one.get_payload(decode=True)
        yield content if isinstance(content, bytes) else b""


def rows(stage: Stage) -> Iterator[Part]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed:
            rows = model._base_manager.values_list().iterator(chunk_size=500)
            yield Part(model._meta.label, b"\n".join(_plain(value) for row in rows for value in row))


def sessions(stage: Stage) -> Iterator[Part]:
    """Opened with their key, as nobody but the site can."""
    for row in Session.objects.all():
        yield Part("a session", b"\n".join(map(_plain, SessionStore(row.session_key).load().values())))


def cache(stage: Stage) -> Iterator[Part]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM registry_cache")
        for key, value in cursor.fetchall():
            yield Part("an entry", f"{key}\n".encode() + _unwrapped(value))


def _unwrapped(value: str) -> bytes:
    try:
        return base64.b64decode(value)
    except binascii.Error:
        return value.encode()


def _plain(value: Any) -> bytes:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value)
    if isinstance(value, dict):
        return b"\n".join(_plain(one) for pair in value.items() for one in pair)
    if isinstance(value, (list, tuple)):
        return b"\n".join(map(_plain, value))
    return str(value).encode("utf-8", "surrogateescape")
