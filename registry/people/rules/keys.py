"""Who sees how the keys stand: whoever operates the site, and Communications, whose vault it is."""

from django.utils.translation import gettext as _

from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused


def check_may_see_keys(by: User) -> None:
    """Raise `Refused` for everybody else. The page shows ids and counts; keys are changed at the command line only."""
    if not powers.powers_of(by) & {Power.OPERATE, Power.REVEAL}:
        raise Refused(_("Only system administrators and Communications see the keys."), rule="who may do what")
