"""The cast: one small district with a person in every part, made through the real actions at one moment.

High school (with athletics under it) and middle school; everybody who needs a second factor has one, except Newcomer.
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime

import pyotp
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from registry import audit, clock
from registry.people import actions as people
from registry.people.models import Appointment, Office, Unit, UnitKind, User
from registry.policy import actions as policies
from tests import known
from tests.snapshot import Snapshot, count_anew

MOMENT = datetime(2025, 11, 12, 15, 0, tzinfo=UTC)
DOMAIN = settings.DISTRICT_EMAIL_DOMAINS[0]
PASSWORD = "seven quiet herons wade at dawn"


@dataclass(frozen=True)
class Units:
    district: Unit
    high: Unit
    athletics: Unit
    middle: Unit


@dataclass(frozen=True)
class Cast:
    """Who is there. `principal` and `other_principal` are administrators of the high and of the middle school.

    `deputy` becomes the principal's designee where a scene needs one.
    """

    units: Units
    superintendent: User
    director: User
    alternate: User
    sysadmin: User
    designee: User
    communications: User
    second_communications: User
    principal: User
    other_principal: User
    deputy: User
    requester: User
    teacher: User
    coach: User
    backup: User
    ex_coach: User
    stranger: User
    newcomer: User
    disabled: User

    @property
    def people(self) -> dict[str, User]:
        """Everybody by the name of their part."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "units"}


FOUNDERS = {
    "superintendent": ("Helen Strand", "Superintendent"),
    "communications_director": ("JoAnn Keel", "Director of communications"),
    "alternate": ("Ruth Amory", "Chair of the school board"),
    "system_administrator": ("Dana Weir", "Systems engineer"),
}
# part: name, title, unit
STAFF = {
    "designee": ("Priya Noor", "Assistant superintendent", "district"),
    "communications": ("Sam Ortega", "Communications specialist", "district"),
    "second_communications": ("Lena Fisk", "Digital media coordinator", "district"),
    "principal": ("Marcus Bell", "Principal", "high"),
    "other_principal": ("Anita Rao", "Principal", "middle"),
    "deputy": ("Grace Tam", "Assistant principal", "high"),
    "requester": ("Maya Lind", "Teacher and assistant coach", "athletics"),
    "teacher": ("Chris Yoder", "Teacher, science", "high"),
    "coach": ("Erik Solberg", "Head coach, girls Nordic ski", "athletics"),
    "backup": ("Hanna Cole", "Assistant coach", "athletics"),
    "ex_coach": ("Peter Halvor", "Teacher", "high"),
    "stranger": ("Katya Ivers", "Teacher, music", "middle"),
    "newcomer": ("Noah Beck", "Communications intern", "district"),
    "disabled": ("Ravi Menon", "Counselor", "high"),
}
WITHOUT_FACTOR = {"newcomer"}


_taken: list[tuple[Snapshot, Cast]] = []


def gather() -> Cast:
    """The cast, in a database without people: through real actions the first time, the same rows again after that."""
    begun = known.name()
    if not _taken:
        _taken.append(Snapshot.of(_gather))
    else:
        _taken[0][0].lay_out()
        count_anew()
    cast = _taken[0][1]
    known.call(f"cast on {begun}" if begun else None)
    there = User.objects.in_bulk([person.pk for person in cast.people.values()])
    units = Unit.objects.in_bulk([getattr(cast.units, one.name).pk for one in fields(Units)])
    return Cast(
        units=Units(**{one.name: units[getattr(cast.units, one.name).pk] for one in fields(Units)}),
        **{part: there[person.pk] for part, person in cast.people.items()},
    )


@audit.act()
def _gather() -> Cast:
    """Found the district and fill it; everybody has confirmed the policy."""
    people.found_district(
        **{part: people.Founder(_address(name), name, title) for part, (name, title) in FOUNDERS.items()}  # type: ignore[arg-type]
    )
    top = {part: User.objects.get(email=_address(name)) for part, (name, _) in FOUNDERS.items()}
    sysadmin = top["system_administrator"]
    units = _open_units(sysadmin)
    staff = {
        part: people.invite(email=_address(name), name=name, title=title, unit=getattr(units, unit), by=sysadmin)
        for part, (name, title, unit) in STAFF.items()
    }
    cast = Cast(
        units=units, superintendent=top["superintendent"], director=top["communications_director"],
        alternate=top["alternate"], sysadmin=sysadmin, **staff,
    )  # fmt: skip
    _fill_offices(cast)
    _equip(cast)
    return cast


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@{DOMAIN}"


def _open_units(by: User) -> Units:
    district = Unit.objects.get(kind=UnitKind.DISTRICT)
    high = people.open_unit(
        name="Harbor High School", short_name="Harbor High", kind=UnitKind.SCHOOL, parent=district, by=by
    )
    athletics = people.open_unit(
        name="Harbor High Athletics", short_name="Athletics", kind=UnitKind.ATHLETICS, parent=high, by=by
    )
    middle = people.open_unit(
        name="Lakes Middle School", short_name="Lakes Middle", kind=UnitKind.SCHOOL, parent=district, by=by
    )
    return Units(district, high, athletics, middle)


def _fill_offices(cast: Cast) -> None:
    today, head, director = clock.today(), cast.superintendent, cast.director
    own = Appointment.objects.get(person=head)
    administers = {cast.principal: cast.units.high, cast.other_principal: cast.units.middle}
    for person, unit in administers.items():
        people.appoint(person=person, office=Office.ADMINISTRATOR, unit=unit, starts_on=today, by=head)
    for person in (cast.communications, cast.second_communications, cast.newcomer):
        people.appoint(person=person, office=Office.COMMUNICATIONS_STAFF, starts_on=today, by=director)
    people.appoint(person=cast.designee, office=Office.SUPERINTENDENT, starts_on=today, by=head, on_behalf_of=own)


def _equip(cast: Cast) -> None:
    version = policies.publish(
        title="Social media policy", summary="The first version.", body="Accounts belong to the district.",
        guidelines="Show no student who opted out.", by=cast.superintendent,
    )  # fmt: skip
    for part, person in cast.people.items():
        policies.acknowledge(version, by=person)
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
        if part not in WITHOUT_FACTOR:
            enrol(person)
    people.deactivate(cast.disabled, by=cast.sysadmin)


def enrol(user: User) -> Authenticator:
    """An authenticator app for this user, its seed sealed as allauth's adapter seals it."""
    seed = get_adapter().encrypt(pyotp.random_base32())
    made: Authenticator = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": seed})
    return made


def seed_of(user: User) -> str:
    """The seed in the clear, as the user's own app has it."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return str(get_adapter().decrypt(row.data["secret"]))


def code_of(user: User) -> str:
    """What the user's authenticator app shows at this moment of the machine."""
    return pyotp.TOTP(seed_of(user)).now()


def sign_in(client: Client, user: User, *, factor: bool = True, at: datetime | None = None) -> Client:
    """Sign `user` in as allauth leaves a session: with the password, and the authenticator code where one is enrolled."""
    moment = (at or clock.now()).timestamp()
    client.force_login(user)
    session = client.session
    records: list[dict[str, object]] = [{"method": "password", "at": moment, "email": user.email}]
    enrolled = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor and enrolled:
        records.append({"method": "mfa", "type": "totp", "id": enrolled.pk, "at": moment})
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()
    return client


def signed_in(user: User, *, factor: bool = True, at: datetime | None = None) -> Client:
    """A browser of its own in which `user` is signed in."""
    return sign_in(Client(), user, factor=factor, at=at)
