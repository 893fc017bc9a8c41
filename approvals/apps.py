"""How Django knows this room."""

from importlib import import_module

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """The way in: requests, office by office."""

    name = "approvals"
    label = "approvals"

    def ready(self) -> None:
        """Register our letters, what bars from custody, what an account's page shows, and what follows new offices."""
        import_module("approvals.notices")
        import_module("approvals.talk_notices")
        import_module("approvals.bars")
        import_module("approvals.origins")
        import_module("approvals.purposes")
        import_module("approvals.subjects")
        import_module("approvals.following")
        import_module("approvals.sections")
        import_module("approvals.adopting")
        import_module("approvals.actions.forgetting")
        import_module("approvals.veil")
        import_module("approvals.exception_notices")
