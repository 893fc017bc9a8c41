"""How the keys stand: for `vault status`, `vault keys list` and the page Keys. Ids, states and counts; never a byte."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from registry import clock, heartbeat, keyring, stores
from registry.audit import Event
from registry.audit.models import Entry
from registry.models import KeyCheck
from registry.vault import Key, State


@dataclass(frozen=True)
class Line:
    """One key: since when it is in use, how much stands under it, and what is written down of it."""

    purpose: str
    kid: str
    state: str
    since: datetime | None
    rows: int
    row: KeyCheck | None = None
    marks: list[str] = field(default_factory=list)

    @property
    def seals(self) -> bool:
        """Whether new things are sealed under it."""
        return self.state == State.PRIMARY

    def told(self) -> dict[str, Any]:
        """As JSON."""
        since = self.since.isoformat() if self.since else None
        words = {"purpose": self.purpose, "kid": self.kid, "state": self.state, "since": since}
        return {**words, "rows": self.rows, "marks": self.marks, "seals": self.seals}


def lines() -> list[Line]:
    """Every key of every purpose that can be used, newest first within each."""
    known = {(row.purpose, row.kid): row for row in KeyCheck.objects.all()}
    return list(_lines(known))


def _lines(known: dict[tuple[str, str], KeyCheck]) -> Iterator[Line]:
    for purpose in keyring.PURPOSES:
        try:
            keys = list(keyring.ring(purpose))
        except keyring.MissingKey:
            continue
        counts = stores.counts(purpose)
        for key in keys:
            row = known.get((purpose, key.kid))
            marks = _marks(row) if row else []
            since = row.first_seen_at if row else None
            yield Line(
                purpose, key.kid, str(key.state), since, counts[key.kid], row, marks + _rest(key, counts[key.kid])
            )


def _marks(row: KeyCheck) -> list[str]:
    return [name for name in ("compromised", "retired") if getattr(row, f"{name}_at")]


def _rest(key: Key, rows: int) -> list[str]:
    """A destroyed key that something still stands under: that can never be opened."""
    return ["unreadable"] if key.state is State.DESTROYED and rows else []


def sealed_until(purpose: str, kid: str) -> datetime | None:
    """Until when a key may have sealed something; None for one that was never in use.

    A process that still held the old keyring went on for a few minutes after another key took over.
    """
    row = KeyCheck.objects.filter(purpose=purpose, kid=kid).first()
    if row is None:
        return None
    return row.replaced_at + heartbeat.LIVE if row.replaced_at else clock.now()


def processes() -> list[dict[str, Any]]:
    """The live processes, and how many keys each holds."""
    return [
        {"name": row.name, "kind": row.kind, "seen_at": row.seen_at.isoformat(), "keys": len(row.keys)}
        for row in heartbeat.live()
    ]


def last_check() -> Entry | None:
    """The entry of the last check of all seals, whole or not."""
    rows = Entry.objects.filter(action__in=(Event.VAULT_VERIFIED, Event.VAULT_FAULTY))
    return rows.order_by("-seq").first()


def source() -> str:
    """Where the keys come from, in words."""
    if settings.KEYRING_COMMAND:
        return "a command"
    return "the environment (development only)" if settings.KEYRING else "a file"


def overview() -> dict[str, Any]:
    """Everything at once, as JSON."""
    rows, check = lines(), last_check()
    renewable = {store.purpose for store in stores.stores() if store.rewrap}
    return {
        "sealed": keyring.vault_is_sealed(),
        "source": source(),
        "keys": [line.told() for line in rows],
        "left": {line.kid: line.rows for line in rows if line.rows and not line.seals and line.purpose in renewable},
        "processes": processes(),
        "verified_at": check.at.isoformat() if check else None,
        "verified_well": check.action == Event.VAULT_VERIFIED if check else None,
    }
