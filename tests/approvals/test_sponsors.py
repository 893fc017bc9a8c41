"""Whoever asks, and whoever is named, is on staff (E1.14): what happens with those who are not, or not any more."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from approvals import actions
from approvals.models import Request
from approvals.workflow import Status
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.models import Office, User
from registry.people.refusal import Refused, Stale
from tests.approvals.test_pages import answers_for, begin, decide_as, errors_of
from tests.cast import Cast, signed_in
from tests.makers import decide, make_permission, make_request, seat_of


def orphan(cast: Cast, story: str = "with_administrator", **values: object) -> Request:
    """A request whose requester has left since."""
    request = make_request(cast, story, **values)
    people.deactivate(cast.requester, by=cast.sysadmin)
    return Request.objects.get(pk=request.pk)


def take_over(user: User, request: Request) -> int:
    return signed_in(user).post(f"/requests/{request.reference}/take-over/").status_code


def test_e1_14_one_who_left_cannot_ask(cast: Cast) -> None:
    client = signed_in(cast.requester)
    people.deactivate(cast.requester, by=cast.sysadmin)
    response = client.post("/requests/new/", {"kind": "new_account"})
    assert (response.url.startswith("/sign-in/login/"), Request.objects.count()) == (True, 0)


def test_e1_14_a_custodian_who_is_not_on_staff_is_not_found(cast: Cast) -> None:
    client = signed_in(cast.requester)
    response = client.post(
        f"/requests/{begin(client).reference}/edit/", answers_for(cast, custodian=cast.disabled.email)
    )
    assert errors_of(response)["custodian"] == [
        f"We found nobody called “{cast.disabled.email}”. Enter a name as in the staff list, or an email address."
    ]


def test_e1_14_a_custodian_who_never_confirmed_is_pointed_out_and_does_not_stop_the_request(cast: Cast) -> None:
    new = people.invite(
        email=cast.coach.email.replace("erik", "nils"), name="Nils Berg", title="", unit=None, by=cast.sysadmin
    )
    request = make_request(cast, "with_administrator", custodian=new)
    page = signed_in(cast.principal).get(request.get_absolute_url()).content.decode()
    assert ("Nils Berg (custodian) has not confirmed the current policy" in page, request.status) == (
        True, Status.DECIDING,
    )  # fmt: skip


def test_e1_14_the_deciders_read_that_the_requester_has_left_and_cannot_say_yes(cast: Cast) -> None:
    request = orphan(cast, "with_both")
    client = signed_in(cast.superintendent)
    page = client.get(request.get_absolute_url()).content.decode()
    assert ("Maya Lind, who asked, no longer works here" in page, 'value="yes"' in page, 'value="no"' in page) == (
        True, False, True,
    )  # fmt: skip
    assert decide_as(cast.superintendent, request, Office.SUPERINTENDENT, answer="yes").status_code == 409


def test_e1_14_those_who_could_take_it_over_are_written_to_once(cast: Cast) -> None:
    request = orphan(cast)
    letters = Letter.objects.filter(template="approvals/sponsor_needed")
    assert {letter.to for letter in letters} == {cast.backup, cast.principal}
    assert (actions.ask_for_sponsors(by=None), letters.count()) == (1, 2)
    written = write(letters[0])
    assert written is not None
    assert (request.reference in written.subject, "no longer works here" in " ".join(written.text.split())) == (
        True, True,
    )  # fmt: skip


def test_e1_14_when_its_sponsor_leaves_too_they_are_written_to_again(cast: Cast) -> None:
    assert take_over(cast.principal, orphan(cast)) == 302
    people.deactivate(cast.principal, by=cast.sysadmin)
    assert Letter.objects.filter(template="approvals/sponsor_needed", to=cast.backup).count() == 2


def test_e1_14_the_backup_takes_it_over_and_the_request_goes_on(cast: Cast) -> None:
    request = orphan(cast, "with_both")
    client = signed_in(cast.backup)
    assert "Take over this request" in client.get(request.get_absolute_url()).content.decode()
    assert take_over(cast.backup, request) == 302
    request.refresh_from_db()
    assert (request.requester, request.first_requester, request.status, request.rounds.count()) == (
        cast.backup, cast.requester, Status.DECIDING, 1,
    )  # fmt: skip
    page = client.get(request.get_absolute_url()).content.decode()
    assert "Hanna Cole took the request over from Maya Lind, who has left" in page
    told = Entry.objects.get(action="request.taken_over")
    assert (told.actor_label, told.before, told.after) == (
        "Hanna Cole", {"requester": "Maya Lind"}, {"requester": "Hanna Cole"},
    )  # fmt: skip
    for office, person in ((Office.SUPERINTENDENT, cast.superintendent), (Office.COMMUNICATIONS_DIRECTOR, cast.director)):  # fmt: skip
        decide_as(person, request, office, answer="yes")
    request.refresh_from_db()
    assert request.status == Status.SETTING_UP


def test_e1_14_an_administrator_who_takes_it_over_is_no_longer_asked(cast: Cast) -> None:
    request = orphan(cast)
    assert take_over(cast.principal, request) == 302
    seat = seat_of(request, Office.ADMINISTRATOR)
    request.refresh_from_db()
    assert (request.status, seat.asked) == (Status.WAITING, None)
    with pytest.raises(Refused, match="You asked for this"):
        decide(request, Office.ADMINISTRATOR, cast.principal)


def test_e1_14_whoever_has_decided_does_not_take_it_over(cast: Cast) -> None:
    request = orphan(cast, "with_both")
    page = signed_in(cast.principal).get(request.get_absolute_url()).content.decode()
    assert ("Take over this request" in page, take_over(cast.principal, request)) == (False, 403)


@pytest.mark.parametrize(
    ("part", "status"), [("coach", 403), ("director", 403), ("stranger", 404), ("other_principal", 404)]
)
def test_e1_14_nobody_else_takes_it_over(cast: Cast, part: str, status: int) -> None:
    request = orphan(cast)
    assert take_over(getattr(cast, part), request) == status
    request.refresh_from_db()
    assert request.requester == cast.requester


def test_e1_14_two_at_once_leave_one_sponsor_and_the_other_is_told(cast: Cast) -> None:
    request = orphan(cast, "with_both")
    stale = Request.objects.get(pk=request.pk)
    actions.take_over(request, by=cast.backup)
    with pytest.raises(Stale, match="Hanna Cole is on staff and has the request in hand"):
        actions.take_over(stale, by=cast.backup)
    assert take_over(cast.backup, request) == 409


def test_e1_14_a_request_whose_requester_is_here_is_not_taken_over(cast: Cast) -> None:
    assert take_over(cast.backup, make_request(cast, "with_administrator")) == 409


def test_e1_14_the_policy_is_confirmed_first(cast: Cast) -> None:
    request = orphan(cast)
    cast.backup.acknowledgements.all().delete()
    assert take_over(cast.backup, request) == 403


def test_e1_14_a_returned_request_is_mended_by_its_sponsor(cast: Cast) -> None:
    request = orphan(cast, "returned")
    take_over(cast.backup, request)
    assert signed_in(cast.backup).get(f"/requests/{request.reference}/edit/").status_code == 200


def test_e1_14_a_permission_of_one_who_left_can_only_be_declined(cast: Cast) -> None:
    request = make_permission(cast, "with_superintendent")
    people.deactivate(cast.requester, by=cast.sysadmin)
    page = signed_in(cast.superintendent).get(request.get_absolute_url()).content.decode()
    assert ("it can only be declined" in page, 'value="yes"' in page) == (True, False)
    assert (take_over(cast.principal, request), Letter.objects.filter(template="approvals/sponsor_needed").count()) == (
        409, 0,
    )  # fmt: skip


def test_the_database_knows_no_sponsor_who_is_the_one_who_left(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(first_requester=cast.requester, taken_over_at=request.created_at)


def test_a_page_that_was_open_before_shows_no_button_for_a_stranger(cast: Cast) -> None:
    client: Client = signed_in(cast.coach)
    assert "Take over this request" not in client.get(orphan(cast).get_absolute_url()).content.decode()
