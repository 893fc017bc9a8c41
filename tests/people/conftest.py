"""Sign-in counts tries in the cache and reads the machine's clock: both are put in order for each test."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from registry.people.models import User
from tests.cast import MOMENT, PASSWORD, Cast, code_of


@pytest.fixture(autouse=True)
def _no_tries_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def machine(cast: Cast) -> Iterator[time_machine.Traveller]:
    """The machine's clock at the cast's moment, because one-time codes and allauth's records follow it."""
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def through_the_door(machine: time_machine.Traveller):
    """Signs somebody in through the pages, with the password and a code."""

    def enter(user: User, client: Client | None = None) -> Client:
        client = client or Client()
        client.post("/sign-in/login/", {"login": user.email, "password": PASSWORD})
        client.post("/sign-in/2fa/authenticate/", {"code": code_of(user)})
        return client

    return enter
