"""Is the chain whole? Reads only, streams, and names the first entry that is not as it was written (security C5)."""

import hmac
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import OuterRef, Subquery

from registry.audit.chain import GENESIS, origin_hash
from registry.audit.keys import keys
from registry.audit.links import Link, links
from registry.audit.models import Entry, Head, Origin, Seal
from registry.audit.naming import Finding, genuine, name_fault
from registry.audit.notes import read_notes
from registry.audit.removed import Hole, holes

BATCH = 1_000


@dataclass(frozen=True)
class Checkpoint:
    """The end of the chain as it was seen once, kept where the database's keeper cannot reach it."""

    size: int
    root: str

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """From the last signed note in it, or from `SIZE ROOT`, its last line that is not blank; raises ValueError."""
        notes = read_notes(text)
        if notes:
            return cls(notes[-1].size, notes[-1].root)
        lines = [line.split() for line in text.splitlines() if line.strip()]
        if not lines or len(lines[-1]) != 2 or len(lines[-1][1]) != len(GENESIS):
            raise ValueError(
                "A checkpoint is a signed note, or a line with the number of entries and the hash of the last."
            )
        return cls(int(lines[-1][0]), lines[-1][1].lower())


@dataclass(frozen=True)
class Report:
    """What a check read, and what it found: None when the chain is whole."""

    checked: int
    first: int
    last: int
    root: str
    finding: Finding | None


def verify(connection: BaseDatabaseWrapper, *, start: int = 1, checkpoint: Checkpoint | None = None) -> Report:
    """Checks every entry from `start` on, where the chain ends, and that it still contains `checkpoint`.

    Raises NoTrailKey when the trail was handed no keys at all; an entry under an unknown key is a finding.
    """
    walk = _Walk(connection, start, checkpoint)
    # A server-side cursor needs a transaction; on SQLite one would only keep everybody else from writing.
    with transaction.atomic(using=connection.alias) if connection.vendor == "postgresql" else nullcontext():
        finding = walk.go()
    return Report(walk.checked, start, walk.last, walk.root, finding)


class _Walk:
    """One pass along the chain, remembering where it stands."""

    def __init__(self, connection: BaseDatabaseWrapper, start: int, checkpoint: Checkpoint | None) -> None:
        self.connection, self.start, self.checkpoint = connection, start, checkpoint
        self.checked, self.last, self.root = 0, start - 1, GENESIS
        self.macs = keys().by_kid
        self.alias = connection.alias
        self.entries = Entry.objects.using(connection.alias)
        self.holes = holes(self.alias)

    def go(self) -> Finding | None:
        """The first thing that is wrong. The head is read first: entries appended meanwhile are no finding."""
        heads = list(Head.objects.using(self.alias).values_list("seq", "hash"))
        return self._beginning() or self._readable() or self._end(heads)

    def _readable(self) -> Finding | None:
        try:
            return self._along(BATCH)
        except DatabaseError:  # SQLite lets anything into a text column
            return self._one_by_one()

    def _one_by_one(self) -> Finding | None:
        """The driver reads ahead; to tell which entry it stumbles over, each is asked for alone."""
        while True:
            before = self.last
            try:
                finding = self._along(1, only=self.last + 1)
            except DatabaseError:
                return Finding(self.last + 1, "edited", f"Entry {self.last + 1} can no longer be read.")
            if finding:
                return finding
            if self.last == before and not self._leap():
                return None

    def _beginning(self) -> Finding | None:
        early = self.entries.filter(seq__lt=1).order_by("seq").values_list("seq", flat=True).first()
        if early is not None:
            return Finding(early, "inserted", f"Entry {early} stands before the first.")
        if self.start > 1:
            hole = next((one for one in self.holes.values() if one.first < self.start <= one.last + 1), None)
            before = self._hash_of(self.start - 1)
            if hole and not before:
                return self._over(hole)
            if not before:
                return Finding(self.start - 1, "deleted", f"Entry {self.start - 1} is missing.")
            self.root = before
        return None

    def _along(self, batch: int, only: int | None = None) -> Finding | None:
        macs, digest = self.macs, hmac.digest
        stop = self.checkpoint.size if self.checkpoint else 0
        for link in links(self.connection, self.last + 1, batch, only):
            seq, kid, prev, hash_, signed = link
            key = macs.get(kid)
            if key is None or seq != self.last + 1 or prev != self.root or digest(key, signed, "sha256").hex() != hash_:
                finding = self._fault(Link._make(link))
                if finding:
                    return finding
            self.last, self.root, self.checked = seq, hash_, self.checked + 1
            if seq == stop and self.checkpoint and hash_ != self.checkpoint.root:
                return Finding(
                    seq, "rewritten", f"Entry {seq} is not the one of the checkpoint: the chain was written anew."
                )
        return None

    def _fault(self, link: Link) -> Finding | None:
        """What is wrong with `link`; None where it is the next one behind what was disposed of."""
        while (hole := self.holes.get(self.last + 1)) and link.seq > self.last + 1:
            if link.seq <= hole.last:
                return Finding(link.seq, "inserted", f"Entry {link.seq} stands where entries were disposed of.")
            finding = self._over(hole)
            if finding:
                return finding
        if link.seq == self.last + 1 and link.prev_hash == self.root and genuine(link, self.macs):
            return None
        return name_fault(
            self.connection, link, expected=self.last + 1, root=self.root, macs=self.macs, first=self.start
        )

    def _leap(self) -> bool:
        """Go on behind a hole that begins here; whether there is one."""
        hole = self.holes.get(self.last + 1)
        return hole is not None and self._over(hole) is None

    def _over(self, hole: Hole) -> Finding | None:
        """Go on behind a hole. Of a checkpoint inside it, its seal still says whether it is the same chain."""
        self.last, self.root = hole.last, hole.root
        size = self.checkpoint.size if self.checkpoint else 0
        if self.checkpoint and hole.first <= size <= hole.last:
            seal = Seal.objects.using(self.alias).filter(last=size).exclude(root=self.checkpoint.root).first()
            if seal:
                sentence = f"The seal of entry {size} is not the one of the checkpoint: the chain was written anew."
                return Finding(size, "rewritten", sentence)
        return None

    def _end(self, heads: list[tuple[int, str]]) -> Finding | None:
        end = self.last + 1
        if self.checkpoint and self.last < self.checkpoint.size:
            gone = self.checkpoint.size - self.last
            return Finding(end, "truncated", f"The chain ends at entry {self.last}; the checkpoint knows {gone} more.")
        if len(heads) != 1:
            return Finding(end, "truncated", "The head of the chain is missing.")
        seq, hash_ = heads[0]
        if seq > self.last:
            return Finding(end, "truncated", f"The chain ends at entry {self.last}; its head stands at {seq}.")
        if seq >= self.start and self._hash_of(seq) != hash_:
            return Finding(seq, "edited", f"The head of the chain does not fit entry {seq}.")
        return None

    def _hash_of(self, seq: int) -> str | None:
        return self.entries.filter(seq=seq).values_list("hash", flat=True).first()


def altered_origins(connection: BaseDatabaseWrapper) -> Iterator[Finding]:
    """Origins that neither fit their entry's salted hash nor were blanked."""
    kept = Origin.objects.using(connection.alias).exclude(source_ip="").exclude(user_agent="").order_by("seq")
    expected = Entry.objects.filter(seq=OuterRef("seq")).values("origin_hash")
    for origin in kept.annotate(expected=Subquery(expected)).iterator(chunk_size=BATCH):
        if origin_hash(origin.source_ip, origin.user_agent, origin.salt) != origin.expected:
            yield Finding(origin.seq, "edited", f"The origin of entry {origin.seq} is not as it was written.")
