"""Handing an account over through HTTP, as people click it."""

from io import StringIO
from typing import Any

from django.core.management import call_command
from django.http import HttpResponse
from django.urls import reverse

from accounts.actions import credentials
from accounts.models import Account, Custody, CustodyState, Handoff, SecretField
from registry.outbox.models import Letter
from registry.people.models import User
from registry.vault import Secret
from tests.cast import signed_in
from tests.makers import proof_of, reveal


def at(name: str, thing: Account | Handoff | None) -> str:
    return reverse(f"accounts:{name}", args=[thing.uuid] if thing else [])


def post(user: User, name: str, thing: Account | Handoff | None, **data: Any) -> HttpResponse:
    return signed_in(user).post(at(name, thing), data)


def text(user: User, address: str) -> str:
    return signed_in(user).get(address).content.decode()


def hand_over(account: Account, giver: User, taker: User, **data: Any) -> tuple[Handoff, HttpResponse]:
    answer = post(giver, "handoff-offer", account, taker=taker.email, **{"why": "new", **data})
    return Handoff.objects.filter(account=account).latest("pk"), answer


def holder(account: Account) -> Custody:
    return account.custodies.get(state=CustodyState.OPEN)


def letters(template: str) -> set[User]:
    return {one.to for one in Letter.objects.filter(template=f"accounts/{template}")}


def deliver() -> None:
    """Send what waits: every letter of the register is drawn, or dropped because it no longer makes sense."""
    call_command("deliver_mail", stdout=StringIO())
    assert not Letter.objects.filter(template__startswith="accounts/").exclude(state__in=("sent", "dropped")).exists()


def change_login(account: Account, by: User, verifier: User) -> None:
    """Somebody sets a new password, another signs in with it, and other sessions are signed out."""
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Quite-Another-9")}, by=by)
    reveal(account, verifier)
    credentials.verify(account, by=verifier, proof=proof_of(verifier))
    for rotation in account.rotations.filter(closed_at=None):
        answer = signed_in(by).post(reverse("accounts:rotation-sessions", args=[rotation.uuid]), {"done": "on"})
        assert answer.status_code == 302
