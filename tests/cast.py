"""The cast: one small district with a person in every part, made through the real actions at one moment.

High school (with athletics under it) and middle school; everybody who needs a second factor has one, except Newcomer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta

import pyotp
import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client

from registry import clock, policy
from registry.people import actions as people
from registry.people.models import Appointment, Office, Unit, UnitKind, User
from registry.policy import actions as policies

MOMENT = datetime(2025, 11, 12, 15, 0, tzinfo=UTC)
SINCE = date(2025, 8, 1)
DOMAIN = "harborlakes.example"
PASSWORD = "seven quiet herons wade at dawn"


@dataclass(frozen=True)
class Units:
    district: Unit
    high: Unit
    athletics: Unit
    middle: Unit


@dataclass(frozen=True)
class Cast:
    """Who is there. `principal` and `other_principal` are administrators of the high and of the middle school."""

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
