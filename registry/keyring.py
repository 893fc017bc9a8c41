"""The one door between settings and keys, by purpose.

Settings name one source: KEYRING_FILE (JSON, mode 0400 or 0600), KEYRING_COMMAND (a helper that prints the same), or
KEYRING (the JSON itself; only with DEBUG, DEMO or TESTING). The keyring is read once in each process.

A missing or wrong *vault* key seals the vault and nothing else; any other stops the start. A wrong key is found by
its check value, which the database remembers from the key's first use; so a restored database never meets keys that
are not its own. Nothing here, and no error it raises, carries the bytes of a key.
"""

import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection, transaction

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
COMMAND_SECONDS = 20
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
ADVICE = (
    "On a new installation, make one with `manage.py make_keys --file PATH` and set KEYRING_FILE to that path. "
    "On one that has run before, bring its own keyring back from where copies of it are kept: "
    "a new one cannot read what is there."
)


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
    _keyring.cache_clear()


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


@lru_cache(maxsize=1)
def _keyring() -> Keyfile:
    try:
        return Keyfile.read(_source(), PURPOSES)
    except BadKey as problem:
        raise ImproperlyConfigured(f"The keyring cannot be used: {problem}. {ADVICE}") from None


def _source() -> str:
    """The keyring's text. Raises ImproperlyConfigured with a sentence that says what to set."""
    if settings.KEYRING:
        if not (settings.DEBUG or settings.DEMO or getattr(settings, "TESTING", False)):
            raise ImproperlyConfigured(
                "KEYRING is for development only. Put the keyring into a file of mode 0400 and set KEYRING_FILE."
            )
        return str(settings.KEYRING)
    if settings.KEYRING_FILE and settings.KEYRING_COMMAND:
        raise ImproperlyConfigured("KEYRING_FILE and KEYRING_COMMAND are both set. Remove one of them.")
    if settings.KEYRING_COMMAND:
        return _printed_by(str(settings.KEYRING_COMMAND))
    if settings.KEYRING_FILE:
        return _written_in(Path(settings.KEYRING_FILE))
    raise ImproperlyConfigured(f"There is no keyring: neither KEYRING_FILE nor KEYRING_COMMAND is set. {ADVICE}")


def _written_in(path: Path) -> str:
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            content = None if mode & 0o077 else file.read()
    except OSError as problem:
        raise ImproperlyConfigured(f"The keyring {path} cannot be read: {problem.strerror}. {ADVICE}") from None
    if content is None:
        raise ImproperlyConfigured(f"The keyring {path} is open to other users. Run `chmod 0400 {path}` as its owner.")
    return content.decode("utf-8", "replace")


def _printed_by(command: str) -> str:
    """What the helper prints. Its output stays out of every error, because it holds keys."""
    done = None
    with suppress(OSError, ValueError, subprocess.TimeoutExpired):
        done = subprocess.run(  # noqa: S603 - the command is the operator's own setting, and no shell reads it
            shlex.split(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_SECONDS, check=False
        )
    if done is None:
        how = f"could not be run, or took more than {COMMAND_SECONDS} seconds"
    elif done.returncode:
        how = f"ended with status {done.returncode}"
    else:
        return done.stdout.decode("utf-8", "replace")
    raise ImproperlyConfigured(f"KEYRING_COMMAND {how}. Run it by hand as the site's user, and correct it.")
