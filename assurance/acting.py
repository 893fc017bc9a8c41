"""What figures have people do on pages, beyond signing in."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client

from accounts.models import Account
from approvals.models import Request, Seat
from registry import clock
from registry.people.models import User
from tests.cast import Cast
from tests.makers import make_account


def ask_to_reveal(client: Client, account: Account) -> HttpResponse:
    """Open the page that asks why."""
    answer: HttpResponse = client.get(f"/accounts/{account.uuid}/reveal/")
    return answer


def reveal_asks_again(cast: Cast, come_in: Callable[[User], Client]) -> bool:
    """Whether six minutes after signing in with a code, a reveal asks for one again (ASVS 7.5.3)."""
    account, client = make_account(cast, "active"), come_in(cast.communications)
    at_once = ask_to_reveal(client, account)
    with clock.at(clock.now() + timedelta(minutes=6)):
        later = ask_to_reveal(client, account)
    return (
        at_once.status_code == 200 and later.status_code == 302 and "/2fa/reauthenticate/" in later.headers["Location"]
    )


def ask_to_decide(client: Client, request: Request, seat: Seat, answer: str = "yes") -> HttpResponse:
    """Send the form of a decision on the text as it is."""
    form = {"answer": answer, "note": "" if answer == "yes" else "Not this season.", "seen_hash": seat.round.text_hash}
    sent: HttpResponse = client.post(f"/requests/{request.reference}/decide/{seat.pk}/", form)
    return sent
