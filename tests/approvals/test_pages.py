"""The pages of a request, through their doors."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.actions import credentials
from accounts.models import Platform, SecretField
from approvals.models import Answer, Decision, Request
from approvals.workflow import Status
from registry.people.models import Office, User
from registry.vault import Secret
from tests.cast import DOMAIN, Cast, signed_in
from tests.makers import make_request, seat_of


def answers_for(cast: Cast, **changes: str) -> dict[str, str]:
    """What somebody types into the form."""
    return {
        "platform": str(Platform.objects.get(slug="instagram").pk),
        "handle": "https://www.instagram.com/HarborNordic/?hl=en",
        "unit": str(cast.units.athletics.pk),
        "klass": "student_group",
        "group": "Girls Nordic Ski",
        "display_name": "Harbor High Girls Nordic Ski",
        "purpose": "Short training and race clips for families.",
        "audience": "Families",
        "custodian": cast.coach.email,
        "position": "Head coach",
        "backup": cast.backup.email,
        "posters": "Both coaches",
        "email": f"nordic@{DOMAIN}",
        "students_involved": "True",
        "under_13": "False",
        "images_plan": "students",
        "images_promise": "on",
        "wants_logo": "True",
        **changes,
    }


def errors_of(response: Any) -> dict[str, list[str]]:
    return {name: list(map(str, said)) for name, said in response.context["form"].errors.items()}


@pytest.fixture
def asking(cast: Cast) -> Client:
    return signed_in(cast.requester)


def begin(client: Client) -> Request:
    client.post("/requests/new/")
    request: Request | None = Request.objects.order_by("pk").last()
    assert request
    return request


def test_opening_the_page_of_a_new_request_begins_nothing(asking: Client) -> None:
    assert (asking.get("/requests/new/").status_code, Request.objects.count()) == (200, 0)


def test_an_employee_asks_page_by_page(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    edit, check, sent = (f"/requests/{request.reference}/{page}/" for page in ("edit", "check", "sent"))
    assert asking.get(edit).status_code == 200
    assert asking.post(edit, answers_for(cast)).url == check
    page = asking.get(check).content.decode()
    assert [name in page for name in (cast.principal.name, cast.superintendent.name, cast.director.name)] == [True] * 3
    assert asking.post(check).url == sent
    assert f"Your reference is {request.reference}" in asking.get(sent).content.decode()
    request.refresh_from_db()
    item = request.items.get()
    assert (request.status, request.title, item.key, item.handle) == (
        Status.DECIDING,
        "Instagram for Girls Nordic Ski",
        "harbornordic",
        "HarborNordic",
    )


def test_save_and_finish_later_keeps_what_is_there(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    response = asking.post(f"/requests/{request.reference}/edit/", {"group": "Robotics", "later": "1"})
    request.refresh_from_db()
    assert (response.url, request.group, request.status) == ("/requests/", "Robotics", Status.DRAFT)


def test_the_script_keeps_a_draft_without_a_page(asking: Client) -> None:
    request = begin(asking)
    response = asking.post(f"/requests/{request.reference}/keep/", {"group": "Robotics"})
    request.refresh_from_db()
    assert (response.status_code, request.group) == (204, "Robotics")


def test_what_is_missing_is_said_at_the_field_and_the_rest_is_kept(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    response = asking.post(
        f"/requests/{request.reference}/edit/", answers_for(cast, purpose="", backup=cast.coach.email)
    )
    request.refresh_from_db()
    assert (response.status_code, errors_of(response), request.group) == (
        422,
        {
            "purpose": ["Say what this account will do that your current accounts cannot."],
            "backup": ["Choose a backup who is not the custodian."],
        },
        "Girls Nordic Ski",
    )


def test_only_the_districts_own_address_will_do(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    response = asking.post(f"/requests/{request.reference}/edit/", answers_for(cast, email="coach@gmail.example"))
    assert list(errors_of(response)) == ["email"]


def test_a_personal_account_is_turned_away_with_the_reason(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    handle = cast.coach.name.replace(" ", "").lower()
    response = asking.post(f"/requests/{request.reference}/edit/", answers_for(cast, handle=handle))
    assert "Personal accounts are never kept here" in errors_of(response)["handle"][0]


def test_e1_12_a_handle_that_is_asked_for_already_is_refused_with_a_link(cast: Cast, asking: Client) -> None:
    other = make_request(cast, "with_both", handle="harbornordic")
    request = begin(asking)
    response = asking.post(f"/requests/{request.reference}/edit/", answers_for(cast))
    assert (errors_of(response)["handle"], other.get_absolute_url() in response.content.decode()) == (
        [f"harbornordic on Instagram is asked for already, in request {other.reference}."],
        True,
    )


def test_e1_12_a_registered_handle_is_refused_with_a_link(cast: Cast, asking: Client) -> None:
    account = make_request(cast, "setting_up", handle="harbornordic").items.get().account
    request = begin(asking)
    response = asking.post(f"/requests/{request.reference}/edit/", answers_for(cast))
    assert (errors_of(response)["handle"], account.get_absolute_url() in response.content.decode()) == (
        ["harbornordic on Instagram is being set up. Ask Marcus Bell to let you take part, or to hand it over."],
        True,
    )


def decide_page(request: Request, office: Office) -> str:
    return f"/requests/{request.reference}/decide/{seat_of(request, office).pk}/"


def decision_form(client: Client, url: str) -> dict[str, str]:
    """The hidden part of the form as the page gives it."""
    page = client.get(url).content.decode()
    found = re.search(r'name="seen_hash" value="([0-9a-f]{64})"', page)
    assert found
    return {"seen_hash": found[1]}


def decide_as(user: User, request: Request, office: Office, **answer: str) -> Any:
    client, url = signed_in(user), decide_page(request, office)
    return client.post(url, {**decision_form(client, url), **answer})


def test_the_administrator_approves_on_the_page(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    response = decide_as(cast.principal, request, Office.ADMINISTRATOR, answer="yes")
    decision = Decision.objects.get()
    assert (response.url, decision.by, decision.answer) == (
        f"/requests/{request.reference}/decided/{decision.seat_id}/",
        cast.principal,
        "yes",
    )
    assert "You approved this request" in signed_in(cast.principal).get(response.url).content.decode()


def test_a_decline_without_a_reason_is_asked_again(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    response = decide_as(cast.principal, request, Office.ADMINISTRATOR, answer="no", note=" ")
    assert (response.status_code, errors_of(response), Decision.objects.count()) == (
        422,
        {"note": ["Say why: the person who asked will read it."]},
        0,
    )


def test_an_empty_form_of_somebody_who_may_not_decide_is_refused(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    response = signed_in(cast.director).post(decide_page(request, Office.SUPERINTENDENT), {})
    assert (response.status_code, Decision.objects.count()) == (403, 1)


def test_an_empty_form_for_a_seat_that_was_filled_shows_the_page_as_it_is(cast: Cast) -> None:
    request = make_request(cast, "with_director")
    response = signed_in(cast.designee).post(decide_page(request, Office.SUPERINTENDENT), {})
    assert (response.status_code, "Record decision" in response.content.decode()) == (422, False)


def test_without_a_fresh_factor_the_page_asks_for_one_first(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    client = signed_in(cast.principal, factor=False)
    page = client.get(request.get_absolute_url()).content.decode()
    response = client.post(decide_page(request, Office.ADMINISTRATOR), {"answer": "yes"})
    assert ("Confirm it is you" in page, "Record decision" in page, response.status_code, Decision.objects.count()) == (
        True,
        False,
        302,
        0,
    )


def test_e1_9_whoever_comes_second_reads_who_was_first_and_keeps_the_reason(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    second, url = signed_in(cast.designee), decide_page(request, Office.SUPERINTENDENT)
    form = decision_form(second, url)
    decide_as(cast.superintendent, request, Office.SUPERINTENDENT, answer="yes")
    response = second.post(url, {**form, "answer": "no", "note": "We have one already."})
    page = response.content.decode()
    first = f"{cast.superintendent.name} was first, and answered “approve” for this office"
    assert (response.status_code, first in page, "We have one already." in page, Decision.objects.count()) == (
        409,
        True,
        True,
        2,
    )


def test_the_same_answer_sent_twice_is_one_decision(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    client, url = signed_in(cast.superintendent), decide_page(request, Office.SUPERINTENDENT)
    form = {**decision_form(client, url), "answer": "yes"}
    responses = [client.post(url, form) for _ in range(2)]
    assert ([one.url for one in responses], Decision.objects.count()) == ([responses[0].url] * 2, 2)


def test_e1_9_a_stale_page_says_what_changed(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    client, url = signed_in(cast.director), decide_page(request, Office.COMMUNICATIONS_DIRECTOR)
    form = decision_form(client, url)
    changed = answers_for(cast, handle=request.items.get().handle, images_plan="none", purpose="Live streams.")
    signed_in(cast.requester).post(f"/requests/{request.reference}/revise/", changed)
    response = client.post(url, {**form, "answer": "yes"})
    page = response.content.decode()
    assert (response.status_code, f"{cast.requester.name} has changed the request since you opened it" in page) == (
        409,
        True,
    )
    assert ("what the account will do" in page, Decision.objects.filter(answer=Answer.YES).count()) == (True, 1)


@pytest.mark.parametrize("reference", ["R-9999", "R-1", "r-0001", "R-00001", "1", "R-0001x"])
def test_an_unknown_reference_is_not_found(cast: Cast, reference: str) -> None:
    make_request(cast, "with_both")
    assert signed_in(cast.superintendent).get(f"/requests/{reference}/").status_code == 404


def test_a_foreign_request_does_not_exist_on_any_page(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    client, base = signed_in(cast.stranger), f"/requests/{request.reference}/"
    seat = seat_of(request, Office.SUPERINTENDENT).pk
    pages = ["", "edit/", "check/", "sent/", "revise/", "withdraw/", f"decided/{seat}/"]
    posts = ["keep/", "comment/", "finish/", "again/", "edit/", "check/", "revise/", "withdraw/"]
    assert {client.get(base + page).status_code for page in pages} | {
        client.post(base + page).status_code for page in posts
    } == {404}


def test_a_comment_is_posted_and_the_others_are_written_to(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    response = signed_in(cast.superintendent).post(
        f"/requests/{request.reference}/comment/", {"text": "Will comments be open?"}
    )
    page = signed_in(cast.requester).get(request.get_absolute_url()).content.decode()
    assert (response.url, "Will comments be open?" in page) == (f"/requests/{request.reference}/#talk", True)


def test_the_requester_takes_it_back(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    client = signed_in(cast.requester)
    assert "Withdraw" in client.get(f"/requests/{request.reference}/withdraw/").content.decode()
    client.post(f"/requests/{request.reference}/withdraw/", {"why": "Not needed."})
    request.refresh_from_db()
    assert (request.status, request.closed_why) == (Status.WITHDRAWN, "Not needed.")


def test_e1_11_asking_again_after_a_decline_links_back_and_shows_it(cast: Cast) -> None:
    declined = make_request(cast, "declined")
    client = signed_in(cast.requester)
    url = client.post(f"/requests/{declined.reference}/again/").url
    follow = Request.objects.get(earlier=declined)
    assert url == f"/requests/{follow.reference}/edit/"
    answers = answers_for(cast, handle=follow.items.get().handle, differs="It is for the whole team now.")
    client.post(f"/requests/{follow.reference}/edit/", answers)
    client.post(f"/requests/{follow.reference}/check/")
    page = signed_in(cast.principal).get(follow.get_absolute_url()).content.decode()
    assert ("declined before" in page, "The school account covers this." in page) == (True, True)


def test_a_policy_that_is_not_confirmed_holds_the_request_back(cast: Cast) -> None:
    request = make_request(cast)
    request.requester.acknowledgements.all().delete()
    response = signed_in(cast.requester).post(f"/requests/{request.reference}/check/")
    request.refresh_from_db()
    assert (response.status_code, request.status) == (403, Status.DRAFT)
    assert "Read and confirm the current policy before you send a request." in response.content.decode()


@pytest.mark.parametrize("view", ["mine", "waiting", "all"])
def test_the_lists_open(cast: Cast, view: str) -> None:
    request = make_request(cast, "with_both")
    page = signed_in(cast.superintendent).get(f"/requests/?view={view}").content.decode()
    assert (request.reference in page) == (view != "mine")


def test_the_list_goes_on_by_position(cast: Cast) -> None:
    made = [make_request(cast, "draft").reference for _ in range(27)]
    client = signed_in(cast.requester)
    first = client.get("/requests/")
    second = client.get(first.context["older"])
    assert [row.request.reference for row in [*first.context["rows"], *second.context["rows"]]] == made[::-1]


def test_what_to_change_stands_on_top_of_a_returned_request(cast):
    request = make_request(cast, "returned")
    client = signed_in(cast.requester)
    for address in (request.get_absolute_url(), f"{request.get_absolute_url()}edit/"):
        text = client.get(address).content.decode()
        assert "Marcus Bell asks for changes" in text
        assert "Name a second coach." in text


def test_send_is_offered_only_when_it_would_be_taken(cast):
    request = make_request(cast, "draft", purpose="")
    client = signed_in(cast.requester)
    assert "Send request</button>" not in client.get(f"{request.get_absolute_url()}check/").content.decode()
    whole = make_request(cast, "draft")
    assert "Send request</button>" in client.get(f"{whole.get_absolute_url()}check/").content.decode()


def test_e2_30_a_password_is_kept_out_of_the_discussion(cast):
    request = make_request(cast, "setting_up")
    account = request.items.get().account
    values = {SecretField.PASSWORD: Secret("Otters-glide-under-ice-41")}
    credentials.deposit(account, values=values, by=cast.coach)
    answer = signed_in(cast.coach).post(
        f"{request.get_absolute_url()}comment/", {"text": "It is Otters-glide-under-ice-41, by the way"}
    )
    assert answer.status_code == 403
    assert request.comments.count() == 0
