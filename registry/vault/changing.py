"""Changing a keyring: each change takes the whole text and gives the whole text, and is read back before it is given.

The life of a key: pending → primary → decrypt only → destroyed (NIST SP 800-57 part 1, section 7). A pending key seals
nothing, so that every process can hold it before the first thing is sealed under it.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import product
from string import ascii_lowercase
from typing import Any

from .errors import BadKey
from .keyfile import Keyfile, as_entry
from .keys import Key, State

Entries = list[dict[str, Any]]


def with_added(text: str, purpose: str, *, created: datetime) -> tuple[str, str]:
    """The keyring with one more key of a purpose, pending, and that key's id. Raises BadKey where one is pending."""
    content, entries = _parts(text, purpose)
    waiting = [entry["kid"] for entry in entries if entry["state"] == State.PENDING]
    if waiting:
        raise BadKey(f"the key {waiting[0]} is pending already: promote it first")
    taken = {entry["kid"] for entry in entries}
    kid = next(name for name in _names(f"{purpose}-{created:%Y-%m}") if name not in taken)
    entries.insert(0, as_entry(Key.fresh(kid, State.PENDING, created)))
    return _written(content, purpose), kid


def with_promoted(text: str, purpose: str, kid: str) -> str:
    """The keyring in which the pending key `kid` seals, and the one before it only opens. Raises BadKey."""
    content, entries = _parts(text, purpose)
    _must_be(entries, kid, State.PENDING)
    for entry in entries:
        if entry["state"] == State.PRIMARY:
            entry["state"] = str(State.DECRYPT_ONLY)
        if entry["kid"] == kid:
            entry["state"] = str(State.PRIMARY)
    return _written(content, purpose)


def with_destroyed(text: str, purpose: str, kid: str) -> str:
    """The keyring without the bytes of `kid`; its id stays, to say what is missing. Raises BadKey."""
    content, entries = _parts(text, purpose)
    entry = _must_be(entries, kid, State.DECRYPT_ONLY, State.PENDING)
    entry["state"], entry["key"] = str(State.DESTROYED), ""
    return _written(content, purpose)


def _parts(text: str, purpose: str) -> tuple[dict[str, Any], Entries]:
    """The parsed keyring and the entries of a purpose; only a ring that can be used is changed."""
    read = Keyfile.read(text, [purpose])
    if purpose in read.problems:
        raise BadKey(f"the keys for {purpose} cannot be changed: {read.problems[purpose]}")
    content: dict[str, Any] = json.loads(text)
    return content, content["purposes"][purpose]


def _must_be(entries: Entries, kid: str, *states: State) -> dict[str, Any]:
    found = next((entry for entry in entries if entry["kid"] == kid), None)
    if found is None:
        raise BadKey(f"there is no key {kid}")
    if found["state"] not in states:
        raise BadKey(f"the key {kid} is {found['state'].replace('_', ' ')}")
    return found


def _names(beginning: str) -> Iterator[str]:
    """`…a` to `…z`, then `…aa` and on."""
    for letters in (1, 2):
        yield from (beginning + "".join(ending) for ending in product(ascii_lowercase, repeat=letters))


def _written(content: dict[str, Any], purpose: str) -> str:
    text = json.dumps(content, indent=2) + "\n"
    read = Keyfile.read(text, [purpose])
    if purpose in read.problems:
        raise BadKey(f"the change would leave no usable keys for {purpose}: {read.problems[purpose]}")
    return text
