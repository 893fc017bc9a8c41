"""The people room, as Django knows it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Connects sign-in events to the trail and our letters to the outbox when the site starts."""

    name = "registry.people"
    label = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the modules that register themselves."""
        letters = ("notices", "departure_notices", "disposal_notices")
        for module in ("actions.disposals", "checks", *letters, "sign_in", "subjects"):
            import_module(f"registry.people.{module}")
        stores, seeds = import_module("registry.stores"), import_module("registry.people.seeds")
        rewrap = import_module("registry.people.actions.rewrapping").rewrap_seeds
        store = stores.Store(_("Second-factor seeds"), "mfa", seeds.counts, rewrap)
        stores.add_store("seeds", store)
