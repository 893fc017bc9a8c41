"""The control: one canary for each way of writing it down, put into each place where the search looks (D8).

Each is another one, so that none is found in another's stead. Where the place has a door (a table, the session, the
cache, a process) they go through that door; else they are added to its files. The world is thrown away afterwards.
"""

import base64
import gzip
import io
import quopri
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.core.cache import cache
from django.db import connection

from accounts.models import SecretVersion
from assurance import canary_values
from assurance.browser import Answer
from assurance.canary_read import together
from assurance.canary_search import Search
from assurance.canary_sinks import collected
from assurance.canary_stage import Stage
from tests.leaks import encodings

Payloads = Sequence[bytes]
LINE = b"\n"


def ways(text: str) -> dict[str, bytes]:
    """A secret in every way that the search must see through."""
    raw, packed = text.encode(), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("planted", raw * 3)
    return encodings(text) | {
        "upper": text.upper().encode(), "any eight characters": text[7:15].encode(),
        "eight in base64": base64.b64encode(b"ab" + text[7:15].encode() + b"c"),
        "UTF-16, big end first": text.encode("utf-16-be"), "quoted-printable": quopri.encodestring(raw, quotetabs=True),
        "gzip": gzip.compress(raw * 3), "zlib": zlib.compress(raw * 3), "zip": packed.getvalue(),
        "base64 of gzip": base64.b64encode(gzip.compress(raw * 3)),
        "session of Django": signing.dumps({"planted": text * 3}, compress=True).encode(),
    }  # fmt: skip


def found_again(stage: Stage) -> tuple[int, int, list[str]]:
    """How many were found, of how many, and which were not."""
    names = list(collected(stage))
    decoys = {name: {way: canary_values.awkward(f"{name}: {way}") for way in ways("ways")} for name in names}
    payloads = {
        name: [ways(decoy.value)[way] for way, decoy in planted.items()] for name, planted in decoys.items()
    }  # fmt: skip
    search = Search([decoy for planted in decoys.values() for decoy in planted.values()])
    with planted_in(stage, payloads):
        places = {name: together(parts) for name, parts in collected(stage).items()}
    missed = [
        decoy.kind for name, planted in decoys.items() for seen in [search.found(places[name])] for decoy in planted.values()
        if decoy.kind not in seen
    ]  # fmt: skip
    count = sum(map(len, decoys.values()))
    return count - len(missed), count, missed


# Doors ----------------------------------------------------------------------------------------------------------------


@contextmanager
def planted_in(stage: Stage, payloads: dict[str, Payloads]) -> Iterator[None]:
    """Everything in its place, for as long as the block runs."""
    _into_files(stage, payloads)
    _into_answers(stage, payloads)
    _into_the_site(payloads)
    with _running(stage, payloads["command lines"], payloads["environments"]):
        _into_the_database(payloads)
        yield


def _into_files(stage: Stage, payloads: dict[str, Payloads]) -> None:
    folder = stage.folder
    mail = max(stage.mails(), key=lambda path: path.stat().st_size)
    targets = {
        "log of the site": folder / "logs" / "site.log", "logs of worker and commands": folder / "logs" / "vault.log",
        "mails": mail, "temporary files": folder / "tmp" / "planted", "static and media files": folder / "static" / "planted",
        "backups": folder / "backup" / "database",
    }  # fmt: skip
    if connection.vendor == "sqlite":
        targets["beside the database"] = Path(f"{settings.DATABASES['default']['NAME']}-journal")
    for name, path in targets.items():
        path.parent.mkdir(exist_ok=True)
        with path.open("ab") as file:
            file.write(LINE + LINE.join(payloads[name]) + LINE)
    _mail(folder / "mails" / "planted.log", payloads["mails, decoded"])


def _mail(path: Path, payloads: Payloads) -> None:
    """A letter whose one part is in base64: nothing of it can be read before it is decoded."""
    head = b"Subject: Planted\nMIME-Version: 1.0\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
    path.write_bytes(head + base64.encodebytes(LINE.join(payloads)))


def _into_answers(stage: Stage, payloads: dict[str, Payloads]) -> None:
    def answer(kind: str, body: bytes, *more: tuple[str, str]) -> None:
        stage.answers.append(Answer("control", "GET /planted/", 200, [("Content-Type", kind), *more], body))

    answer("text/html", LINE.join(payloads["pages"]))
    answer("text/csv", LINE.join(payloads["downloads and JSON"]))
    for sink, header in (("headers", "X-Planted"), ("Location", "Location"), ("cookies", "Set-Cookie")):
        answer("text/html", b"", *((header, payload.decode("latin-1")) for payload in payloads[sink]))


def _into_the_site(payloads: dict[str, Payloads]) -> None:
    row = SecretVersion.objects.exclude(blob=b"").order_by("pk").first()
    SecretVersion.objects.filter(pk=row.pk if row else None).update(
        blob=LINE.join(payloads["rows, as the site reads them"])
    )
    session = SessionStore()
    session["planted"] = [payload.decode("utf-8", "surrogateescape") for payload in payloads["sessions, opened"]]
    session.save()
    cache.set("planted", list(payloads["cache, opened"]))


@contextmanager
def _running(stage: Stage, words: Payloads, values: Payloads) -> Iterator[None]:
    """A process with them in its command line (a zero byte parts two words there) and its environment."""
    line = [word for payload in words for word in (*payload.split(b"\0"), b"")]
    safe = [base64.b64encode(payload) if b"\0" in payload else payload for payload in values]
    environment = {b"PLANTED_%d" % number: payload for number, payload in enumerate(safe)}
    idle = [sys.executable.encode(), b"-c", b"import sys; sys.stdin.read()", *line]
    process = subprocess.Popen(idle, stdin=subprocess.PIPE, env=environment)
    try:
        stage.look_at_processes()
        yield
    finally:
        process.terminate()
        process.wait()


def _into_the_database(payloads: dict[str, Payloads]) -> None:
    with connection.cursor() as cursor:
        kind = "BLOB" if connection.vendor == "sqlite" else "BYTEA"
        cursor.execute(f"CREATE TABLE planted (content {kind})")
        for name in ("database", "pg_dump", "data directory", "log of the server"):
            for payload in payloads.get(name, ()):
                cursor.execute("INSERT INTO planted VALUES (%s)", [payload])
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for payload in payloads["database -wal"]:
                cursor.execute("INSERT INTO planted VALUES (%s)", [payload])
