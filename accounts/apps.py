"""How Django knows this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The register of official accounts."""

    name = "accounts"
    label = "accounts"
