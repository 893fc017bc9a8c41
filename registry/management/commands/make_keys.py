"""`manage.py make_keys`: a new keyring for a new installation."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registry import clock
from registry.keyring import PURPOSES
from registry.vault import Keyfile


class Command(BaseCommand):
    """Writes one key for each purpose into a file that only its owner can read; never writes over a file."""

    help = "Writes a new keyring, one key for each purpose, into a file of mode 0400."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--file",
            default="",
            help="where to write it (default: KEYRING_FILE, or var/keyring.json)",
        )
        parser.add_argument(
            "--if-missing",
            action="store_true",
            help="do nothing where there is a keyring already",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"] or settings.KEYRING_FILE or Path(settings.BASE_DIR) / "var" / "keyring.json")
        if os.path.lexists(path) and options["if_missing"]:
            self.stdout.write(f"The keyring is already there: {path}")
            return
        try:
            write_once(path, Keyfile.fresh(PURPOSES, created=clock.now()))
        except OSError as problem:
            if os.path.lexists(path):
                raise CommandError(f"There is a keyring already: {path}. Keys are never written over.") from None
            raise CommandError(f"The keyring cannot be written to {path}: {problem.strerror}.") from None
        self.stdout.write(
            f"Wrote the keyring: {path}\nKeep two copies of it in two places, apart from the database's backups."
        )


def write_once(path: Path, text: str) -> None:
    """Writes the whole file or nothing, mode 0400; raises FileExistsError where there is one, else OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
