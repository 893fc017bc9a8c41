"""Offices as the trail keeps them (`administrator:12`, `superintendent (designee)`), in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from registry.people.models import Office

DESIGNEE = " (designee)"


def in_words(roles: Iterable[str]) -> str:
    """“Administrator, Superintendent (designee)”: each once; one of a later version as it stands."""
    return ", ".join(dict.fromkeys(_one(role) for role in roles))


def _one(role: str) -> str:
    office = role.removesuffix(DESIGNEE).partition(":")[0]
    label = str(Office(office).label) if office in Office.values else office
    return _("%(office)s (designee)") % {"office": label} if role.endswith(DESIGNEE) else label
