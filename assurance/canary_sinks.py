"""Every place a secret could have gone, as bytes: each a list of parts with what that part is there to show (D8)."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from assurance.browser import Answer
from assurance.canary_read import Part, cache, decoded_mails, files, mails, rows, sessions
from assurance.canary_stage import Stage
from assurance.canary_upkeep import postgres, restored

PAGE = 8192
#: The one that operations.md puts into the environment.
SECRET_KEY = "SECRET_KEY"


Sinks = dict[str, list[Part]]


def collected(stage: Stage) -> Sinks:
    """Everything there is now."""
    return {name: list(collect(stage)) for name, collect in {**SINKS, **DATABASES[connection.vendor]}.items()}


# Files ----------------------------------------------------------------------------------------------------------------


def _database() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])


def _beside(stage: Stage) -> Iterator[Part]:
    here = _database()
    yield from files(
        *(path for path in sorted(here.parent.iterdir()) if path.name not in (here.name, f"{here.name}-wal"))
    )


def _loose(stage: Stage) -> Iterator[Part]:
    """Temporary files, and what lies about beside the keyring."""
    lying = (path for path in sorted(stage.folder.iterdir()) if path.is_file() and path != stage.keyring)
    yield from files(stage.folder / "tmp", *lying)


def _statics(stage: Stage) -> Iterator[Part]:
    yield from files(stage.folder / "static", *([Path(settings.MEDIA_ROOT)] if settings.MEDIA_ROOT else []))


# Answers and processes ------------------------------------------------------------------------------------------------


def _bodies(wanted: Callable[[Answer], bool]) -> Callable[[Stage], Iterator[Part]]:
    def collect(stage: Stage) -> Iterator[Part]:
        yield from (Part(_named(answer), answer.body, answer.may_show) for answer in stage.answers if wanted(answer))

    return collect


def _headers(*names: str, but: tuple[str, ...] = ()) -> Callable[[Stage], Iterator[Part]]:
    """These headers of every answer, or all but some: none of them is there to show anything."""

    def collect(stage: Stage) -> Iterator[Part]:
        for answer in stage.answers:
            kept = [(name, text) for name, text in answer.headers if name.lower() not in but]
            lines = [f"{name}: {text}" for name, text in kept if not names or name.lower() in names]
            yield Part(_named(answer), "\n".join(lines).encode("latin-1", "replace"))

    return collect


def _named(answer: Answer) -> str:
    return f"{answer.who}: {answer.asked} ({answer.status})"


def _is_page(answer: Answer) -> bool:
    return "text/html" in dict(answer.headers).get("Content-Type", "text/html")


def _seen(name: str, *may_show: str) -> Callable[[Stage], Iterator[Part]]:
    def collect(stage: Stage) -> Iterator[Part]:
        may = frozenset(may_show)
        yield from (Part(f"process {pid}", content, may) for pid, content in getattr(stage, name).items())

    return collect


SINKS: dict[str, Callable[[Stage], Iterator[Part]]] = {
    "log of the site": lambda stage: files(stage.folder / "logs" / "site.log"),
    "logs of worker and commands": lambda stage: (
        part for part in files(stage.folder / "logs") if "site.log" not in part.label
    ),
    "mails": mails,
    "mails, decoded": decoded_mails,
    "temporary files": _loose,
    "static and media files": _statics,
    "backups": lambda stage: files(stage.folder / "backup"),
    "rows, as the site reads them": rows,
    "sessions, opened": sessions,
    "cache, opened": cache,
    "pages": _bodies(_is_page),
    "downloads and JSON": _bodies(lambda answer: not _is_page(answer)),
    "headers": _headers(but=("location", "set-cookie")),
    "Location": _headers("location"),
    "cookies": _headers("set-cookie"),
    "command lines": _seen("processes"),
    "environments": _seen("environments", SECRET_KEY),
}


# Each database's own --------------------------------------------------------------------------------------------------


def _data_folder(stage: Stage) -> Iterator[Part]:
    """Every different page of every file: most are copies of the same few."""
    seen = dict.fromkeys(page for part in files(_postgres_folder() / "data") for page in _pages(part.content))
    yield Part("data directory", b"".join(seen))


def _pages(content: bytes) -> Iterator[bytes]:
    return (page for at in range(0, len(content), PAGE) if (page := content[at : at + PAGE]).strip(b"\0"))


def _postgres_folder() -> Path:
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        return Path(cursor.fetchone()[0]).parent


def _dumps(stage: Stage) -> Iterator[Part]:
    for address in (os.environ["DATABASE_URL"], restored(stage)):
        yield Part(f"pg_dump of {address.rpartition('/')[2]}", postgres("pg_dump", address))


DATABASES: dict[str, dict[str, Callable[[Stage], Iterator[Part]]]] = {
    "sqlite": {
        "database": lambda stage: files(_database(), stage.folder / "restored"),
        "database -wal": lambda stage: files(_database().with_name(f"{_database().name}-wal")),
        "beside the database": _beside,
    },
    "postgresql": {
        "pg_dump": _dumps,
        "data directory": _data_folder,
        "log of the server": lambda stage: files(_postgres_folder() / "log"),
    },
}
