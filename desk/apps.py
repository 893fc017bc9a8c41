"""How Django knows this room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DeskConfig(AppConfig):
    """Pages that look across the rooms below."""

    name = "desk"
    label = "desk"

    def ready(self) -> None:
        """Let ``desk.nav`` hand its counts to the main navigation."""
        autodiscover_modules("nav")
