"""The one door between settings and keys, by purpose.

Where the keyring comes from is `registry.keysource`. Each process reads it once, and again when its file has changed
(`refresh`, asked by the heartbeat), so that a new key needs no restart.

A missing or wrong *vault* key seals the vault and nothing else; any other stops the start. A wrong key is found by
its check value, which the database remembers from the key's first use; so a restored database never meets keys that
are not its own. Nothing here, and no error it raises, carries the bytes of a key.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection, transaction

from registry import keysource
from registry.keysource import ADVICE
from registry.vault import (
    BadKey,
    Binding,
    Key,
    Keyfile,
    Ring,
    Sealed,
    Secret,
    State,
    Vault,
)

PURPOSES = ("vault", "trail", "mfa", "fingerprint", "session", "seal")
NEEDED_TO_START = tuple(purpose for purpose in PURPOSES if purpose != "vault")
REMEMBERED = tuple(purpose for purpose in PURPOSES if purpose != "session")  # nothing lasting is under a session key
WITHOUT_KEYS = frozenset(
    {
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "help",
        "make_keys",
        "makemessages",
        "makemigrations",
        "version",
    }
)
#: The keyring as this process read it, and what its file was told apart by.
_held: list[tuple[Keyfile, keysource.Stamp | None]] = []


class MissingKey(Exception):
    """The keyring has no usable ring for this purpose."""

    def __init__(self, purpose: str, why: str = "") -> None:
        super().__init__(f"The keyring cannot be used for {purpose}: {why or 'it has no key for it'}.")
        self.purpose = purpose


class VaultSealed(Exception):
    """The vault cannot be used now. `reason` is the name that `/readyz` shows."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The vault is sealed ({reason}).")
        self.reason = reason


def ring(purpose: str) -> Ring:
    """The keys of a purpose. Raises MissingKey; ImproperlyConfigured where there is no keyring at all."""
    keyring = _keyring()
    if purpose not in keyring.rings:
        raise MissingKey(purpose, keyring.problems.get(purpose, ""))
    return keyring.rings[purpose]


def instance_id() -> str:
    """The identity of this installation, as the keyring has it."""
    return _keyring().instance


def vault_is_sealed() -> str | None:
    """Why no secret can be sealed or opened: "vault-key-missing", "vault-key-wrong", or None. One query."""
    if "vault" not in _keyring().rings:
        return "vault-key-missing"
    difference = _difference("vault")
    return f"vault-key-{difference}" if difference else None


def vault() -> Vault:
    """The vault of this installation. Raises VaultSealed."""
    reason = vault_is_sealed()
    if reason:
        raise VaultSealed(reason)
    return _RememberingVault(ring("vault"), instance_id())


def reload() -> None:
    """Forgets the keyring that was read, so that the next question reads it again."""
    _held.clear()


def refresh() -> bool:
    """Reads the keyring's file again where it has changed; says whether it did.

    One that cannot be used, or is another installation's, is left alone: the process goes on with what it holds.
    """
    if not _held or keysource.stamp() in (None, _held[0][1]):
        return False
    try:
        read = _read()
    except ImproperlyConfigured:
        return False
    if read[0].instance != instance_id() or set(read[0].problems) - set(_keyring().problems):
        return False
    _held[:] = [read]
    return True


def held_keys() -> list[dict[str, str]]:
    """Which keys this process holds: purpose, id, state and check value (none once destroyed); never a byte of them."""
    return [
        {"purpose": purpose, "kid": key.kid, "state": str(key.state), "check": _check_of(key)}
        for purpose, keys in _keyring().rings.items()
        for key in keys
    ]


def find(kid: str) -> tuple[str, Key] | None:
    """The key of this id and what it is for; None where no ring has it."""
    return next(((purpose, key) for purpose, keys in _keyring().rings.items() for key in keys if key.kid == kid), None)


def check_start(*, database: bool = True) -> None:
    """Raises ImproperlyConfigured, with a sentence that says what to do, where the site must not start.

    In `AppConfig.ready` pass `database=False`; elsewhere the keys are also compared with those the database remembers,
    once it can be reached and has the tables. Commands that need no key (`make_keys` among them) pass.
    """
    if _needs_no_keys(sys.argv):
        return
    problems = _keyring().problems
    missing = [f"{purpose} ({problems[purpose]})" for purpose in NEEDED_TO_START if purpose in problems]
    if missing:
        raise ImproperlyConfigured(f"The keyring has no usable key for {', '.join(missing)}. {ADVICE}")
    if database and _tables_exist():
        _check_remembered()


def remember_checks() -> None:
    """Writes down the check values of keys in use, and the instance, that the database does not know yet.

    Run it after migrating. The vault's first key is written down by its first sealing. Raises ImproperlyConfigured
    where a key differs from the one that is remembered.
    """
    with transaction.atomic():
        _check_remembered()
        apps.get_model("registry", "Instance").objects.get_or_create(id=1, defaults={"identity": instance_id()})
        for purpose in REMEMBERED:
            if purpose != "vault" or (_remembered(purpose) and not vault_is_sealed()):
                _remember(purpose, ring(purpose))


def remember_primary(purpose: str) -> None:
    """Writes down the check value of the key that seals, before anything stands under it."""
    _remember(purpose, [ring(purpose).primary])


class _RememberingVault(Vault):
    """A vault that writes down its key's check value before it first seals with it."""

    __slots__ = ()

    def seal(self, text: str | Secret, *, bound_to: Binding) -> Sealed:
        _remember("vault", [self.ring.primary])
        difference = _difference("vault")
        if difference:
            raise VaultSealed(f"vault-key-{difference}")
        return super().seal(text, bound_to=bound_to)


def _remembered(purpose: str) -> dict[str, str]:
    rows = apps.get_model("registry", "KeyCheck").objects.filter(purpose=purpose)
    return dict(rows.values_list("kid", "check_value"))


def _remember(purpose: str, keys: Iterable[Key]) -> None:
    for key in keys:
        if key.state in (State.PRIMARY, State.DECRYPT_ONLY):
            apps.get_model("registry", "KeyCheck").objects.get_or_create(
                purpose=purpose, kid=key.kid, defaults={"check_value": key.check_value}
            )


def _difference(purpose: str) -> str | None:
    """How the ring differs from what the database remembers of it: "missing", "wrong", or not at all (None)."""
    held = {key.kid: key for key in ring(purpose)}
    for kid, check_value in _remembered(purpose).items():
        if kid not in held:
            return "missing"
        if held[kid].state is not State.DESTROYED and held[kid].check_value != check_value:
            return "wrong"
    return None


def _check_remembered() -> None:
    instance = apps.get_model("registry", "Instance").objects.first()
    if instance and str(instance.identity) != instance_id():
        raise ImproperlyConfigured(f"The keyring belongs to another installation than the database. {ADVICE}")
    for purpose in REMEMBERED:
        difference = None if purpose == "vault" else _difference(purpose)
        if difference:
            raise ImproperlyConfigured(
                f"The keyring's key for {purpose} is {difference}: the database knows another. {ADVICE}"
            )


def _tables_exist() -> bool:
    try:
        tables = connection.introspection.table_names()
    except Error:
        return False
    return {"registry_keycheck", "registry_instance"} <= set(tables)


def _needs_no_keys(argv: list[str]) -> bool:
    program, *words = argv or [""]
    if Path(program).name not in ("manage.py", "django-admin") and not program.endswith("django/__main__.py"):
        return False
    return not words or words[0] in WITHOUT_KEYS or not {"-h", "--help", "--version"}.isdisjoint(words)


def _check_of(key: Key) -> str:
    return "" if key.state is State.DESTROYED else key.check_value


def _keyring() -> Keyfile:
    if not _held:
        _held[:] = [_read()]
    return _held[0][0]


def _read() -> tuple[Keyfile, keysource.Stamp | None]:
    stamp = keysource.stamp()  # before the text: a file that changes in between is read once more, never once less
    try:
        return Keyfile.read(keysource.text(), PURPOSES), stamp
    except BadKey as problem:
        raise ImproperlyConfigured(f"The keyring cannot be used: {problem}. {ADVICE}") from None
