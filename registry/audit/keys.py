"""The trail's keys, handed in when the app starts: this room knows no keyring."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


class NoTrailKey(RuntimeError):  # noqa: N818 (reads as what happened)
    """Nobody handed the trail a key, or not the one an entry was written under."""


@dataclass(frozen=True)
class Keys:
    """Every trail key by its id, and which of them writes."""

    primary: str
    by_kid: Mapping[str, bytes] = field(repr=False)

    def __getitem__(self, kid: str) -> bytes:
        try:
            return self.by_kid[kid]
        except KeyError:
            raise NoTrailKey(f"The trail has no key {kid!r}.") from None


_source: list[Callable[[], Keys]] = []


def use_keys(source: Callable[[], Keys]) -> None:
    """Take the trail's keys from `source`, asked at each use, so that a new key needs no restart of this room."""
    _source[:] = [source]


def keys() -> Keys:
    """The keys in use; raises NoTrailKey if none were handed in."""
    if not _source:
        raise NoTrailKey("The trail has no key: audit.use_keys() was not called when the app started.")
    return _source[0]()


def keyed(purpose: str, data: bytes) -> str:
    """A fingerprint of `data` under the writing key, apart for each `purpose`; chain links begin with a hash, so none
    collides."""
    return keyed_by(keys().primary, purpose, data)


def signed(purpose: str, data: bytes) -> tuple[str, str]:
    """The writing key's id and the same fingerprint, for what is kept outside and must be known again."""
    kid = keys().primary
    return kid, keyed_by(kid, purpose, data)


def keyed_by(kid: str, purpose: str, data: bytes) -> str:
    """The same under the key named `kid`, as an entry of that key has it; raises NoTrailKey."""
    return hmac.digest(keys()[kid], purpose.encode() + b":" + data, "sha256").hex()
