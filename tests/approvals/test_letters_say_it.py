"""What the letters of a request say, and to whom: the reason itself, once, and never to who did it."""

import re

import pytest

from approvals import actions as approvals
from approvals.models import Answer
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people.models import Office
from tests.makers import account_of, bring_to, decide, make_account, make_request

pytestmark = pytest.mark.django_db


def letters(template):
    return {letter.to.email: write(letter) for letter in Letter.objects.filter(template=template).order_by("pk")}


def to(template, person):
    return letters(template)[person.email]


def ends_as(written):
    """Why the person gets it: the first line below the rule."""
    return written.text.partition("\n--\n")[2].splitlines()[0]


@pytest.mark.parametrize(
    ("answer", "template"), [(Answer.CHANGES, "approvals/returned"), (Answer.NO, "approvals/declined")]
)
def test_the_letter_of_a_no_gives_the_reason_itself(cast, answer, template):
    decide(make_request(cast, "with_administrator"), Office.ADMINISTRATOR, cast.principal, answer, "Name two coaches.")
    written = to(template, cast.requester)
    assert "The reason:\nName two coaches." in written.text
    assert "Name two coaches." in written.html
    assert "The reason is on the" not in written.text


@pytest.mark.parametrize(
    ("answer", "template"), [(Answer.CHANGES, "approvals/returned"), (Answer.NO, "approvals/declined")]
)
def test_nobody_is_told_of_their_own_answer(cast, answer, template):
    decide(make_request(cast, "with_director"), Office.COMMUNICATIONS_DIRECTOR, cast.director, answer, "Not yet.")
    told = set(letters(template))
    assert cast.director.email not in told
    assert {cast.requester.email, cast.principal.email, cast.superintendent.email} <= told


def test_the_receipt_and_what_is_to_do_still_come_to_who_acted(cast):
    make_request(cast, "setting_up")
    assert set(letters("approvals/request_received")) == {cast.requester.email}
    assert cast.director.email in letters("approvals/setup_needed")


def test_becoming_active_is_one_letter_to_each_whoever_holds_it(cast):
    request = make_request(cast, "completed")
    assert set(letters("approvals/completed")) == {cast.requester.email, cast.coach.email, cast.backup.email}
    assert letters("accounts/active") == {}
    duty = "Report every change of its login"
    assert (duty in to("approvals/completed", cast.coach).text) is True
    assert (duty in to("approvals/completed", cast.backup).text) is False
    assert request.reference in to("approvals/completed", cast.coach).subject


def test_who_finishes_a_request_of_their_own_is_not_told(cast):
    request = make_request(cast, "setting_up", by=cast.second_communications)
    bring_to(cast, account_of(request), "ready")
    approvals.finish_setup(request, by=cast.second_communications)
    assert set(letters("approvals/completed")) == {cast.coach.email, cast.backup.email}


def test_an_offer_of_custody_says_by_when(cast):
    account = make_account(cast, "setting_up")
    written = to("accounts/custody_offered", cast.coach)
    day = account.custodies.get(state="offered").offered_at
    assert re.search(r"Please answer by \w+day, \w+ \d+\.", written.text)
    assert written.subject.startswith("By ")
    assert day is not None


def test_each_is_told_their_own_part(cast):
    decide(make_request(cast, "with_director"), Office.COMMUNICATIONS_DIRECTOR, cast.director, Answer.NO, "Not yet.")
    parts = {
        person: ends_as(to("approvals/declined", person)) for person in (cast.requester, cast.coach, cast.principal)
    }
    assert list(parts.values()) == [
        "You sent this request.",
        "You are named on this request as custodian.",
        "You were asked to decide this request.",
    ]


def test_each_is_told_their_own_part_in_an_account(cast):
    make_account(cast, "accepted")
    assert ends_as(to("accounts/custody_accepted", cast.communications)) == "You are of Communications."
    assert (
        ends_as(to("accounts/custody_accepted", cast.principal)) == "You held this account until now, or were asked to."
    )
    assert ends_as(to("accounts/deposited", cast.director)) == "You are of Communications."
    assert ends_as(to("accounts/verified", cast.coach)) == "You deposited it."
