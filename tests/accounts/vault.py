"""The command as people type it: its exit status and what it says as JSON; and a vault whose key has changed."""

import json
from contextlib import suppress
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command

from registry import heartbeat, keyring


def vault(*words: str) -> tuple[int, Any]:
    """`manage.py vault … --json`: the status, and what it printed, or the sentence it ended with."""
    out = StringIO()
    try:
        call_command("vault", *words, "--json", stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    except SystemExit as ended:
        return int(str(ended.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def said(*words: str) -> str:
    """The same in words."""
    out = StringIO()
    with suppress(SystemExit):
        call_command("vault", *words, stdout=out)
    return out.getvalue()


def beat_again(kind: str = "web") -> None:
    """A heartbeat of this process, as if a minute had passed."""
    for me in heartbeat._me:
        me.said_at = -float("inf")
    heartbeat.beat(kind)


def primary(purpose: str = "vault") -> str:
    return keyring.ring(purpose).primary.kid


def rotate(purpose: str = "vault") -> tuple[str, str]:
    """A new key, added and promoted through the command; the old one and the new."""
    old = primary(purpose)
    status, told = vault("keys", "add", "--purpose", purpose)
    assert (status, told["state"]) == (0, "pending")
    assert vault("keys", "promote", told["kid"])[0] == 0
    return old, told["kid"]
