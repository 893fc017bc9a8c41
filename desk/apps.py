"""How Django knows this room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages that look across the rooms below."""

    name = "desk"
    label = "desk"
