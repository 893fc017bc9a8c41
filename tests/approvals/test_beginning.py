"""Starting a request: drafts are taken up again, no second empty one is made, and one can be discarded."""

from datetime import timedelta

import pytest
from django.test import Client

from approvals import actions
from approvals.models import Kind, Request
from approvals.workflow import Status
from registry import clock
from registry.outbox.models import Letter
from tests.cast import Cast, signed_in
from tests.makers import make_request

NEW = "/requests/new/"


@pytest.fixture
def asking(cast: Cast) -> Client:
    return signed_in(cast.requester)


def drafts_of(cast: Cast) -> list[Request]:
    return list(Request.objects.filter(requester=cast.requester, status=Status.DRAFT).order_by("pk"))


def test_starting_twice_makes_one_draft(cast: Cast, asking: Client) -> None:
    places = [asking.post(NEW).url for _click in range(2)]
    assert (len(set(places)), len(drafts_of(cast))) == (1, 1)


@pytest.mark.parametrize(
    "typed",
    [{"group": "Robotics"}, {"handle": "harborrobotics"}, {"wants_logo": "False"}, {"email": "x@gmail.example"}],
)
def test_a_draft_that_says_something_is_not_taken_for_a_new_one(
    cast: Cast, asking: Client, typed: dict[str, str]
) -> None:
    first = asking.post(NEW).url
    asking.post(first.replace("/edit/", "/keep/"), typed)
    assert (asking.post(NEW).url == first, len(drafts_of(cast))) == (False, 2)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": Kind.REGISTRATION.value},
        {"kind": Kind.AUTHORIZATION.value, "authorization": "logo"},
    ],
)
def test_another_kind_is_another_draft(cast: Cast, asking: Client, other: dict[str, str]) -> None:
    asking.post(NEW)
    places = [asking.post(NEW, other).url for _click in range(2)]
    assert (len(set(places)), len(drafts_of(cast))) == (1, 2)


def test_one_permission_is_not_taken_for_another(cast: Cast, asking: Client) -> None:
    for permission in ("logo", "spokesperson"):
        asking.post(NEW, {"kind": "authorization", "authorization": permission})
    assert [one.items.get().authorization for one in drafts_of(cast)] == ["logo", "spokesperson"]


def test_the_empty_draft_of_somebody_else_is_not_taken(cast: Cast, asking: Client) -> None:
    theirs = signed_in(cast.coach).post(NEW).url
    assert asking.post(NEW).url != theirs


def test_the_draft_written_into_last_is_offered_first(cast: Cast, asking: Client) -> None:
    first, second = (make_request(cast, "draft") for _each in range(2))
    with clock.at(clock.now() + timedelta(minutes=1)):
        actions.save_draft(first, values={"group": "Robotics"}, by=cast.requester)
    offered = [row.request.pk for row in asking.get(NEW).context["drafts"]]
    assert offered == [first.pk, second.pk]


def test_a_draft_is_discarded_from_its_page_and_nobody_is_written_to(cast: Cast, asking: Client) -> None:
    place, letters = asking.post(NEW).url, Letter.objects.count()
    discard = place.replace("/edit/", "/withdraw/")
    assert f'href="{discard}"' in asking.get(place).content.decode()
    assert "Discard this draft?" in asking.get(discard).content.decode()
    answer = asking.post(discard, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["The draft is discarded."]
    assert (drafts_of(cast), answer.context["drafts"], Letter.objects.count()) == ([], [], letters)


def test_a_returned_request_is_withdrawn_and_not_discarded(cast: Cast, asking: Client) -> None:
    request = make_request(cast, "returned")
    page = asking.get(f"/requests/{request.reference}/edit/").content.decode()
    assert "Discard this draft" not in page
    assert "Withdraw R-" in asking.get(f"/requests/{request.reference}/withdraw/").content.decode()
