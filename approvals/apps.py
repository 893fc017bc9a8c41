"""How Django knows this room."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """The way in: requests, office by office."""

    name = "approvals"
    label = "approvals"
