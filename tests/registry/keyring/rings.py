"""Keyrings for tests, and what an error would give away."""

import json
import traceback
from datetime import UTC, datetime

from registry import keyring
from registry.vault import Binding, Keyfile

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def a_keyring():
    return json.loads(Keyfile.fresh(keyring.PURPOSES, created=MOMENT))


def binding(**changes):
    return Binding(
        **{"instance": keyring.instance_id(), "account": "a", "field": "password", "slot": 0, "version": 1} | changes
    )


def replaced(content, purpose, **changes):
    """The keyring with one purpose's key changed: by default to other bytes under the same id."""
    [key] = a_keyring()["purposes"][purpose]
    return content | {"purposes": content["purposes"] | {purpose: [key | changes]}}


def everything_about(error):
    """All that a log or an error report could show of an error and of what led to it."""
    shown, seen = traceback.format_exception(error), error
    while seen:
        shown += [
            repr(seen),
            repr(vars(seen)),
            repr([getattr(seen, name, "") for name in ("doc", "output", "object", "cmd")]),
        ]
        seen = seen.__cause__ or seen.__context__
    return "".join(shown)
