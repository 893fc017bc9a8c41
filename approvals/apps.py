"""How Django knows this room."""

from importlib import import_module

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """The way in: requests, office by office."""

    name = "approvals"
    label = "approvals"

    def ready(self) -> None:
        """Register our letters with the outbox, what bars from custody, and what follows when offices change."""
        import_module("approvals.notices")
        import_module("approvals.talk_notices")
        import_module("approvals.bars")
        import_module("approvals.origins")
        import_module("approvals.purposes")
        import_module("approvals.subjects")
        import_module("approvals.following")
        import_module("approvals.veil")
