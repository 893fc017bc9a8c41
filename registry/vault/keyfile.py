"""The keyring as JSON: one instance, and a ring for each purpose.

    {"instance": "<uuid>", "purposes": {"vault": [
        {"kid": "vault-2026-11a", "state": "primary", "key": "<base64url, 32 bytes>", "created": "2026-11-22T…"}]}}

Each purpose has a key of its own, drawn independently, so that losing one loses nothing else (NIST SP 800-57 part 1,
section 5.2: one key, one use).
"""

import base64
import binascii
import json
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from .errors import BadKey
from .keys import Key, Ring, State


@dataclass(frozen=True, slots=True)
class Keyfile:
    """A keyring that was read: its rings, and for each purpose that has none a sentence saying why."""

    instance: str
    rings: dict[str, Ring] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str, purposes: Iterable[str]) -> "Keyfile":
        """Reads the JSON. Raises BadKey if it is none, or names no instance; a bad ring is a problem of its own."""
        content = _parsed(text)
        instance = _instance(content.get("instance"))
        given = content.get("purposes")
        read = cls(instance)
        for purpose in purposes:
            try:
                read.rings[purpose] = _ring(given.get(purpose) if isinstance(given, dict) else None)
            except BadKey as problem:
                read.problems[purpose] = str(problem)
        read._refuse_shared_keys()
        return read

    @staticmethod
    def fresh(purposes: Iterable[str], *, created: datetime, instance: str = "") -> str:
        """The JSON of a new keyring with one primary key for each purpose."""
        rings = {purpose: [as_entry(Key.fresh(f"{purpose}-{created:%Y-%m}a", created=created))] for purpose in purposes}
        return json.dumps({"instance": instance or str(uuid.uuid4()), "purposes": rings}, indent=2) + "\n"

    def _refuse_shared_keys(self) -> None:
        seen: dict[str, str] = {}
        for purpose, ring in list(self.rings.items()):
            for key in ring:
                if key.state is State.DESTROYED:
                    continue
                other = seen.setdefault(key.check_value, purpose)
                if other != purpose:
                    self.rings.pop(purpose, None)
                    self.problems[purpose] = f"it shares a key with {other}"


def _parsed(text: str) -> dict[str, object]:
    content = None
    with suppress(ValueError):  # it carries the whole text, keys and all, so it must not become a cause
        content = json.loads(text)
    if not isinstance(content, dict):
        raise BadKey("it is not a JSON object")
    return content


def _instance(given: object) -> str:
    try:
        return str(uuid.UUID(str(given)))
    except ValueError:
        raise BadKey('its "instance" is not a UUID') from None


def _ring(given: object) -> Ring:
    if not given:
        raise BadKey("it has no key for it")
    if not isinstance(given, list):
        raise BadKey("its keys are not a list")
    return Ring(_key(entry) for entry in given)


def _key(entry: object) -> Key:
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        raise BadKey('a key has no "kid"')
    kid = entry["kid"]
    try:
        state = State(str(entry.get("state")))
    except ValueError:
        raise BadKey(f"a key has a state that is none of {', '.join(State)}") from None
    return Key(kid, _material(entry.get("key")), state, _moment(entry.get("created")))


def _material(given: object) -> bytes:
    text = given if isinstance(given, str) else ""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""  # the key itself then says how many bytes it needs


def _moment(given: object) -> datetime | None:
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        raise BadKey('a key has a "created" that is not a time') from None
    if moment.tzinfo is None:
        raise BadKey('a key has a "created" without a time zone')
    return moment


def as_entry(key: Key) -> dict[str, str]:
    """A key as the keyring writes it, its bytes in the clear. Raises UnknownKey when it is destroyed."""
    material = base64.urlsafe_b64encode(key.expose()).decode("ascii").rstrip("=")
    created = key.created.isoformat() if key.created else ""
    return {
        "kid": key.kid,
        "state": str(key.state),
        "key": material,
        "created": created,
    }
