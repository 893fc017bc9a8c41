"""How Django knows this room."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """The policy's text, its versions and who acknowledged them."""

    name = "registry.policy"
    label = "policy"
