"""The only code that changes people, units and appointments: one verb each, recorded, with its letters."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from registry import audit, clock, outbox
from registry.audit import Event
from registry.people import rules
from registry.people.models import Appointment, Office, Unit, UnitKind, User
from registry.people.refusal import Refused


@audit.act()
def open_unit(*, name: str, short_name: str, kind: str, parent: Unit | None, by: User | None) -> Unit:
    """Add a unit under its parent; the district alone has none. `by=None` is the system: the founding."""
    if by is not None:
        rules.check_may_open_unit(by)
    unit: Unit = Unit.objects.create(name=name, short_name=short_name, kind=kind, parent=parent)
    audit.record(Event.UNIT_ADDED, by=by, on=unit, after={"name": name, "kind": str(kind)})
    return unit


@audit.act()
def invite(*, email: str, name: str, title: str, unit: Unit | None, by: User | None, language: str = "en") -> User:
    """Make a user who can set a password by the link in a letter.

    The address must be the district's own and new here; it counts as verified, because only its owner can use the
    link. Raises `Refused`. `by=None` is the system: the founding of a district.
    """
    if by is not None:
        rules.check_may_invite(by)
    address = rules.district_address(email)
    user = User.objects.create_user(
        address, name=name.strip(), title=title.strip(), unit=unit, language=language,
        invited_at=clock.now(), invited_by=by,
    )  # fmt: skip
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    audit.record(Event.PERSON_INVITED, by=by, on=user, after={"email": address, "title": user.title})
    _write_invitation(user)
    return user


@audit.act()
def invite_again(user: User, *, by: User) -> User:
    """Send a new set-password link to somebody who has not used the first one in time."""
    user = _locked(user)
    rules.check_may_invite(by)
    if user.has_usable_password() or not user.is_active:
        raise Refused(_("%(name)s does not wait for an invitation.") % {"name": user.name})
    user.invited_at = clock.now()
    user.save(update_fields=["invited_at"])
    audit.record(Event.PERSON_INVITED, by=by, on=user, after={"email": user.email, "again": True})
    _write_invitation(user)
    return user


def _write_invitation(user: User) -> None:
    outbox.post("people/invitation", to=user, about=user, key=f"invitation:{user.pk}:{uuid.uuid4()}")


@audit.act()
def edit(user: User, *, name: str, title: str, unit: Unit | None, by: User) -> User:
    """Correct a person's name, title and unit; offices are another matter."""
    user = _locked(user)
    rules.check_may_edit(by, user)
    before = {"name": user.name, "title": user.title, "unit": user.unit_id}
    user.name, user.title, user.unit = name.strip(), title.strip(), unit
    user.save(update_fields=["name", "title", "unit"])
    after = {"name": user.name, "title": user.title, "unit": user.unit_id}
    audit.record(Event.PERSON_CHANGED, by=by, on=user, before=before, after=after)
    return user


@audit.act()
def change_own_details(user: User, *, name: str, language: str, by: User) -> User:
    """Change the name shown and the language of one's own pages and letters."""
    user = _locked(user)
    if by.pk != user.pk:
        raise Refused(_("These details are another person's."), rule="who may do what")
    before = {"name": user.name, "language": user.language}
    user.name, user.language = name.strip(), language
    user.save(update_fields=["name", "language"])
    audit.record(Event.PERSON_CHANGED, by=by, on=user, before=before, after={"name": user.name, "language": language})
    return user


@audit.act()
def deactivate(user: User, *, by: User) -> User:
    """Close a person's sign-in: sessions end at once, and so do their appointments and those of their designees."""
    user = _locked(user)
    rules.check_may_deactivate(by, user)
    for appointment in Appointment.objects.filter(person=user, ended_at=None).select_for_update():
        if appointment.ends_on is None or appointment.ends_on >= clock.today():
            _end(appointment, by=by)
    user.is_active = False
    user.left_on = clock.today()
    user.save(update_fields=["is_active", "left_on"])
    _end_sessions(user)
    audit.record(Event.PERSON_DEACTIVATED, by=by, on=user)
    return user


@audit.act()
def reactivate(user: User, *, by: User) -> User:
    """Open a closed sign-in again: with the old password and factor, without any office."""
    user = _locked(user)
    rules.check_may_reactivate(by, user)
    user.is_active = True
    user.left_on = None
    user.save(update_fields=["is_active", "left_on"])
    audit.record(Event.PERSON_REACTIVATED, by=by, on=user)
    return user


@audit.act()
def end_sessions(user: User, *, by: User) -> User:
    """Sign a person out everywhere; everyone may do it to themselves."""
    user = _locked(user)
    if by.pk != user.pk:
        rules.check_may_close_sign_in(by, user)
    _end_sessions(user)
    audit.record(Event.SESSION_ENDED, by=by, on=user)
    return user


def _end_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    for session in UserSession.objects.filter(user=user):
        session.end()


@audit.act()
def appoint(
    *, person: User, office: Office | str, unit: Unit | None = None, starts_on: date, ends_on: date | None = None,
    by: User, on_behalf_of: Appointment | None = None,
) -> Appointment:  # fmt: skip
    """Give a person an office from one day to another, both included; open-ended without a last day.

    With `on_behalf_of`, as the designee of that appointment. Raises `Refused` for whoever may not give it, for dates
    that make no sense, and where the person or somebody else holds the office meanwhile.
    """
    office = Office(office)
    people = _locked_in_order(person, by)
    person = people[person.pk]
    rules.check_may_appoint(by, office, on_behalf_of=on_behalf_of)
    return _appoint(person, office, unit, starts_on, ends_on, by, on_behalf_of)


def _appoint(
    person: User, office: Office, unit: Unit | None, starts_on: date, ends_on: date | None,
    by: User | None, on_behalf_of: Appointment | None = None,
) -> Appointment:  # fmt: skip
    rules.check_appointment(
        person=person, office=office, unit=unit, starts_on=starts_on, ends_on=ends_on, on_behalf_of=on_behalf_of, by=by
    )
    made = Appointment.objects.create(
        person=person, office=office, unit=unit, starts_on=starts_on, ends_on=ends_on,
        on_behalf_of=on_behalf_of, appointed_by=by,
    )  # fmt: skip
    event = Event.DESIGNEE_NAMED if on_behalf_of else Event.APPOINTMENT_MADE
    audit.record(event, by=by, on=made, after={"starts_on": starts_on, "ends_on": ends_on, "person": person.trail_id})
    outbox.post("people/appointed", to=person, about=made, key=f"appointed:{made.pk}")
    return made


@audit.act()
def end_appointment(appointment: Appointment, *, by: User) -> Appointment:
    """End an appointment at once, or call off one that has not begun; its designees' end with it."""
    appointment = Appointment.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=appointment.pk)
    rules.check_may_end(by, appointment)
    return _end(appointment, by=by)


def _end(appointment: Appointment, *, by: User) -> Appointment:
    for designee in appointment.designees.filter(ended_at=None).select_for_update():
        _end(designee, by=by)
    appointment.ended_at = clock.now()
    appointment.ended_by = by
    appointment.save(update_fields=["ended_at", "ended_by"])
    audit.record(Event.APPOINTMENT_ENDED, by=by, on=appointment)
    outbox.post("people/appointment_ended", to=appointment.person, about=appointment, key=f"ended:{appointment.pk}")
    return appointment


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
    alternate: Founder, system_administrator: Founder,
) -> dict[Office, User]:  # fmt: skip
    """Make the district and its first four offices, by four different people, once: while no appointment exists.

    Raises `Refused` later, and when two of them are the same person. Everyone gets a letter to set a password.
    """
    if Appointment.objects.exists() or Unit.objects.filter(kind=UnitKind.DISTRICT).exists():
        raise Refused(_("The district is founded already. Offices are now given by appointment."), rule="found_district")
    founders = {
        Office.SUPERINTENDENT: superintendent,
        Office.COMMUNICATIONS_DIRECTOR: communications_director,
        Office.ALTERNATE: alternate,
        Office.SYSTEM_ADMINISTRATOR: system_administrator,
    }
    name = name or settings.DISTRICT_NAME
    district = open_unit(name=name, short_name=short_name or name[:40], kind=UnitKind.DISTRICT, parent=None, by=None)
    audit.record(Event.DISTRICT_FOUNDED, by=None, on=district)
    holders = {office: _founding_person(founder, district) for office, founder in founders.items()}
    for office, person in holders.items():
        _appoint(person, office, None, clock.today(), None, None)
    return holders


def _founding_person(founder: Founder, district: Unit) -> User:
    return invite(
        email=founder.email, name=founder.name, title=founder.title, unit=district, by=None, language=founder.language
    )


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _locked_in_order(*users: User) -> dict[object, User]:
    pks: Iterable[object] = {user.pk for user in users}
    return {user.pk: user for user in User.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
