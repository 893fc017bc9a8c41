"""Approved in part (E1.15): each office answers for each platform; what all approved is set up."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, Platform
from approvals import actions, rules
from approvals.conditions import Stated
from approvals.models import Decision, Item, Request
from approvals.workflow import Status
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people.models import Office, User
from registry.people.refusal import Refused
from tests.approvals.test_pages import decide_page, decision_form, errors_of
from tests.cast import Cast, signed_in
from tests.makers import decide, make_request, proof_of, seat_of

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR


@pytest.fixture
def request_(cast: Cast) -> Request:
    """Three platforms, before the superintendent and Communications."""
    pairs = [("tiktok", "harbor.ski"), ("youtube", "@harborski")]
    more = [(Platform.objects.get(slug=slug), handle) for slug, handle in pairs]
    return make_request(cast, "with_both", handle="harborski", more=more)


def item(request: Request, slug: str) -> Item:
    return request.items.get(platform__slug=slug)


def answers(request: Request, **refused: str) -> dict[str, str]:
    """A yes to each item but those refused, with why."""
    given: dict[str, str] = {"answer": "yes"}
    for one in request.items.select_related("platform"):
        slug = one.platform.slug if one.platform else ""
        given[f"item_{one.pk}"] = "no" if slug in refused else "yes"
        given[f"why_{one.pk}"] = refused.get(slug, "")
    return given


def send(user: User, request: Request, office: Office, **refused: str) -> Any:
    client, url = signed_in(user), decide_page(request, office)
    return client.post(url, {**decision_form(client, url), **answers(request, **refused)})


def outcome(request: Request) -> dict[str, str]:
    return {one.platform.slug: one.answer for one in request.items.select_related("platform") if one.platform}


def test_e1_15_one_request_for_three_platforms_is_approved_in_part(cast: Cast, request_: Request) -> None:
    send(cast.superintendent, request_, S, tiktok="Most of them are under 13.")
    assert send(cast.director, request_, C).status_code == 302
    request_.refresh_from_db()
    assert (request_.status, outcome(request_)) == (
        Status.SETTING_UP,
        {"instagram": "approved", "tiktok": "declined", "youtube": "approved"},
    )
    accounts = Account.objects.filter(items__request=request_).order_by("pk")
    assert [(one.platform.slug, one.state, one.setup_tasks.exists()) for one in accounts] == [
        ("instagram", "setting_up", True),
        ("youtube", "setting_up", True),
    ]


def test_e1_15_offices_that_refuse_different_items_leave_what_both_approved(cast: Cast, request_: Request) -> None:
    send(cast.superintendent, request_, S, tiktok="Too young.")
    send(cast.director, request_, C, youtube="The school has a channel.")
    request_.refresh_from_db()
    assert (request_.status, outcome(request_)) == (
        Status.SETTING_UP,
        {"instagram": "approved", "tiktok": "declined", "youtube": "declined"},
    )


def test_what_the_set_up_lacks_is_said_of_each_account_by_its_name(cast: Cast, request_: Request) -> None:
    send(cast.superintendent, request_, S, tiktok="Most of them are under 13.")
    send(cast.director, request_, C)
    request_.refresh_from_db()
    names = [account.trail_label for account in Account.objects.filter(items__request=request_)]
    lacks = rules.setup_lacks(request_)
    assert [f"{name}: The custodian has not accepted yet." in lacks for name in names] == [True, True]
    assert all(one.startswith(tuple(f"{name}: " for name in names)) for one in lacks)


def test_e1_15_the_requesters_letter_says_which_and_why_not(cast: Cast, request_: Request) -> None:
    send(cast.superintendent, request_, S, tiktok="Most of them are under 13.")
    send(cast.director, request_, C)
    said = write(Letter.objects.get(template="approvals/approved", to=cast.requester))
    assert said
    text = " ".join(said.text.split())
    line = f"TikTok, @harbor.ski: not approved by {cast.superintendent.name} (Superintendent). Reason: Most of them are under 13."
    assert ("Approved in part." in text, line in text) == (True, True)
    assert "Instagram, @harborski; YouTube, harborski" in text


def test_e1_15_nothing_left_is_a_decline_with_all_reasons(cast: Cast, request_: Request) -> None:
    send(cast.superintendent, request_, S, tiktok="Too young.", youtube="No time to film.")
    send(cast.director, request_, C, instagram="The school has one.")
    request_.refresh_from_db()
    names = (cast.superintendent.name, cast.director.name)
    assert request_.status == Status.DECLINED
    assert request_.closed_why.splitlines() == [
        f"TikTok, @harbor.ski: not approved by {names[0]} (Superintendent). Reason: Too young.",
        f"YouTube, harborski: not approved by {names[0]} (Superintendent). Reason: No time to film.",
        f"Instagram, @harborski: not approved by {names[1]} (Communications director). Reason: The school has one.",
    ]
    assert Account.objects.filter(items__request=request_).exists() is False
    said = write(Letter.objects.get(template="approvals/declined", to=cast.requester))
    assert said
    assert f"{cast.director.name} declined this request" in said.text


def test_the_last_office_is_not_asked_for_what_an_earlier_one_refused(cast: Cast) -> None:
    more = [(Platform.objects.get(slug="tiktok"), "harbor.ski")]
    request = make_request(cast, "with_administrator", handle="harborski", more=more)
    send(cast.principal, request, A, tiktok="Not for this team.")
    page = signed_in(cast.director).get(request.get_absolute_url()).content.decode()
    assert (f"item_{item(request, 'instagram').pk}" in page, "TikTok, @harbor.ski: not approved." in page) == (
        False,
        True,
    )
    decide(request, S, cast.superintendent)
    decide(request, C, cast.director)
    assert outcome(request) == {"instagram": "approved", "tiktok": "declined"}


def test_an_answer_given_before_another_office_refused_counts_as_it_was_given(cast: Cast) -> None:
    """The director's page still had both items when the superintendent refused one: the no to the other stands."""
    more = [(Platform.objects.get(slug="tiktok"), "harbor.ski")]
    request = make_request(cast, "with_both", handle="harborski", more=more)
    client, url = signed_in(cast.director), decide_page(request, C)
    form = decision_form(client, url) | answers(request, instagram="The school has one.")
    send(cast.superintendent, request, S, tiktok="Too young.")
    client.post(url, form)
    request.refresh_from_db()
    assert request.status == Status.DECLINED


def test_a_no_to_an_item_needs_its_reason_and_an_item_needs_an_answer(cast: Cast, request_: Request) -> None:
    client, url = signed_in(cast.director), decide_page(request_, C)
    tiktok, youtube = item(request_, "tiktok").pk, item(request_, "youtube").pk
    form = decision_form(client, url) | answers(request_, tiktok=" ")
    del form[f"item_{youtube}"]
    response = client.post(url, form)
    assert (response.status_code, errors_of(response), Decision.objects.filter(round__request=request_).count()) == (
        422,
        {
            f"why_{tiktok}": ["Say why not: the person who asked will read it."],
            f"item_{youtube}": ["Choose whether you approve YouTube, harborski."],
        },
        1,
    )


def test_a_yes_that_refuses_everything_is_asked_again(cast: Cast, request_: Request) -> None:
    response = send(cast.director, request_, C, instagram="No.", tiktok="No.", youtube="No.")
    said = ["Approve at least one of them, or decline the request with your reason."]
    assert (response.status_code, errors_of(response)["answer"]) == (422, said)


def test_a_decline_needs_no_answer_to_single_items(cast: Cast, request_: Request) -> None:
    client, url = signed_in(cast.director), decide_page(request_, C)
    client.post(url, {**decision_form(client, url), "answer": "no", "note": "Not this year."})
    request_.refresh_from_db()
    assert (request_.status, request_.closed_why) == (Status.DECLINED, "Not this year.")


def test_the_answer_to_an_item_of_another_request_counts_for_nothing(cast: Cast, request_: Request) -> None:
    other = make_request(cast, "with_both").items.get()
    response = send(cast.director, request_, C)
    assert response.status_code == 302
    assert other.answers.filter(decision__by=cast.director).count() == 0


def test_the_action_refuses_a_no_without_its_reason(cast: Cast, request_: Request) -> None:
    seat = seat_of(request_, C)
    given = {item(request_, "tiktok").pk: False}
    with pytest.raises(Refused, match="Say why not TikTok, @harbor"):
        actions.decide(
            seat, answer="yes", seen_hash=seat.round.text_hash, by=cast.director, proof=proof_of(cast.director), item_answers=given
        )  # fmt: skip
    assert Decision.objects.filter(seat=seat).count() == 0


@pytest.mark.parametrize(
    "said", [{"answer": "no"}, {"answer": "maybe"}, {"answer": "yes", "conditions": [Stated("Be kind")] * 4}]
)
def test_what_cannot_stand_is_refused_before_anything_is_written(
    cast: Cast, request_: Request, said: dict[str, Any]
) -> None:
    seat = seat_of(request_, S)
    whole = {"seen_hash": seat.round.text_hash, "by": cast.superintendent, "proof": proof_of(cast.superintendent)}
    first = request_.items.first()
    for words in (said, {"answer": "yes", "item_answers": {first.pk: False}}):
        with CaptureQueriesContext(connection) as captured, pytest.raises(Refused):
            actions.decide(seat, **whole, **words)
        assert [one["sql"] for one in captured if one["sql"].startswith(("INSERT", "UPDATE"))] == []
