"""The policy room, as Django knows it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PolicyConfig(AppConfig):
    """Registers our letter with the outbox when the site starts."""

    name = "registry.policy"
    label = "policy"
    verbose_name = _("Policy")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the module that registers itself."""
        import_module("registry.policy.notices")
