from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "registry.outbox"
    label = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        """Register the daily letter."""
        import_module("registry.outbox.digest")
