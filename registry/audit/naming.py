"""What happened to an entry that does not follow from the one before: the kind of tampering, as far as it can be
told."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from registry.audit.chain import GENESIS
from registry.audit.links import Link, after, following, with_hash
from registry.audit.models import Head

# Quotes inside a value are escaped, so these stand only once in a canonical text.
SEQ = re.compile(rb'(?<=,"seq":)-?\d+(?=,)')
KID = re.compile(rb'(?<=,"chain_kid":").*?(?=","event_id":)')


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
    later = after(connection, link.seq)
    if link.seq > expected:
        return _gap(connection, expected, root, macs)
    if genuine(link, macs):
        if link.seq == first:
            return Finding(first - 1, "edited", f"Entry {first - 1} is not as it was written.")
        return Finding(
            expected, "forked", f"Entry {expected} is genuine, but follows another entry than the one that is there."
        )
    kind = _kind(connection, link, later, root, macs)
    return Finding(expected, kind, SENTENCES[kind].format(expected))


SENTENCES = {
    "edited": "Entry {} is not as it was written.",
    "deleted": "Entry {} is missing.",
    "inserted": "Entry {} was not written by Mooring.",
    "reordered": "Entry {} stands where another one was.",
    "wrong key": "Entry {} and those after it are under a key that is not this trail's.",
}


def _kind(connection: BaseDatabaseWrapper, link: Link, later: list[Link], root: str, macs: Macs) -> str:
    if genuine(link, macs, prev=root) or _only_its_key_was_renamed(link, macs):
        return "edited"
    if link.prev_hash != root and _follows_another(connection, link):
        return "reordered"
    if later and (later[0].prev_hash == root or genuine(later[0], macs, seq=link.seq, prev=root)):
        return "inserted"
    if link.prev_hash == root:
        return _in_its_place(connection, link, later, macs)
    if genuine(link, macs, seq=link.seq + 1):
        return "deleted"
    return "edited" if later else _last(connection, link)


def _follows_another(connection: BaseDatabaseWrapper, link: Link) -> bool:
    return link.prev_hash == GENESIS or bool(with_hash(connection, link.prev_hash))


def _in_its_place(connection: BaseDatabaseWrapper, link: Link, later: list[Link], macs: Macs) -> str:
    if not later:
        return _last(connection, link) if link.kid in macs else "wrong key"
    if later[0].prev_hash == link.hash and not any(genuine(one, macs) for one in later):
        return "wrong key"
    return "edited"


def _last(connection: BaseDatabaseWrapper, link: Link) -> str:
    behind = Head.objects.using(connection.alias).filter(seq__lt=link.seq).exists()
    return "inserted" if behind else "edited"


def _only_its_key_was_renamed(link: Link, macs: Macs) -> bool:
    return any(
        genuine(link._replace(kid=kid, signed=KID.sub(kid.encode(), bytes(link.signed), count=1)), macs) for kid in macs
    )


def _gap(connection: BaseDatabaseWrapper, expected: int, root: str, macs: Macs) -> Finding:
    moved = [link for link in following(connection, root) if genuine(link, macs, seq=expected)]
    if moved:
        return Finding(expected, "reordered", f"Entry {expected} stands at {moved[0].seq}.")
    return Finding(expected, "deleted", f"Entry {expected} is missing.")
