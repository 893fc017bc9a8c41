"""The first offices, once."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from registry import audit, clock
from registry.audit import Event
from registry.people.actions.details import invite
from registry.people.actions.offices import give
from registry.people.actions.units import open_unit
from registry.people.models import Appointment, Office, Unit, UnitKind, User
from registry.people.refusal import Refused


@dataclass(frozen=True)
class Founder:
    """One of the first holders of an office."""

    email: str
    name: str
    title: str = ""
    language: str = "en"


@audit.act()
def found_district(
    *, name: str = "", short_name: str = "", superintendent: Founder, communications_director: Founder,
    alternate: Founder, system_administrator: Founder, by: User | None = None,
) -> dict[Office, User]:  # fmt: skip
    """Make the district and its first four offices, by four different people, once: while no appointment exists.

    Raises `Refused` later, and when two of them are the same person. Everyone gets a letter to set a password.
    """
    if Appointment.objects.exists() or Unit.objects.filter(kind=UnitKind.DISTRICT).exists():
        raise Refused(
            _("The district is founded already. Offices are now given by appointment."), rule="found_district"
        )
    founders = {
        Office.SUPERINTENDENT: superintendent,
        Office.COMMUNICATIONS_DIRECTOR: communications_director,
        Office.ALTERNATE: alternate,
        Office.SYSTEM_ADMINISTRATOR: system_administrator,
    }
    name = name or settings.DISTRICT_NAME
    district = open_unit(name=name, short_name=short_name or name[:40], kind=UnitKind.DISTRICT, parent=None, by=None)
    audit.record(Event.DISTRICT_FOUNDED, by=by, on=district)
    holders = {office: _founding_person(founder, district) for office, founder in founders.items()}
    for office, person in holders.items():
        give(person=person, office=office, unit=None, starts_on=clock.today(), ends_on=None, by=None)
    return holders


def _founding_person(founder: Founder, district: Unit) -> User:
    return invite(
        email=founder.email, name=founder.name, title=founder.title, unit=district, by=None, language=founder.language
    )
