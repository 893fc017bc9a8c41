"""The demo district before anybody asked for anything: units, people, offices, factors, the policy."""

import base64
import hashlib
from datetime import timedelta

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from desk.demo import district
from desk.demo.district import Cast
from registry import audit, clock
from registry.people import actions
from registry.people.actions import factors
from registry.people.models import Appointment, Office, Unit, User
from registry.policy import actions as policy

#: Everybody's, so that a visitor can be anyone. It guards invented people on a loopback address.
PASSWORD = "calm harbor lakeview"  # noqa: S105 - printed by the command that makes it, on purpose
#: Those who have not confirmed the policy yet: a demo should show that too.
HAS_NOT_CONFIRMED = frozenset({"Evan Lutz", "Tess Monroe", "Henry Walsh"})

POLICY = """
Accounts that speak for Lakeview Public Schools belong to the district. This is a short summary for the demo; a
district puts its own policy here.

1. **Ask first.** Staff ask for an account; an administrator, the superintendent and Communications decide.
2. **Share the login.** Communications holds login, password and recovery of every official account, and is told of
   every change.
3. **Somebody answers for it.** Every account has a custodian. A coach or advisor keeps a team's login, and hands it
   over before leaving.
4. **Protect students.** No student's name, contact or picture is shown against the family's wish. Students never hold
   a login.
5. **Speak for the district only when it is your role.** The logo is used with permission.
"""
GUIDELINES = """
- Be clear that it is an official account, and of whom.
- Post nothing confidential. Ask before you show a colleague.
- Turn moderation on and anonymous posting off.
- Stay calm, answer kindly, and tell Communications about anything that worries you.
"""


def found() -> dict[str, User]:
    """Found the district and fill it. Returns people by name."""
    founders = {person.office: _founder(person) for person in district.FOUNDERS}
    offices = actions.found_district(
        name=district.NAME,
        short_name="Lakeview",
        superintendent=founders[Office.SUPERINTENDENT],
        communications_director=founders[Office.COMMUNICATIONS_DIRECTOR],
        alternate=founders[Office.ALTERNATE],
        system_administrator=founders[Office.SYSTEM_ADMINISTRATOR],
    )
    people = {person.name: person for person in offices.values()}
    units = _open_units(by=offices[Office.SYSTEM_ADMINISTRATOR])
    for cast in district.FOUNDERS:
        actions.edit(
            people[cast.name],
            name=cast.name,
            title=cast.title,
            unit=units[cast.unit],
            by=offices[Office.SYSTEM_ADMINISTRATOR],
        )
    for cast in (*district.OFFICERS, *district.STAFF):
        people[cast.name] = actions.invite(
            email=cast.email,
            name=cast.name,
            title=cast.title,
            unit=units[cast.unit],
            by=offices[Office.SYSTEM_ADMINISTRATOR],
        )
    _appoint(people, units)
    return people


def settle_in(people: dict[str, User]) -> None:
    """Everybody sets a password and most confirm the policy; those who need a second factor add one."""
    version = policy.publish(
        title="Social media policy",
        summary="The first version in Mooring.",
        body=POLICY.strip(),
        guidelines=GUIDELINES.strip(),
        by=people["Helen Brandt"],
    )
    hashed = make_password(PASSWORD)
    for person in people.values():
        _let_in(person, hashed)
        if person.name not in HAS_NOT_CONFIRMED:
            policy.acknowledge(version, by=person)


def enrol(person: User) -> None:
    """Give a person an authenticator whose seed follows from their address, so that ``demo_code`` can read it."""
    digest = hashlib.sha256(f"demo {person.email}".encode()).digest()[:20]
    seed = get_adapter().encrypt(base64.b32encode(digest).decode())
    made = Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": seed})
    factors.factor_added(made, by=person)


@audit.act()
def _let_in(person: User, hashed: str) -> None:
    """What following the invitation does, with one hash for all: sixty would take longer than the rest of the demo."""
    person.password = hashed
    person.save(update_fields=["password"])
    audit.record(audit.Event.PASSWORD_CHANGED, by=person, on=person, reason_code="invitation")


def _founder(cast: Cast) -> actions.Founder:
    return actions.Founder(email=cast.email, name=cast.name, title=cast.title)


def _open_units(*, by: User) -> dict[str, Unit]:
    units = {"": Unit.objects.get(parent=None)}
    for code, name, short_name, kind, parent in district.UNITS:
        units[code] = actions.open_unit(name=name, short_name=short_name, kind=kind, parent=units[parent], by=by)
    return units


def _appoint(people: dict[str, User], units: dict[str, Unit]) -> None:
    superintendent, director = people["Helen Brandt"], people["JoAnn Keller"]
    for cast in district.OFFICERS:
        office = cast.office
        principal = Appointment.objects.get(person=people[cast.designee_of]) if cast.designee_of else None
        actions.appoint(
            person=people[cast.name],
            office=office or "",
            unit=units[cast.over] if cast.over else None,
            starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=540) if principal else None,
            by=director if office == Office.COMMUNICATIONS_STAFF else superintendent,
            on_behalf_of=principal,
        )
