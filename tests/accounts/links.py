"""Links for handing in, as people make, use and answer them: every step is a page."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Account, Drop
from registry.people.models import User
from tests.cast import signed_in

STUDENT = {"bearer": "students", "class_year": "2026", "guardian": "not_asked"}
COACH = {"bearer": "former_coach"}
LEFT = {"login": "harborski.2022@mail.example", "password": "Old-Team-Password-7"}


def ask(account: Account, by: User, **answers: Any) -> Any:
    """Ask for a link on its page."""
    client, address = signed_in(by), reverse("accounts:drop-make", args=[account.uuid])
    found = re.search(r'name="nonce" value="([^"]+)"', client.get(address).content.decode())
    nonce = found[1] if found else ""
    data = {"fields_": ["login", "password"], "hours": "72", "nonce": nonce} | answers
    return client.post(address, data)


def link_in(response: Any) -> str:
    """The path of the link that a page shows."""
    found = re.search(r"http://[^/]+(/drop/[\w-]{43})<", response.content.decode())
    assert found, response.content.decode()
    return found[1]


def make(account: Account, by: User, **answers: Any) -> str:
    """Make a link; its path."""
    return link_in(ask(account, by, **(answers or STUDENT)))


def use(path: str, client: Client | None = None, **values: str) -> Any:
    """Whoever has the link, in a browser of their own, which checks what a browser would."""
    return (client or Client(enforce_csrf_checks=True)).post(path, values or LEFT)


def answer(drop: Drop, verb: str, by: User, **data: str) -> Any:
    """An adult's word."""
    address = reverse(f"accounts:drop-{verb}", args=[drop.uuid])
    return signed_in(by).post(address, data or {"sure": "on"})
