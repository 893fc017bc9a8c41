"""Reads the environment for settings.py; a value that makes no sense stops the start with one sentence.

django-environ parses addresses and `.env`; its casts are not used, because an empty variable breaks them and a value
that begins with a dollar sign is taken for another variable's name.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})


def is_here(*hosts: str) -> bool:
    """Whether all of these hosts are names of this machine that no other can reach."""
    return {host.strip("[]") for host in hosts} <= {"localhost", "127.0.0.1", "::1"}


def stop(sentence: str) -> NoReturn:
    """End the start here, without a traceback; the exit status is 1 and `sentence` goes to standard error."""
    raise SystemExit(f"Mooring cannot start: {sentence}")


def load(*candidates: Path) -> None:
    """Read the first of the files that is there; what the environment already has wins."""
    for path in candidates:
        if path.is_file():
            try:
                environ.Env.read_env(path)
            except UnicodeDecodeError:
                stop(f"{path} is not a text file in UTF-8. Write it again, starting from .env.example.")
            return


def text(name: str, default: str = "") -> str:
    """Return the variable stripped, or the content of the file that `<name>_FILE` names; empty counts as not set."""
    value = os.environ.get(name, "").strip()
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not value and path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            stop(f"{name}_FILE names a file that cannot be read. Check its path and its owner.")
    return value or default


def plain(name: str) -> str:
    """Return the variable stripped, without looking for `<name>_FILE`: KEYRING_FILE is a setting of its own."""
    return os.environ.get(name, "").strip()


def required(name: str, advice: str) -> str:
    """Return the variable; stops with `advice` where it is missing."""
    return text(name) or stop(f"{name} is not set. {advice}")


def flag(name: str, *, default: bool = False) -> bool:
    """Return true or false; stops at any other word."""
    word = text(name).lower()
    if word in YES | NO:
        return word in YES
    return default if not word else stop(f"{name} is neither true nor false. Set it to one of the two, or remove it.")


def number(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number between `least` and `most`."""
    word = text(name, str(default))
    if word.isascii() and word.isdecimal() and least <= int(word) <= most:
        return int(word)
    return stop(f"{name} must be a whole number from {least} to {most}. Correct it, or remove it to use {default}.")


def words(name: str) -> list[str]:
    """Return the comma-separated values, stripped, without empty ones."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def domains(name: str) -> list[str]:
    """Return e-mail domains in small letters, an @ before them forgiven."""
    found = [word.lower().removeprefix("@") for word in words(name)]
    if any("." not in domain or not HOST.fullmatch(domain) for domain in found):
        stop(f"{name} must be domains separated by commas, as in example.org, staff.example.org.")
    return found


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone that this machine knows."""
    zone = text(name, default)
    try:
        return ZoneInfo(zone).key
    except (KeyError, OSError, ValueError):
        return stop(f"{name} is not a time zone. It should read like America/Chicago.")


def group(*names: str) -> dict[str, str]:
    """Return the values of variables that only make sense together: all of them, or none (an empty dict)."""
    values = {name: text(name) for name in names}
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(names):
        return {}
    if missing:
        stop(f"{' and '.join(missing)} must be set as well, or remove all of {', '.join(names)}.")
    return values


def origin(name: str, address: str) -> str:
    """Return the scheme and host of an http or https address."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        stop(f"{name} is not a web address. It should read like https://social.example.org.")
    return f"{parts.scheme}://{parts.netloc}"


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings of the database at the address in `name`: PostgreSQL or SQLite."""
    address = text(name, default)
    if address.partition("://")[0] not in {"sqlite", "postgres", "postgresql"}:
        stop(f"{name} must begin with postgres:// or sqlite:///. Correct it, or remove it to use SQLite in var/.")
    try:
        found: dict[str, Any] = dict(environ.Env.db_url_config(address))
    except (ImproperlyConfigured, ValueError):
        stop(f"{name} cannot be read as an address. Write special characters of the password as %XX.")
    if found.get("NAME") in {"", None, ":memory:"}:
        stop(f"{name} does not name a database. It should end in one, as in postgres://user@host/mooring.")
    return _for_postgres(found) if "postgresql" in found["ENGINE"] else _for_sqlite(found)


def _for_postgres(found: dict[str, Any]) -> dict[str, Any]:
    options = {"connect_timeout": 5} | found.get("OPTIONS", {})
    return {"CONN_MAX_AGE": 60} | found | {"CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def _for_sqlite(found: dict[str, Any]) -> dict[str, Any]:
    """Writers take turns from the start of a transaction, what is committed is on disk, and REPLACE fires triggers."""
    Path(found["NAME"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
    return found | {"OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}}


def mail(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings of the mail server at the address in `name`."""
    address = text(name, default)
    try:
        return dict(environ.Env.email_url_config(address))
    except (ImproperlyConfigured, ValueError):
        return stop(f"{name} cannot be read. It should read like smtp+tls://user:password@mail.example.org:587.")
