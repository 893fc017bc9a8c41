"""Who sees which data are kept, who gives public records, and who gets what is held about a person (ch. 13)."""

from django.utils.translation import gettext as _

from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused


def check_may_see_inventory(user: User) -> None:
    """Raise `Refused` unless they may know what is kept: Communications, superintendent, system administrator."""
    if not powers.has_power(user, Power.SEE_INVENTORY):
        message = _("The data inventory is for Communications, the superintendent and the system administrator.")
        raise Refused(message, rule="Minn. Stat. 13.025")


def check_may_give_records(user: User) -> None:
    """Raise `Refused` unless they put public records together: Communications."""
    if not powers.has_power(user, Power.GIVE_RECORDS):
        raise Refused(_("Communications puts public records together."), rule="Minn. Stat. 13.03")


def check_may_have_data_of(user: User, person: User) -> None:
    """Raise `Refused` unless it is about themselves, or Communications asks for somebody who has left."""
    if user.pk == person.pk:
        return
    if not powers.has_power(user, Power.GIVE_RECORDS):
        raise Refused(_("What is held about somebody is for themselves."), rule="Minn. Stat. 13.04")
    if person.is_active:
        message = _("%(name)s works here, and gets it from “Your details”.") % {"name": person.name}
        raise Refused(message, rule="Minn. Stat. 13.04")
