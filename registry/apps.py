"""How Django knows this room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The ground floor: settings, time, keys, health."""

    name = "registry"
    label = "registry"
