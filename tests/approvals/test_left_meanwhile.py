"""Somebody named leaves, or a platform goes, while a request is on its way."""

import pytest

from accounts.models import Platform, PlatformState
from approvals import actions
from approvals.models import Decision
from approvals.workflow import Status
from registry import clock
from registry.people import actions as people
from registry.people.models import Office, User
from registry.people.refusal import Refused
from tests.approvals.test_pages import decide_as, decide_page, decision_form
from tests.cast import Cast, signed_in
from tests.makers import make_request, seat_of


def leave(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def test_a_yes_that_cannot_be_followed_shows_the_page_with_the_typed_note(cast: Cast) -> None:
    request = make_request(cast, "with_director")
    client, url = signed_in(cast.director), decide_page(request, Office.COMMUNICATIONS_DIRECTOR)
    form = decision_form(client, url)
    leave(cast.coach)
    response = client.post(url, {**form, "answer": "yes", "note": "Good idea, welcome."})
    page = response.content.decode()
    said = f"{cast.coach.name} no longer works here."
    assert (response.status_code, said in page, "Good idea, welcome." in page) == (409, True, True)
    request.refresh_from_db()
    assert (request.status, Decision.objects.count()) == (Status.DECIDING, 2)


def test_the_form_says_beforehand_that_nobody_can_approve_and_offers_changes(cast: Cast) -> None:
    request = make_request(cast, "with_director")
    leave(cast.backup)
    page = signed_in(cast.director).get(request.get_absolute_url()).content.decode()
    assert ("This cannot be approved as it is" in page, 'value="yes"' in page, 'value="changes"' in page) == (
        True,
        False,
        True,
    )
    decide_as(cast.director, request, Office.COMMUNICATIONS_DIRECTOR, answer="changes", note="Name another backup.")
    request.refresh_from_db()
    assert request.status == Status.RETURNED


@pytest.mark.parametrize("part", ["coach", "backup"])
def test_a_request_that_names_somebody_who_left_is_not_sent(cast: Cast, part: str) -> None:
    request = make_request(cast)
    leave(getattr(cast, part))
    with pytest.raises(Refused, match="no longer works here"):
        actions.submit(request, by=cast.requester)


def test_a_request_for_a_platform_no_longer_offered_is_not_sent(cast: Cast) -> None:
    request = make_request(cast)
    Platform.objects.filter(slug="instagram").update(state=PlatformState.WITHDRAWN)
    with pytest.raises(Refused, match="no longer offered"):
        actions.submit(request, by=cast.requester)


def test_e1_7_an_appointment_asks_the_new_holder_at_once(cast: Cast) -> None:
    request = make_request(cast, "with_administrator", by=cast.principal)
    people.appoint(
        person=cast.stranger,
        office=Office.ADMINISTRATOR,
        unit=cast.units.district,
        starts_on=clock.today(),
        by=cast.superintendent,
    )
    request.refresh_from_db()
    assert (request.status, seat_of(request, Office.ADMINISTRATOR).asked) == (Status.DECIDING, cast.stranger)


def test_e1_7_a_decider_whose_sign_in_is_closed_is_replaced_at_once(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    people.deactivate(cast.principal, by=cast.sysadmin)
    request.refresh_from_db()
    assert (request.status, seat_of(request, Office.ADMINISTRATOR).asked) == (Status.WAITING, None)
