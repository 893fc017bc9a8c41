"""What happened to an entry that does not follow from the one before: the kind of tampering, as far as it can be
told."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from registry.audit.chain import GENESIS
from registry.audit.columns import SIGNED

# Quotes inside a value are escaped, so these stand only once in a canonical text.
SEQ = re.compile(rb'(?<=,"seq":)-?\d+(?=,)')
KID = re.compile(rb'(?<=,"chain_kid":").*?(?=","event_id":)')


class Link(NamedTuple):
    """An entry as a link of the chain: `signed` are the bytes its hash was made from."""

    seq: int
    kid: str
    prev_hash: str
    hash: str
    signed: bytes


@dataclass(frozen=True)
class Finding:
    """What is wrong, from which entry on, and in words."""

    seq: int
    kind: str
    sentence: str


Macs = Mapping[str, bytes]


def genuine(link: Link, macs: Macs, *, seq: int | None = None, prev: str | None = None) -> bool:
    """Whether Mooring wrote `link`, as it stands, or as if it stood at `seq`, after `prev`."""
    key = macs.get(link.kid)
    signed = bytes(link.signed)
    if seq is not None:
        signed = SEQ.sub(str(seq).encode(), signed, count=1)
    if prev is not None:
        signed = prev.encode() + signed[len(link.prev_hash.encode()) :]
    return key is not None and hmac.digest(key, signed, "sha256").hex() == link.hash


def name_fault(
    connection: BaseDatabaseWrapper, link: Link, *, expected: int, root: str, macs: Macs, first: int
) -> Finding:
    """The finding for `link`, met where entry `expected` should follow the hash `root`."""
    after = _near(connection, "seq > %s", link.seq)
    if link.seq > expected:
        return _gap(connection, expected, root, macs)
    if genuine(link, macs):
        if link.seq == first:
            return Finding(first - 1, "edited", f"Entry {first - 1} is not as it was written.")
        return Finding(
            expected, "forked", f"Entry {expected} is genuine, but follows another entry than the one that is there."
        )
    kind = _kind(connection, link, after, root, macs)
    return Finding(expected, kind, SENTENCES[kind].format(expected))


SENTENCES = {
    "edited": "Entry {} is not as it was written.",
    "deleted": "Entry {} is missing.",
    "inserted": "Entry {} was not written by Mooring.",
    "reordered": "Entry {} stands where another one was.",
    "wrong key": "Entry {} and those after it are under a key that is not this trail's.",
}


def _kind(connection: BaseDatabaseWrapper, link: Link, after: list[Link], root: str, macs: Macs) -> str:
    if genuine(link, macs, prev=root) or _only_its_key_was_renamed(link, macs):
        return "edited"
    if link.prev_hash != root and _follows_another(connection, link):
        return "reordered"
    if after and (after[0].prev_hash == root or genuine(after[0], macs, seq=link.seq, prev=root)):
        return "inserted"
    if link.prev_hash == root:
        return _in_its_place(connection, link, after, macs)
    if genuine(link, macs, seq=link.seq + 1):
        return "deleted"
    return "edited" if after else _last(connection, link)


def _follows_another(connection: BaseDatabaseWrapper, link: Link) -> bool:
    return link.prev_hash == GENESIS or bool(_near(connection, "hash = %s", link.prev_hash))


def _in_its_place(connection: BaseDatabaseWrapper, link: Link, after: list[Link], macs: Macs) -> str:
    if not after:
        return _last(connection, link) if link.kid in macs else "wrong key"
    if after[0].prev_hash == link.hash and not any(genuine(later, macs) for later in after):
        return "wrong key"
    return "edited"


def _last(connection: BaseDatabaseWrapper, link: Link) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM audit_head WHERE seq < %s", [link.seq])
        return "inserted" if cursor.fetchone() else "edited"


def _only_its_key_was_renamed(link: Link, macs: Macs) -> bool:
    return any(
        genuine(link._replace(kid=kid, signed=KID.sub(kid.encode(), bytes(link.signed), count=1)), macs) for kid in macs
    )


def _gap(connection: BaseDatabaseWrapper, expected: int, root: str, macs: Macs) -> Finding:
    moved = [link for link in _near(connection, "prev_hash = %s", root) if genuine(link, macs, seq=expected)]
    if moved:
        return Finding(expected, "reordered", f"Entry {expected} stands at {moved[0].seq}.")
    return Finding(expected, "deleted", f"Entry {expected} is missing.")


def _near(connection: BaseDatabaseWrapper, condition: str, value: int | str) -> list[Link]:
    sql = f"SELECT seq, chain_kid, prev_hash, hash, {SIGNED[connection.vendor]} FROM audit_entry WHERE "  # noqa: S608 (columns are ours)
    with connection.cursor() as cursor:
        cursor.execute(sql + condition + " ORDER BY seq LIMIT 5", [value])
        return [Link(row[0], row[1], row[2], row[3], bytes(row[4])) for row in cursor.fetchall()]
