"""How Django knows the ground floor, and what it does first."""

from importlib import import_module

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The ground floor: settings, time, keys, health."""

    name = "registry"
    label = "registry"

    def ready(self) -> None:
        """Look at the keys and register the system checks; both need the other rooms to be there."""
        import_module("registry.checks")
        import_module("registry.start").begin()
