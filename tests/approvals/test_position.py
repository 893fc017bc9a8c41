"""A position belongs to the custodian it was written for: it does not stay behind for the next one."""

from typing import Any

import pytest
from django.test import Client

from approvals import actions
from approvals.models import Request
from registry.people.models import User
from tests.cast import Cast, signed_in
from tests.makers import make_request

pytestmark = pytest.mark.django_db
FIRST = "Head coach, girls Nordic ski"


@pytest.fixture
def draft(cast: Cast) -> Request:
    """A draft that makes the coach custodian, as head coach."""
    return make_request(cast, "draft")


def shown(client: Client, draft: Request) -> dict[str, Any]:
    """What the page of the draft would send if nothing were changed, of the fields that matter here."""
    form = client.get(f"/requests/{draft.reference}/edit/").context["form"]
    sent = {name: form[name].value() for name in ("custodian", "position", "position_of", "position_then")}
    return {**sent, "custodian": draft.custodian.email if draft.custodian else "", "later": "1"}


def send(client: Client, draft: Request, way: str, **fields: Any) -> str:
    client.post(f"/requests/{draft.reference}/{way}/", fields)
    draft.refresh_from_db()
    return draft.position


@pytest.mark.parametrize("way", ["edit", "keep"])
def test_a_new_custodian_does_not_inherit_the_position(cast: Cast, draft: Request, way: str) -> None:
    client = signed_in(cast.requester)
    assert send(client, draft, way, **shown(client, draft) | {"custodian": cast.teacher.email}) == ""
    assert draft.custodian == cast.teacher


def test_a_position_that_was_typed_anew_stays(cast: Cast, draft: Request) -> None:
    client = signed_in(cast.requester)
    typed = {"custodian": cast.teacher.email, "position": "Advisor"}
    assert send(client, draft, "edit", **shown(client, draft) | typed) == "Advisor"


def test_what_was_kept_while_one_typed_does_not_bring_the_old_position_back(cast: Cast, draft: Request) -> None:
    client = signed_in(cast.requester)
    page = shown(client, draft) | {"custodian": cast.teacher.email}
    assert [send(client, draft, way, **page) for way in ("keep", "keep", "edit")] == ["", "", ""]
    assert send(client, draft, "edit", **page | {"custodian": cast.coach.email}) == FIRST


def test_the_same_custodian_keeps_the_position(cast: Cast, draft: Request) -> None:
    client = signed_in(cast.requester)
    assert send(client, draft, "edit", **shown(client, draft)) == FIRST


def test_a_form_that_failed_shows_the_position_empty_and_takes_a_new_one(cast: Cast, draft: Request) -> None:
    client = signed_in(cast.requester)
    page = shown(client, draft) | {"custodian": cast.teacher.email}
    del page["later"]
    answer = client.post(f"/requests/{draft.reference}/edit/", page)
    form = answer.context["form"]
    again = page | {name: form[name].value() for name in ("position", "position_of", "position_then")}
    assert (answer.status_code, again["position"], again["position_of"]) == (422, "", str(cast.teacher.pk))
    assert send(client, draft, "edit", **again | {"position": FIRST, "later": "1"}) == FIRST


@pytest.mark.parametrize(("more", "kept"), [({}, ""), ({"position": FIRST}, FIRST)])
def test_the_action_holds_to_it_too(cast: Cast, draft: Request, more: dict[str, str], kept: str) -> None:
    someone: User = cast.teacher
    assert actions.save_draft(draft, values={"custodian": someone, **more}, by=cast.requester).position == kept
