"""How Django knows this room."""

from importlib import import_module

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """The way in: requests, office by office."""

    name = "approvals"
    label = "approvals"

    def ready(self) -> None:
        """Register our letters with the outbox, and tell the register who may not hold an account."""
        import_module("approvals.notices")
        import_module("approvals.bars")
