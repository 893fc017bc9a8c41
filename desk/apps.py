"""How Django knows this room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DeskConfig(AppConfig):
    """Pages that look across the rooms below."""

    name = "desk"
    label = "desk"

    def ready(self) -> None:
        """Let ``desk.nav`` hand its counts to the main navigation, and a person's page lead to their departure."""
        autodiscover_modules("nav")
        import_module("desk.subjects")
        import_module("desk.actions.forgetting")
        import_module("desk.notices")
        panels = import_module("registry.people.panels")
        panels.add_panel(import_module("desk.leaving.panel").leaving)
        panels.add_follows(import_module("desk.leaving.office_over").follows)
        panels.add_panel(import_module("desk.records.panel").held)
