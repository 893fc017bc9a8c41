"""Words of a decision hold no secret of the account that the request became (invariant 5)."""

from typing import Any

from accounts.actions import credentials
from accounts.models import SecretField
from approvals.models import Condition, Request
from registry.audit.models import Entry
from registry.people.models import Office
from registry.vault import Secret
from tests.approvals.test_conditions import post, set_up
from tests.approvals.test_on_paper import objection, record
from tests.approvals.test_pages import decide_as
from tests.cast import Cast
from tests.makers import account_of, make_request

C = Office.COMMUNICATIONS_DIRECTOR
PASSWORD = "Otters-glide-under-ice-41"
SLIP = "contain a password or code"


def deposit(cast: Cast, request: Request) -> Request:
    credentials.deposit(account_of(request), values={SecretField.PASSWORD: Secret(PASSWORD)}, by=cast.coach)
    return request


def turned_away(answer: Any) -> bool:
    text, slips = answer.content.decode(), Entry.objects.filter(action="secret.typed", outcome="denied")
    kept = Entry.objects.filter(reason_text__contains=PASSWORD)
    return SLIP in text and PASSWORD not in text and slips.count() == 1 and not kept.exists()


def test_the_page_of_a_waiver_does_not_give_a_password_back(cast: Cast) -> None:
    deposit(cast, set_up(cast))
    assert turned_away(post(cast.superintendent, Condition.objects.get(), "waive", why=f"It is {PASSWORD}"))
    assert Condition.objects.get().waived_at is None


def test_the_page_of_an_objection_does_not_give_a_password_back(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    record(cast, request)
    decide_as(cast.director, request, C, answer="yes")
    deposit(cast, request)
    assert turned_away(objection(cast, request, why=f"It is {PASSWORD}"))
