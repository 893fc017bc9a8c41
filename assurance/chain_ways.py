"""What somebody with the owner's rights could do to the trail, one thing at a time, and how it has to be named."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from unittest import mock

from django.db import connection

from registry import audit, clock
from registry.audit import keys
from registry.audit.chain import link
from registry.audit.columns import COLUMNS, JSON, text_of
from registry.audit.models import Entry, Removal, Seal

AWAY = 10**12


@dataclass(frozen=True)
class Done:
    """What was done, from which entry on, and by which name it must be found."""

    kind: str
    seq: int
    names: frozenset[str]
    #: Whether it has to be found by the seals alone, without what is kept elsewhere.
    by_seals: bool = False


Way = Callable[[Random, int], Done]


def sql(statement: str, *values: object) -> list[tuple[object, ...]]:
    """As a person at a prompt would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def open_up() -> None:
    """Drop or disable every trigger."""
    if connection.vendor == "postgresql":
        for table in ("audit_entry", "audit_head", "audit_seal", "audit_origin", "audit_removal"):
            sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        return
    for (name,) in sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        sql(f"DROP TRIGGER {name}")


def _named(kind: str, seq: int, *names: str) -> Done:
    return Done(kind, seq, frozenset(names))


def _value(chance: Random, column: str) -> object:
    special: dict[str, object] = {
        "at": f"20{chance.randint(10, 24)}-01-01 00:00:00.0000{chance.randint(10, 99)}+00",
        "event_id": uuid.UUID(int=chance.getrandbits(128)).hex,
        "secret_version": chance.randint(10, 10**6), "outcome": "denied", "severity": "alert",
        "hash": f"{chance.getrandbits(256):064x}", "prev_hash": f"{chance.getrandbits(256):064x}",
    }  # fmt: skip
    if column in JSON:
        return f'["{chance.getrandbits(32):x}"]'
    return special.get(column, f"forged {chance.getrandbits(32):x}")


def edit(chance: Random, last: int) -> Done:
    """Any column of any entry."""
    seq, column = chance.randint(1, last), chance.choice([*COLUMNS, "hash", "prev_hash"])
    column = "reason_text" if column == "seq" else column
    sql(f"UPDATE audit_entry SET {column} = %s WHERE seq = %s", _value(chance, column), seq)
    return _named("edited", seq, "edited")


def delete(chance: Random, last: int) -> Done:
    seq = chance.randint(1, last - 1)
    sql("DELETE FROM audit_entry WHERE seq = %s", seq)
    return _named("deleted", seq, "deleted")


def insert(chance: Random, last: int) -> Done:
    """Between two others, which all move on by one; the head with them."""
    seq = chance.randint(2, last)
    sql(f"UPDATE audit_entry SET seq = seq + {AWAY} WHERE seq >= %s", seq)
    sql(f"UPDATE audit_entry SET seq = seq - {AWAY - 1} WHERE seq > {AWAY}")
    _forge(seq, prev_hash=f"{chance.getrandbits(256):064x}", hash=f"{chance.getrandbits(256):064x}")
    sql("UPDATE audit_head SET seq = seq + 1")
    return _named("inserted", seq, "inserted")


def _forge(seq: int, **values: object) -> None:
    row = Entry.objects.order_by("seq").first()
    fields = {field.attname: getattr(row, field.attname) for field in Entry._meta.concrete_fields}
    Entry.objects.bulk_create([Entry(**{**fields, "seq": seq, **values})])


def reorder(chance: Random, last: int) -> Done:
    """Two entries change places."""
    first, second = sorted(chance.sample(range(1, last + 1), 2))
    for old, new in ((first, AWAY), (second, first), (AWAY, second)):
        sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", new, old)
    return _named("reordered", first, "reordered")


def swap_seals(chance: Random, last: int) -> Done:
    """Two seals change what they say."""
    one, other = sorted(chance.sample(list(Seal.objects.all()), 2), key=lambda seal: seal.last)
    for seal, from_ in ((one, other), (other, one)):
        sql("UPDATE audit_seal SET root = %s, signature = %s WHERE id = %s", from_.root, from_.signature, _key(seal.pk))
    return _named("seals swapped", one.last, "seal forged")


def _key(pk: uuid.UUID) -> object:
    return pk if connection.vendor == "postgresql" else pk.hex


def truncate(chance: Random, last: int) -> Done:
    """The tail goes, with or without moving the head; the seals that stood over it go too."""
    kept = chance.randint(1, last - 1)
    sql("DELETE FROM audit_entry WHERE seq > %s", kept)
    sql("DELETE FROM audit_seal WHERE last > %s", kept)
    if chance.random() < 0.5:
        sql("UPDATE audit_head SET seq = %s, hash = %s", kept, Entry.objects.get(seq=kept).hash)
    return _named("tail cut off", kept + 1, "truncated")


def wrong_key(chance: Random, last: int) -> Done:
    """From some entry on, the chain is written by somebody who knows how, and has another key."""
    kept = chance.randint(1, last - 2)
    ours = keys.keys()
    forger = audit.Keys(ours.primary, {ours.primary: chance.randbytes(32)})
    with mock.patch.object(keys, "_source", [lambda: forger]):
        _rewrite(kept + 1, "")
    return _named("wrong key", kept + 1, "wrong key")


def rewrite(chance: Random, last: int) -> Done:
    """An entry is changed, and the chain written anew with the trail's own key: no seal fits any more."""
    seq = chance.randint(1, Seal.objects.latest("last").last)
    _rewrite(seq, "It never was.")
    sealed = Seal.objects.filter(last__gte=seq).earliest("last").last
    return Done("rewritten with the right key", sealed, frozenset({"rewritten"}), by_seals=True)


def _rewrite(seq: int, reason: str) -> None:
    ring = keys.keys()
    prev = Entry.objects.get(seq=seq).prev_hash
    for entry in Entry.objects.filter(seq__gte=seq).order_by("seq"):
        entry.reason_text = reason if entry.seq == seq and reason else entry.reason_text
        entry.prev_hash = prev
        prev = link(ring[entry.chain_kid], (prev + text_of(entry)).encode())
        sql(
            "UPDATE audit_entry SET reason_text = %s, prev_hash = %s, hash = %s WHERE seq = %s",
            entry.reason_text, entry.prev_hash, prev, entry.seq,
        )  # fmt: skip
    sql("UPDATE audit_head SET hash = %s", prev)


def make_up_a_disposal(chance: Random, last: int) -> Done:
    """A whole sealed segment goes, with a row that says two people agreed; or only the row."""
    seal = chance.choice(list(Seal.objects.all()))
    Removal.objects.create(
        disposal="D-0001", first=seal.first, last=seal.last, root=seal.root, signed_at=clock.now(),
        signature=seal.signature, kid=seal.kid,
    )  # fmt: skip
    if chance.random() < 0.5:
        return _named("disposal made up", seal.first, "disposal forged")
    sql("DELETE FROM audit_entry WHERE seq BETWEEN %s AND %s", seal.first, seal.last)
    return _named("disposal made up", seal.first, "deleted")


WAYS: list[Way] = [
    edit, delete, insert, reorder, swap_seals, truncate, wrong_key, rewrite, make_up_a_disposal,
]  # fmt: skip
