"""Secrets under a new key: wrapped keys only, no secret is opened (security.md, B4; invariant 5).

A few hundred rows in one transaction: taken (rows that somebody holds are left for the next time), each unwrapped,
wrapped and unwrapped once more, changed only where key and version are still what was read, and written down. The rows
themselves are the progress: what a crash leaves is what is left to do.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from registry import audit, keyring, stores
from registry.people.models import User
from registry.vault import Binding, Sealed, Unreadable, Vault

#: Of a blob only the head is needed: it names the key of its own.
HEAD = 128
#: Id, account, field, slot, version, wrapped key, head of the blob.
Row = tuple[int, UUID | str, str, int, int, bytes, bytes]

TAKE = (
    "SELECT s.id, a.uuid, s.field, s.slot, s.version, s.wrapped_key, substr(s.blob, 1, %s) "
    "FROM accounts_secretversion s JOIN accounts_account a ON a.id = s.account_id "
    "WHERE s.kid = %s AND s.id > %s AND s.state <> 'destroyed' ORDER BY s.id LIMIT %s"
)
LOCKED = " FOR NO KEY UPDATE OF s SKIP LOCKED"
ONE = "UPDATE accounts_secretversion SET kid = %s, wrapped_key = %s WHERE id = %s AND version = %s AND kid = %s"
ALL = (
    "UPDATE accounts_secretversion s SET kid = %s, wrapped_key = d.wrapped "
    "FROM unnest(%s::bigint[], %s::int[], %s::bytea[]) AS d(id, version, wrapped) "
    "WHERE s.id = d.id AND s.version = d.version AND s.kid = %s"
)


@audit.act()
def rewrap_secrets(old: str, after: int, *, by: User | None, at_once: int = stores.AT_ONCE) -> tuple[int, int]:
    """Bring up to `at_once` secrets that come after a place, and stand under `old`, under the vault's primary key.

    Says how many, and where it stopped. One that does not unwrap is left as it is, for `vault verify` to name.
    Raises VaultSealed, UnknownKey.
    """
    vault = keyring.vault()
    rows = _taken(old, after, at_once)
    renewed = [(row, again) for row in rows if (again := _renewed(row, old, vault))]
    changed = 0
    if renewed:
        kid = vault.ring.primary.kid
        changed = _write(renewed, kid, old)
        facts = {"purpose": "vault", "before": old, "rows": changed}
        audit.record(audit.Event.KEY_REWRAPPED, by=by, on=stores.KeyName(kid), kid=kid, after=facts)
    return changed, rows[-1][0] if rows else after


def _taken(old: str, after: int, at_once: int) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE + (LOCKED if connection.vendor == "postgresql" else ""), [HEAD, old, after, at_once])
        rows: list[Row] = cursor.fetchall()
    return rows


def _renewed(row: Row, old: str, vault: Vault) -> bytes | None:
    _pk, account, field, slot, version, wrapped, head = row
    uuid = account if isinstance(account, UUID) else UUID(account)
    place = Binding(vault.instance, str(uuid), field, slot, version)
    try:
        return vault.rewrap(Sealed(old, bytes(wrapped), bytes(head)), bound_to=place).wrapped_key
    except Unreadable:
        return None


def _write(renewed: Sequence[tuple[Row, bytes]], kid: str, old: str) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            pks, versions = [row[0] for row, _ in renewed], [row[4] for row, _ in renewed]
            cursor.execute(ALL, [kid, pks, versions, [wrapped for _, wrapped in renewed], old])
        else:
            cursor.executemany(ONE, [(kid, wrapped, row[0], row[4], old) for row, wrapped in renewed])
        return int(cursor.rowcount)
