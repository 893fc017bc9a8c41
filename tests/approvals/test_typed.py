"""A draft keeps what was typed, also what cannot be taken yet, and one may always leave."""

from typing import Any

import pytest
from django.test import Client

from approvals import actions
from approvals.models import Request
from approvals.workflow import Status
from registry.people.refusal import Refused
from tests.approvals.test_pages import answers_for, begin, errors_of
from tests.cast import DOMAIN, Cast, signed_in
from tests.makers import make_request

WRONG = {"email": "x@gmail.example", "backup": "Zzz"}


@pytest.fixture
def asking(cast: Cast) -> Client:
    return signed_in(cast.requester)


def page(request: Request, name: str) -> str:
    return f"/requests/{request.reference}/{name}/"


def shown(client: Client, request: Request, *names: str) -> list[Any]:
    form = client.get(page(request, "edit")).context["form"]
    return [form[name].value() for name in names]


@pytest.mark.parametrize("way", ["keep", "edit"])
def test_what_cannot_be_taken_comes_back_as_it_was_typed_with_its_error(cast: Cast, asking: Client, way: str) -> None:
    request = begin(asking)
    asking.post(page(request, way), answers_for(cast, **WRONG))
    answer = asking.get(page(request, "edit"))
    assert (answer.status_code, sorted(errors_of(answer))) == (200, ["backup", "email"])
    assert shown(asking, request, "email", "backup", "group") == ["x@gmail.example", "Zzz", "Girls Nordic Ski"]


def test_one_may_leave_with_a_wrong_line_and_is_told_which(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    answer = asking.post(page(request, "edit"), {**answers_for(cast, **WRONG), "later": "1"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Draft saved. You find it under your requests.",
        "Some of it needs a change before you can send it: Backup custodian, District e-mail to sign up with.",
    ]
    request.refresh_from_db()
    assert (request.status, request.email, request.purpose) == (
        Status.DRAFT,
        "",
        "Short training and race clips for families.",
    )


def test_a_line_that_is_mended_leaves_nothing_behind(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    asking.post(page(request, "keep"), answers_for(cast, **WRONG))
    assert asking.post(page(request, "edit"), answers_for(cast)).url == page(request, "check")
    request.refresh_from_db()
    assert (request.typed, request.email) == ({}, f"nordic@{DOMAIN}")


def test_an_unfinished_draft_keeps_nothing_beside_its_answers(asking: Client) -> None:
    request = begin(asking)
    asking.post(page(request, "edit"), {"group": "Robotics"})
    request.refresh_from_db()
    assert (request.typed, request.group) == ({}, "Robotics")


def test_what_cannot_be_taken_is_not_sent_in_its_earlier_form(cast: Cast, asking: Client) -> None:
    request = make_request(cast, "draft")
    asking.post(page(request, "keep"), answers_for(cast, **WRONG))
    request.refresh_from_db()
    assert asking.get(page(request, "check")).url == page(request, "edit")
    with pytest.raises(Refused, match="cannot be taken as they are"):
        actions.submit(request, by=cast.requester)


def test_no_more_is_kept_than_a_field_holds_and_no_control_characters(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    typed = answers_for(cast, purpose="p" * 9000, group="Ski\x00\x07s", foreign="x", **WRONG)
    asking.post(page(request, "keep"), typed)
    request.refresh_from_db()
    assert (len(request.typed["purpose"][0]), request.typed["group"], "foreign" in request.typed) == (
        500,
        ["Skis"],
        False,
    )


@pytest.mark.parametrize("wrong", [{}, WRONG])
def test_a_students_name_is_not_kept_in_a_draft(cast: Cast, asking: Client, wrong: dict[str, str]) -> None:
    request = begin(asking)
    asking.post(page(request, "keep"), answers_for(cast, posters="Jimmy Smith 11th grade", **wrong))
    request.refresh_from_db()
    assert (request.posters, "Jimmy" in str(request.typed)) == ("", False)


def test_a_date_that_cannot_be_is_kept_in_its_boxes(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    boxes = {"launch_on_month": "13", "launch_on_day": "40", "launch_on_year": "2027"}
    asking.post(page(request, "keep"), {**answers_for(cast), **boxes})
    request.refresh_from_db()
    assert [request.typed.get(name) for name in boxes] == [["13"], ["40"], ["2027"]]
    assert list(errors_of(asking.get(page(request, "edit")))) == ["launch_on"]


def test_a_wrong_row_of_a_further_platform_comes_back_too(cast: Cast, asking: Client) -> None:
    request = begin(asking)
    asking.post(
        page(request, "keep"), answers_for(cast, handle_2="not a handle", platform_2=answers_for(cast)["platform"])
    )
    assert shown(asking, request, "handle_2") == ["not a handle"]
