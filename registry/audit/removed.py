"""Where entries were disposed of: the holes across which the chain is followed, each as signed (security C6).

A removal says which entries, the hash of the last, and what was agreed, under the key for seals: who has the database
only cannot make one. The chain says the same in an entry that is kept for good, and each must have the other.
"""

from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from registry.audit.models import Entry, Removal, Seal
from registry.audit.naming import Finding
from registry.audit.notes import signer
from registry.audit.retention import FOR_GOOD


@dataclass(frozen=True)
class Hole:
    """From which entry to which nothing has to be there, and the hash that the next one follows."""

    first: int
    last: int
    root: str


def said(removal: Removal) -> bytes:
    """What is signed; no checkpoint reads like it."""
    numbers = f"{removal.first}\n{removal.last}\n{removal.root}"
    return f"{signer().name}\ndisposal {removal.disposal}\n{numbers}\n".encode()


def is_ours(removal: Removal) -> bool:
    """Whether it was signed here, as it stands."""
    try:
        signature = b64decode(removal.signature, validate=True)
    except (Error, ValueError):
        return False
    return signer().fits(removal.kid, said(removal), signature)


def holes(alias: str) -> dict[int, Hole]:
    """By its first entry, each hole that was signed."""
    rows = Removal.objects.using(alias).order_by("first")
    return {row.first: Hole(row.first, row.last, row.root) for row in rows if is_ours(row)}


def faults(connection: BaseDatabaseWrapper) -> Iterator[Finding]:
    """Removals that were not signed here, do not fit the seals, or that the chain does not know; and the other way."""
    removals = list(Removal.objects.using(connection.alias).order_by("first"))
    told = _told(connection.alias)
    roots = dict(
        Seal.objects.using(connection.alias).filter(last__in=[one.last for one in removals]).values_list("last", "root")
    )
    for one in removals:
        words = f"The disposal of entries {one.first} to {one.last}"
        if not is_ours(one):
            yield Finding(one.first, "disposal forged", f"{words} is not ours.")
        elif roots.get(one.last) != one.root:
            yield Finding(one.first, "disposal forged", f"{words} does not fit its seal.")
        elif (one.disposal, one.first, one.last) not in told:
            yield Finding(one.first, "disposal forged", f"{words} is not in the trail.")
    known = {(one.disposal, one.first, one.last) for one in removals}
    for disposal, first, last in sorted(told - known, key=lambda run: run[1]):
        sentence = f"The trail says that entries {first} to {last} were disposed of ({disposal}); nothing is signed."
        yield Finding(first, "disposal missing", sentence)


def _told(alias: str) -> set[tuple[str, int, int]]:
    """Every run that the chain says was removed, and under which number."""
    told = Entry.objects.using(alias).filter(action=FOR_GOOD).order_by("seq")
    return {(one.reference, int(first), int(last)) for one in told for first, last in one.after["runs"]}
