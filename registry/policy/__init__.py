"""The district's policy: its versions, and who read and confirmed which."""

from typing import TYPE_CHECKING

from django.apps import apps as registered

if TYPE_CHECKING:
    from registry.people.models import User
    from registry.policy.models import PolicyVersion


def current() -> "PolicyVersion | None":
    """The version in force: the newest; None while nothing is published."""
    newest: PolicyVersion | None = registered.get_model("policy", "PolicyVersion").objects.order_by("-number").first()
    return newest


def has_acknowledged(user: "User") -> bool:
    """Whether the person confirmed the version in force; nothing published asks for nothing."""
    version = current()
    if version is None:
        return True
    confirmed: bool = version.acknowledgements.filter(person_id=user.pk).exists()
    return confirmed
