"""What somebody is told before they send: contradictions, another platform's address, names, and the checks."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Platform
from approvals import actions, checks
from approvals.finding import FAIL, WARN
from approvals.models import Request
from approvals.views.request import hints_of
from registry.people.models import Office
from registry.people.refusal import Refused
from tests.approvals.test_pages import answers_for, begin, decide_as, errors_of
from tests.cast import Cast, signed_in
from tests.makers import make_request, seat_of


@pytest.fixture
def asking(cast: Cast) -> Client:
    return signed_in(cast.requester)


def send(client: Client, request: Request, typed: dict[str, str]) -> Any:
    return client.post(f"/requests/{request.reference}/edit/", typed)


def slug_of(request: Request) -> str:
    platform = request.items.get().platform
    assert platform
    return platform.slug


NOBODY_HELPS = "You said that no students help. Choose “No” here, or say that students will help."


def test_a_child_under_13_among_no_students_is_caught_at_the_field(cast: Cast, asking: Client) -> None:
    response = send(asking, begin(asking), answers_for(cast, students_involved="False", under_13="True"))
    assert (response.status_code, errors_of(response)) == (422, {"under_13": [NOBODY_HELPS]})


@pytest.mark.parametrize(
    ("help_", "young", "errors"),
    [
        ("False", "", {}),
        ("False", "False", {}),
        ("True", "", {"under_13": ["Choose whether any of them is under 13."]}),
        ("True", "True", {}),
    ],
)
def test_their_age_is_asked_for_only_where_students_help(
    cast: Cast, asking: Client, help_: str, young: str, errors: dict[str, list[str]]
) -> None:
    request = begin(asking)
    response = send(asking, request, answers_for(cast, students_involved=help_, under_13=young))
    said = errors_of(response) if response.status_code == 422 else {}
    assert (said, response.status_code) == (errors, 422 if errors else 302)
    if not errors:
        assert asking.post(response.url).url == f"/requests/{request.reference}/sent/"


def test_a_request_whose_answers_about_students_do_not_agree_is_not_sent(cast: Cast) -> None:
    request = make_request(cast, "draft", students_involved=False, under_13=True)
    with pytest.raises(Refused, match="answers about students do not agree"):
        actions.submit(request, by=cast.requester)


def test_the_checks_stand_on_the_page_before_anything_is_sent(cast: Cast, asking: Client) -> None:
    request = make_request(cast, "draft", platform="tiktok", handle="harborskiteam", under_13=True)
    page = asking.get(f"/requests/{request.reference}/check/")
    words = "TikTok asks for an age of 13 or more. A student under 13 may not use it."
    assert (words in page.content.decode(), page.content.decode().count('id="checks"')) == (True, 1)


def test_no_empty_list_of_problems_is_drawn_where_there_is_none(cast: Cast, asking: Client) -> None:
    fine, doubtful = make_request(cast, "draft"), make_request(cast, "draft", platform="tiktok", under_13=True)
    pages = [asking.get(f"/requests/{one.reference}/check/").text for one in (fine, doubtful)]
    assert ['class="checks"' in page for page in pages] == [False, True]


def test_a_check_before_sending_links_to_no_request_of_somebody_else(cast: Cast, asking: Client) -> None:
    other = make_request(cast, "with_both", by=cast.coach, custodian=cast.backup, backup=cast.coach, handle="harborski")
    request = make_request(cast, "draft", handle="harborski")
    page = asking.get(f"/requests/{request.reference}/check/").content.decode()
    assert ("The handle is taken" in page, f'href="{other.get_absolute_url()}"' in page) == (True, False)


def test_an_address_of_another_platform_is_said_and_changes_nothing(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    response = send(asking, request, answers_for(cast, handle="https://twitter.com/foo"))
    said = "This is an address of X (Twitter); you chose Instagram. Choose X (Twitter), or enter a handle there."
    assert (errors_of(response), slug_of(request)) == ({"handle": [said]}, "instagram")


def test_the_script_keeps_the_platform_that_was_chosen(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    asking.post(f"/requests/{request.reference}/keep/", answers_for(cast, handle="https://twitter.com/foo"))
    assert slug_of(request) == "instagram"


def test_an_address_that_stands_there_does_not_outlive_a_change_of_platform(cast: Cast) -> None:
    request = make_request(cast, "draft", platform="x", handle="https://x.com/harborski")
    instagram = Platform.objects.get(slug="instagram")
    actions.save_draft(request, values={"platform": instagram}, by=cast.requester)
    item = request.items.get()
    assert (item.platform, item.key, item.handle) == (instagram, "", "https://x.com/harborski")


@pytest.mark.parametrize(
    ("platform", "handle", "said"),
    [
        ("x", "a" * 16, "A handle on X (Twitter) has at most 15 characters. Enter a shorter one."),
        ("instagram", "@" + "h" * 31, "A handle on Instagram has at most 30 characters. Enter a shorter one."),
        ("instagram", "harbor ski", "Enter a handle without spaces, like lakeviewnordic, or paste the address."),
        ("instagram", "h" * 31 + "!", "Enter a handle without spaces, like lakeviewnordic, or paste the address."),
    ],
)
def test_a_handle_that_is_too_long_says_so(cast: Cast, asking: Client, platform: str, handle: str, said: str) -> None:
    chosen = str(Platform.objects.get(slug=platform).pk)
    response = send(asking, begin(asking), answers_for(cast, platform=chosen, handle=handle))
    assert errors_of(response) == {"handle": [said]}


@pytest.mark.parametrize(
    "posters",
    [
        "Jimmy Smith 11th grade",
        "The coaches and Jimmy Smith (class of 2027)",
        "Jimmy Smith ’27",
        "Jimmy Smith, a junior",
        "11th grader Jimmy Smith",
    ],
)
def test_the_name_of_a_student_is_turned_away_and_not_kept(cast: Cast, asking: Client, posters: str) -> None:
    request = begin(asking)
    response = send(asking, request, answers_for(cast, posters=posters))
    request.refresh_from_db()
    said = "Leave out the names of students: say how many, and of which class year. No student’s name is kept here."
    assert (errors_of(response), request.posters) == ({"posters": [said]}, "")


@pytest.mark.parametrize(
    "posters",
    [
        "Marcus Bell, Class of 2027 advisor",
        "Two students, class of 2027",
        "Student Council, class of 2027",
        "Harbor High class of 2028",
        "Marcus Bell and Lena Brandt",
    ],
)
def test_staff_and_groups_may_stand_beside_a_class_year(cast: Cast, asking: Client, posters: str) -> None:
    cast.coach.name = "Marcus Bell"
    cast.coach.save(update_fields=["name"])
    assert send(asking, begin(asking), answers_for(cast, posters=posters)).status_code == 302


def test_a_request_that_names_a_student_is_not_sent(cast: Cast) -> None:
    request = make_request(cast, "draft", posters="Jimmy Smith, 11th grade")
    with pytest.raises(Refused, match="Leave out the names of students"):
        actions.submit(request, by=cast.requester)


def warnings_of(request: Request) -> list[str]:
    return [check.text for check in checks.checks_of(request) if check.title == "The handle looks like somebody’s own"]


@pytest.mark.parametrize("handle", ["coach_maya", "mayaskis", "CoachMaya", "harbor.maya.ski", "skiwithmaya"])
def test_a_name_of_staff_in_a_handle_is_a_warning(cast: Cast, handle: str) -> None:
    cast.coach.name = "Maya Okafor"
    cast.coach.save(update_fields=["name"])
    said = "“Maya” is the name of somebody on staff. Name it after the group or the school."
    assert warnings_of(make_request(cast, "draft", handle=handle)) == [said]


@pytest.mark.parametrize(
    ("handle", "warned"), [("EmilyJohnson2027", 1), ("emilyj_2027", 1), ("harborski2027", 0), ("harborhigh", 0)]
)
def test_a_name_with_a_year_is_a_warning_and_a_group_with_one_is_not(cast: Cast, handle: str, warned: int) -> None:
    assert len(warnings_of(make_request(cast, "draft", handle=handle))) == warned


def test_the_districts_own_accounts_may_carry_a_name(cast: Cast) -> None:
    cast.coach.name = "Maya Okafor"
    cast.coach.save(update_fields=["name"])
    assert warnings_of(make_request(cast, "draft", handle="coach_maya", klass="district")) == []


def test_what_looks_personal_warns_and_refuses_nothing(cast: Cast) -> None:
    request = make_request(cast, "with_both", handle="EmilyJohnson2027")
    states = {check.state for check in checks.checks_of(request)}
    assert (request.status, WARN in states, FAIL in states) == ("deciding", True, False)


def test_a_returned_request_leads_from_its_change_page_to_where_it_is_edited(cast: Cast, asking: Client) -> None:
    request = make_request(cast, "returned")
    response = asking.get(f"/requests/{request.reference}/revise/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/requests/{request.reference}/edit/")


def test_an_empty_form_says_what_to_do_at_each_field(asking: Client) -> None:
    said = errors_of(send(asking, begin(asking), {"custodian": "", "unit": ""}))
    assert {name: message for name, [message] in said.items()} == {
        "platform": "Choose the platform.",
        "handle": "Enter the handle you would like, or paste its address.",
        "unit": "Choose the school or department.",
        "klass": "Choose what kind of account it is.",
        "display_name": "Enter the name people will see on the profile.",
        "purpose": "Say what this account will do that your current accounts cannot.",
        "audience": "Say who it is for.",
        "custodian": "Enter the employee who will answer for the account.",
        "backup": "Enter a second employee who can step in.",
        "posters": "Say who will post.",
        "email": "Enter the district e-mail address to sign up with.",
        "students_involved": "Choose whether students will help.",
        "images_plan": "Choose what pictures will show.",
        "wants_logo": "Choose whether it will use a logo.",
    }


def test_a_draft_begins_with_what_is_known_of_its_writer(cast: Cast, asking: Client) -> None:
    form = asking.get(f"/requests/{begin(asking).reference}/edit/").context["form"]
    known = [form[name].value() for name in ("unit", "position")]
    assert known == [cast.requester.unit_id, cast.requester.title]


def test_a_decision_with_an_error_keeps_what_each_choice_means_and_links_to_the_field(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    answer = decide_as(cast.principal, request, Office.ADMINISTRATOR, answer="changes", note="")
    page = answer.content.decode()
    assert (answer.status_code, page.count('href="#id_note"'), page.count('id="id_note"')) == (422, 1, 1)
    assert [hint in page for hint in hints_of(seat_of(request, Office.ADMINISTRATOR)).values()] == [True] * 3


@pytest.mark.parametrize(("help_", "passes"), [("", False), ("True", False), ("False", True)])
def test_what_is_not_answered_yet_is_no_pass(cast: Cast, asking: Client, help_: str, passes: object) -> None:
    request = begin(asking)
    typed = answers_for(cast, students_involved=help_, under_13="")
    asking.post(f"/requests/{request.reference}/keep/", typed)
    request.refresh_from_db()
    titles = {check.title for check in checks.checks_of(request)}
    said = ("No student under 13 is involved" in titles, "It is not said yet whether any student is under 13" in titles)
    assert said == (passes, not passes)
