"""The rows of the trail as links of the chain, read with the text that was signed ready-made by the database."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from registry.audit.columns import SIGNED


class Link(NamedTuple):
    """An entry as a link of the chain: `signed` are the bytes its hash was made from."""

    seq: int
    kid: str
    prev_hash: str
    hash: str
    signed: bytes


def links(connection: BaseDatabaseWrapper, start: int, batch: int, only: int | None = None) -> Iterator[Link]:
    """The entries from `start` on (or that one `only`), in order, streamed in batches."""
    end = "" if only is None else f" AND seq <= {only:d}"
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"{_select(connection)} seq >= %s{end} ORDER BY seq", [start])
        while rows := cursor.fetchmany(batch):
            for row in rows:
                yield Link._make(row)


def after(connection: BaseDatabaseWrapper, seq: int) -> list[Link]:
    """The few entries that come after `seq`."""
    return _near(connection, "seq > %s", seq)


def with_hash(connection: BaseDatabaseWrapper, hash_: str) -> list[Link]:
    """Entries of that hash."""
    return _near(connection, "hash = %s", hash_)


def following(connection: BaseDatabaseWrapper, hash_: str) -> list[Link]:
    """Entries that say they follow that hash."""
    return _near(connection, "prev_hash = %s", hash_)


def _near(connection: BaseDatabaseWrapper, condition: str, value: int | str) -> list[Link]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_select(connection)} {condition} ORDER BY seq LIMIT 5", [value])
        return [Link(row[0], row[1], row[2], row[3], bytes(row[4])) for row in cursor.fetchall()]


def _select(connection: BaseDatabaseWrapper) -> str:
    return f"SELECT seq, chain_kid, prev_hash, hash, {SIGNED[connection.vendor]} FROM audit_entry WHERE"  # noqa: S608 (ours)
