"""A memory of the vault kept outside the database: which version of each secret was the last, never a value.

A database that was put back from a backup agrees with itself, trail and all; only what was written down elsewhere tells
that a newer password was deposited since (E2.32). The file is signed with the trail's key, and holds no name.
"""

import hmac
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Max

from accounts.models import Account, SecretField, SecretVersion
from accounts.seals import Finding
from registry import audit, clock, keyring

Versions = dict[str, int]


class Unusable(Exception):  # noqa: N818 - said at the command line
    """The file is no memory of this vault: `str()` says why."""


def written() -> str:
    """The memory as it is now, to be kept outside."""
    rows = SecretVersion.objects.values_list("account__uuid", "field", "slot").annotate(Max("version"))
    last = {f"{uuid}/{field}/{slot}": version for uuid, field, slot, version in rows.order_by()}
    told = {"instance": keyring.instance_id(), "at": clock.now().isoformat(), "last": last}
    kid, mac = audit.signed("vault memory", _plain(told))
    return json.dumps({**told, "kid": kid, "mac": mac}, indent=1, sort_keys=True) + "\n"


def read(text: str) -> Versions:
    """The versions that a memory knows. Raises Unusable for what we did not write, or wrote for another vault."""
    told = _parsed(text)
    kid, mac = str(told.pop("kid", "")), str(told.pop("mac", ""))
    try:
        right = audit.keyed_by(kid, "vault memory", _plain(told))
    except audit.NoTrailKey:
        raise Unusable("It was signed with a key that the keyring does not have.") from None
    if not hmac.compare_digest(right, mac):
        raise Unusable("It is not as this installation wrote it.")
    if told["instance"] != keyring.instance_id():
        raise Unusable("It belongs to another installation.")
    return {place: int(version) for place, version in told["last"].items()}


def resurfaced(known: Versions) -> Iterator[Finding]:
    """What a memory knows newer than the vault has: older secrets that came back with a backup."""
    rows = SecretVersion.objects.values_list("account__uuid", "field", "slot").annotate(Max("version"))
    here = {f"{uuid}/{field}/{slot}": version for uuid, field, slot, version in rows.order_by()}
    back = {place: version for place, version in known.items() if here.get(place, 0) < version}
    uuids = {place.partition("/")[0] for place in back}
    accounts = {str(row.uuid): row for row in Account.objects.filter(uuid__in=uuids).select_related("platform")}
    for place, version in sorted(back.items()):
        uuid, field, slot = place.split("/")
        account = accounts.get(uuid)
        name = account.name if account else f"an account that is not there ({uuid})"
        label = str(SecretField(field).label) if field in SecretField.values else field
        what = f"{label} {slot}" if slot != "0" else label
        old = here.get(place, 0)
        is_now = f"version {old} is stored" if old else "nothing is stored"
        sentence = (
            f"{name}: {what}, version {version} was the last, and {is_now}: an old secret came back, or a new one went."
        )
        yield Finding("resurfaced", uuid, name, field, int(slot), old, sentence)


def _plain(told: dict[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def _parsed(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        raise Unusable("It is not JSON.") from None
    if not isinstance(told, dict) or not isinstance(told.get("last"), dict):
        raise Unusable("It is no memory of a vault.")
    return told
