"""The tree of units: who adds to it, and what makes a unit."""

from django.utils.translation import gettext as _

from registry.people import powers
from registry.people.models import Unit, User
from registry.people.power import Power
from registry.people.refusal import Refused


def check_may_open_unit(by: User) -> None:
    """System administrators look after the tree of units."""
    if not powers.has_power(by, Power.OPERATE):
        raise Refused(_("Only system administrators can add units."), rule="who may do what: settings")


def check_unit(name: str, parent: Unit | None) -> None:
    """Whether a unit makes sense here: under the one district, by a name of its own, whatever its capitals."""
    if parent is None:
        raise Refused(_("There is one district. Every other unit is under the district or a unit of it."))
    if Unit.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is a unit with this name already."))
