"""What happens once when the site or a command starts: keys are looked at, and the trail gets its own."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from registry import audit, environment, keyring
from registry.vault import State


def begin() -> None:
    """Stop with a sentence where a key is missing that the site cannot do without; the vault may be sealed."""
    try:
        keyring.check_start(database=False)
    except ImproperlyConfigured as problem:
        environment.stop(str(problem))
    audit.use_keys(trail_keys)


def check_database() -> None:
    """Stop with a sentence where the keys are not those of this database."""
    try:
        keyring.check_start()
    except ImproperlyConfigured as problem:
        environment.stop(str(problem))


def trail_keys() -> audit.Keys:
    """Return the trail's keys by id, those destroyed left out; raises registry.keyring.MissingKey."""
    ring = keyring.ring("trail")
    by_kid = {key.kid: key.expose() for key in ring if key.state is not State.DESTROYED}
    return audit.Keys(primary=ring.primary.kid, by_kid=by_kid)
