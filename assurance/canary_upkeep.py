"""What an operator does with a database that holds secrets: back it up, put it back elsewhere, give it new keys (D8)."""

import gzip
import json
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from assurance.canary_stage import NotPlayedError, Stage
from registry.models import Process

RESTORED = "restored"


def keep_up(stage: Stage) -> None:
    """Backup, restore with all that an upgrade does, a new key for each purpose that has one, rewrap; letters sent."""
    back_up(stage)
    _restore(stage)
    stage.run("prepare_database", DATABASE_URL=restored(stage))
    stage.run("vault", "verify", DATABASE_URL=restored(stage))
    Process.objects.all().delete()  # their processes have ended, and nobody here waits three minutes to be sure
    for purpose in ("vault", "mfa"):
        told = stage.run("vault", "keys", "add", "--purpose", purpose, "--json")
        kid = json.loads(next(line for line in told.splitlines() if '"pending"' in line))["kid"]
        stage.run("vault", "keys", "promote", kid)
    stage.run("vault", "rewrap")
    stage.run("vault", "verify", "--remember", str(stage.folder / "remembered.json"))
    stage.run("vault", "keys", "list")
    stage.run("audit", "verify")
    stage.run("deliver_mail")


def back_up(stage: Stage) -> None:
    """The database as a file, as the manual says; and compressed, as backups are kept."""
    to = stage.folder / "backup" / "database"
    to.parent.mkdir(exist_ok=True)
    if connection.vendor == "sqlite":
        with (
            closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as here,
            closing(sqlite3.connect(to)) as there,
        ):
            here.backup(there)
    else:
        to.write_bytes(postgres("pg_dump", os.environ["DATABASE_URL"]))
    (to.parent / "database.gz").write_bytes(gzip.compress(to.read_bytes(), 1))


def _restore(stage: Stage) -> None:
    backup = stage.folder / "backup" / "database"
    if connection.vendor == "sqlite":
        path = stage.folder / RESTORED / "mooring.sqlite3"
        path.parent.mkdir(exist_ok=True)
        shutil.copyfile(backup, path)
        return
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{RESTORED}"')
    postgres("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(backup), restored(stage))


def restored(stage: Stage) -> str:
    """Where the restored database is, as DATABASE_URL."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{stage.folder / RESTORED / 'mooring.sqlite3'}"
    return re.sub(r"/[^/]*$", f"/{RESTORED}", os.environ["DATABASE_URL"])


def postgres(program: str, *words: str) -> bytes:
    """What a program of PostgreSQL prints."""
    folders = [
        os.environ.get("PG_BINDIR", ""),
        *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)),
    ]
    path = shutil.which(program, path=os.pathsep.join([*filter(None, folders), os.environ["PATH"]]))
    if path is None:
        raise NotPlayedError(f"There is no {program} here.")
    return subprocess.run([path, *words], capture_output=True, check=True).stdout


def loud_server() -> None:
    """Have PostgreSQL log every statement with its values, as whoever looks for a fault does."""
    if connection.vendor == "postgresql" and urlsplit(os.environ["DATABASE_URL"]).hostname in (
        "127.0.0.1",
        "localhost",
    ):
        with connection.cursor() as cursor:
            cursor.execute("ALTER SYSTEM SET log_statement = 'all'")
            cursor.execute("ALTER SYSTEM SET log_parameter_max_length_on_error = -1")
            cursor.execute("SELECT pg_reload_conf()")
