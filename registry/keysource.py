"""Where the keyring's text comes from, and how a file of it is changed so that no crash loses a key.

Settings name one source: KEYRING_FILE (JSON, mode 0400 or 0600), KEYRING_COMMAND (a helper that prints the same), or
KEYRING (the JSON itself; only with DEBUG, DEMO or TESTING). Nothing here, and no error it raises, carries key bytes.
"""

import fcntl
import os
import shlex
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

COMMAND_SECONDS = 20
LARGEST = 1_000_000
ADVICE = (
    "On a new installation, make one with `manage.py make_keys --file PATH` and set KEYRING_FILE to that path. "
    "On one that has run before, bring its own keyring back from where copies of it are kept: "
    "a new one cannot read what is there."
)
#: What a file is told apart by without reading it: which file, how long, and when it changed.
Stamp = tuple[int, int, int]
Change = Callable[[str], str]


class CannotWrite(Exception):
    """The keyring is not changed by us, or could not be: `str()` is a sentence that says what to do instead."""


def text() -> str:
    """The keyring's text. Raises ImproperlyConfigured with a sentence that says what to set."""
    if settings.KEYRING:
        if not (_is_trial() or getattr(settings, "TESTING", False)):
            raise ImproperlyConfigured(
                "KEYRING is for development only. Put the keyring into a file of mode 0400 and set KEYRING_FILE."
            )
        return str(settings.KEYRING)
    if settings.KEYRING_FILE and settings.KEYRING_COMMAND:
        raise ImproperlyConfigured("KEYRING_FILE and KEYRING_COMMAND are both set. Remove one of them.")
    if settings.KEYRING_COMMAND:
        return _printed_by(str(settings.KEYRING_COMMAND))
    if settings.KEYRING_FILE:
        return _written_in(Path(settings.KEYRING_FILE))
    raise ImproperlyConfigured(f"There is no keyring: neither KEYRING_FILE nor KEYRING_COMMAND is set. {ADVICE}")


def stamp() -> Stamp | None:
    """What tells whether the file is still the one that was read; None where the source is no file, or is gone."""
    if not settings.KEYRING_FILE or settings.KEYRING or settings.KEYRING_COMMAND:
        return None
    try:
        found = Path(settings.KEYRING_FILE).stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def change(how: Change) -> None:
    """Put `how(text)` in the file's place, whole or not at all; one change at a time.

    Written beside it, synced, renamed over it, and the folder synced, before this returns: whatever is sealed under a
    new key after that finds the key again. Raises CannotWrite, ImproperlyConfigured, and what `how` raises.
    """
    path = _changeable()
    with _alone(path.parent):
        new = how(_written_in(path))
        try:
            _replace(path, new)
        except OSError as problem:
            raise CannotWrite(
                f"The keyring {path} cannot be changed: {problem.strerror}. "
                "Run this where its folder can be written, as the user who owns it."
            ) from None


def check_can_change() -> None:
    """Raise CannotWrite where the source is none that we write, with what to do there instead."""
    _changeable()


def misplaced(path: Path) -> str:
    """Why a keyring must not lie there, or nothing: what serves or copies other things would take it along."""
    if _is_trial() or getattr(settings, "TESTING", False):
        return ""
    there = path.resolve()
    for folder, what in _shared_folders():
        if there.is_relative_to(folder.resolve()):
            return (
                f"The keyring {path} lies {what}. Move it to a folder of its own outside, "
                "that only the site’s user can read, and set KEYRING_FILE to it."
            )
    return ""


def _shared_folders() -> Iterator[tuple[Path, str]]:
    yield Path(settings.BASE_DIR), "in the program’s own folder, which an upgrade replaces"
    yield Path(settings.STATIC_ROOT), "among the static files, which everybody can fetch"
    if settings.MEDIA_ROOT:
        yield Path(settings.MEDIA_ROOT), "among uploaded files"
    database = settings.DATABASES["default"]
    if "sqlite3" in database["ENGINE"]:
        yield Path(database["NAME"]).parent, "beside the database, so a copy of that folder would hold both"


def _is_trial() -> bool:
    return bool(settings.DEBUG or settings.DEMO)


def _changeable() -> Path:
    if settings.KEYRING_COMMAND:
        raise CannotWrite(
            "The keys come from KEYRING_COMMAND, so they are changed where it gets them: add a key there with the "
            "state pending, restart the site, then make it primary and the one before it decrypt_only, and restart "
            "again. "
            "`vault rewrap`, `vault keys list` and `vault keys retire` work as always."
        )
    if settings.KEYRING or not settings.KEYRING_FILE:
        raise CannotWrite(
            "The keys come from KEYRING, which is for development only. "
            "Put them into a file with `manage.py make_keys --file PATH` and set KEYRING_FILE."
        )
    return Path(settings.KEYRING_FILE).resolve()  # of a link the file it leads to, never the link


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as problem:
        raise CannotWrite(f"The folder {folder} cannot be opened: {problem.strerror}.") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(path: Path, new: str) -> None:
    """Temporary file, sync, rename, sync of the folder; mode and owner are those of the file that was there."""
    before = path.stat()
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)  # what a crash left behind; only one change runs at a time
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            _take_over(file, before)
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _take_over(file: IO[str], before: os.stat_result) -> None:
    descriptor = file.fileno()
    if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
        os.fchown(descriptor, before.st_uid, before.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(before.st_mode))


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written_in(path: Path) -> str:
    where = misplaced(path)
    if where:
        raise ImproperlyConfigured(where)
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            content = None if mode & 0o077 else file.read(LARGEST + 1)
    except OSError as problem:
        raise ImproperlyConfigured(f"The keyring {path} cannot be read: {problem.strerror}. {ADVICE}") from None
    if content is None:
        raise ImproperlyConfigured(f"The keyring {path} is open to other users. Run `chmod 0400 {path}` as its owner.")
    if not content.strip() or len(content) > LARGEST:
        how = "is empty" if len(content) <= LARGEST else "is no keyring: it is larger than any"
        raise ImproperlyConfigured(f"The keyring {path} {how}. {ADVICE}")
    return content.decode("utf-8", "replace")


def _printed_by(command: str) -> str:
    """What the helper prints. Its output stays out of every error, because it holds keys."""
    done = None
    with suppress(OSError, ValueError, subprocess.TimeoutExpired):
        done = subprocess.run(  # noqa: S603 - the command is the operator's own setting, and no shell reads it
            shlex.split(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_SECONDS, check=False
        )
    if done is None:
        how = f"could not be run, or took more than {COMMAND_SECONDS} seconds"
    elif done.returncode:
        how = f"ended with status {done.returncode}"
    else:
        return done.stdout.decode("utf-8", "replace")
    raise ImproperlyConfigured(f"KEYRING_COMMAND {how}. Run it by hand as the site's user, and correct it.")
