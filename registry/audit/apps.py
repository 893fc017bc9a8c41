from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "registry.audit"
    label = "audit"
    verbose_name = _("Audit trail")

    def ready(self) -> None:
        """Registers the check that the trail is append-only."""
        import_module("registry.audit.checks")
