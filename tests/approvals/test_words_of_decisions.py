"""Words of a decision hold no secret of the account, which after an emergency approval exists meanwhile (invariant 5)."""

from typing import Any

import pytest

from accounts.actions import credentials
from accounts.models import SecretField
from approvals import actions
from approvals.conditions import Stated
from approvals.models import Condition, Decision, Request
from registry.audit.models import Entry
from registry.people.models import Office
from registry.vault import Secret
from tests.approvals.test_conditions import post, set_up
from tests.approvals.test_on_paper import objection, record
from tests.approvals.test_pages import decide_as
from tests.cast import Cast, signed_in
from tests.makers import account_of, make_request, proof_of

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR
PASSWORD = "Otters-glide-under-ice-41"
SLIP = "contain a password or code"


def deposit(cast: Cast, request: Request) -> Request:
    credentials.deposit(account_of(request), values={SecretField.PASSWORD: Secret(PASSWORD)}, by=cast.coach)
    return request


@pytest.fixture
def urgent(cast: Cast) -> Request:
    """Approved by the superintendent alone: the login is there while the others decide."""
    request = make_request(cast, "with_administrator", klass="district", group="")
    actions.approve_in_emergency(
        request, reason="The river rises.", seen_hash=request.rounds.get().text_hash, by=cast.superintendent,
        proof=proof_of(cast.superintendent),
    )  # fmt: skip
    return deposit(cast, request)


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


@pytest.mark.parametrize(
    "words",
    [
        {"answer": "no", "note": f"It is {PASSWORD}"},
        {"answer": "yes", "condition_1": f"Change {PASSWORD} first"},
    ],
    ids=["no", "condition"],
)
def test_a_decision_keeps_no_password(cast: Cast, urgent: Request, words: dict[str, str]) -> None:
    assert turned_away(decide_as(cast.director, urgent, C, **words))
    assert Decision.objects.count() == 1


def test_what_is_refused_before_it_is_looked_through_is_not_given_back(cast: Cast, urgent: Request) -> None:
    answer = decide_as(cast.director, urgent, C, answer="changes", note=f"It is {PASSWORD}")
    assert (answer.status_code, PASSWORD in answer.content.decode(), Decision.objects.count()) == (409, False, 1)


def test_a_decision_on_paper_keeps_no_password(cast: Cast, urgent: Request) -> None:
    decider = str(cast.director.pk)
    note = f"It is {PASSWORD}"
    assert turned_away(record(cast, urgent, office=C, decider=decider, answer="no", note=note))
    assert Decision.objects.count() == 1


def test_a_withdrawal_keeps_no_password(cast: Cast, urgent: Request) -> None:
    url = f"/requests/{urgent.reference}/withdraw/"
    assert turned_away(signed_in(cast.requester).post(url, {"why": f"It is {PASSWORD}"}))
    assert signed_in(cast.requester).post(url, {"why": "The river fell."}).status_code == 302


def test_a_condition_without_a_password_is_stated_as_before(cast: Cast, urgent: Request) -> None:
    assert decide_as(cast.director, urgent, C, answer="yes", condition_1="Comments stay off").status_code == 302
    assert Condition.objects.get().text == Stated("Comments stay off").text
