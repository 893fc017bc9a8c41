"""A throw-away world, as production would have it: its database, its people."""

import secrets
import time
from dataclasses import dataclass

import pyotp
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connections

from registry.people.actions import invite
from registry.people.actions.factors import set_password


def begin() -> None:
    """Make the database ready, empty of people."""
    call_command("prepare_database", verbosity=0)


def part() -> None:
    """Let go of all connections, before processes are made."""
    connections.close_all()


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in, with what only they have."""

    email: str
    password: str
    seed: str


def many_people(number: int, word: str = "person") -> list[Person]:
    """People with a password and an authenticator; nobody of any office."""
    made = []
    for count in range(number):
        person = Person(f"{word}.{count}@assurance.example", secrets.token_urlsafe(18), pyotp.random_base32())
        user = invite(email=person.email, name=f"{word} {count}".title(), title="", unit=None, by=None)
        set_password(user, person.password, by=user)
        sealed = get_adapter().encrypt(person.seed)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})
        made.append(person)
    return made


def code_from(seed: str) -> str:
    """What the authenticator app shows now, waiting for the next half minute where this one is nearly over."""
    left = 30 - time.time() % 30
    if left < 6:
        time.sleep(left + 0.2)
    return pyotp.TOTP(seed).now()
