"""What happens once when the site or a command starts: keys are looked at, and the trail gets its own."""

from __future__ import annotations

from functools import partial

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from registry import audit, environment, heartbeat, keyring, outbox, stores
from registry.sealing_keys import Seals
from registry.vault import State


def begin() -> None:
    """Stop with a sentence where a key is missing that the site cannot do without; the vault may be sealed."""
    try:
        keyring.check_start(database=False)
    except ImproperlyConfigured as problem:
        environment.stop(str(problem))
    audit.use_keys(trail_keys)
    audit.use_signer(Seals())
    outbox.each_round(partial(heartbeat.beat, "worker"))
    outbox.at_the_end(heartbeat.leave)
    stores.add_store("trail", stores.Store(_("Entries of the trail"), "trail", lambda: _under("Entry", "chain_kid")))
    name = _("Disposals of entries of the trail")
    stores.add_store("removals", stores.Store(name, "seal", lambda: _under("Removal", "kid")))
    stores.add_store("seals", stores.Store(_("Seals of the trail"), "seal", lambda: _under("Seal", "kid")))


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


def _under(model: str, column: str) -> dict[str, int]:
    """How many rows of the trail stand under each key."""
    rows = apps.get_model("audit", model).objects.order_by()
    return dict(rows.values_list(column).annotate(Count("pk")))
