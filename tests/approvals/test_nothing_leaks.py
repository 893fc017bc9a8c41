"""What a request says is for those who may see it; and who would open its login has no say in it (invariant 1)."""

import pytest
from django.db import IntegrityError, transaction

from approvals import waiting
from approvals.models import Decision, Request
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.models import Office
from tests.cast import signed_in
from tests.makers import decide, make_request, seat_of

pytestmark = pytest.mark.django_db
HANDLE = "harborxyz"


def page(user, request):
    return signed_in(user).get(f"/requests/{request.reference}/").text


def strangers(cast, status="draft", **values):
    near = {
        "unit": cast.units.middle,
        "custodian": cast.teacher,
        "backup": cast.ex_coach,
        "handle": HANDLE,
        "differs": "Another team.",
    }
    return make_request(cast, status, by=cast.stranger, **near | values)


# M4, L4 ---------------------------------------------------------------------------------------------------------------


def test_why_anothers_request_was_declined_is_for_those_who_may_see_it(cast):
    earlier = Request.objects.get(pk=make_request(cast, "declined", handle=HANDLE).pk)
    request = strangers(cast, "with_administrator")
    seen = {part: page(getattr(cast, part), request) for part in ("stranger", "other_principal", "superintendent")}
    reads = {part: earlier.closed_why in text or earlier.reference in text for part, text in seen.items()}
    assert reads == {"stranger": False, "other_principal": False, "superintendent": True}


def test_the_letter_to_who_decides_names_no_request_they_may_not_see(cast):
    earlier = make_request(cast, "declined", handle=HANDLE)
    request = strangers(cast, "with_administrator")
    letters = Letter.objects.filter(about_id=request.reference, template="approvals/decision_needed")
    assert earlier.reference not in write(letters.get(to=cast.other_principal)).text
    decide(request, Office.ADMINISTRATOR, cast.other_principal)
    assert earlier.reference in write(letters.get(to=cast.superintendent)).text


@pytest.mark.parametrize("door", ["edit", "check"])
def test_that_a_handle_is_asked_for_does_not_say_by_which_request(cast, door):
    earlier = make_request(cast, "with_administrator", handle=HANDLE)
    request = strangers(cast)
    client = signed_in(cast.stranger)
    typed = {"platform": str(request.items.get().platform_id), "handle": HANDLE, "differs": "Another team."}
    answer = client.post(f"/requests/{request.reference}/{door}/", typed if door == "edit" else {})
    assert "harborxyz on Instagram already" in answer.text
    assert earlier.reference not in answer.text


def test_that_a_handle_is_asked_for_is_shown_to_those_who_may_see_it(cast):
    earlier = make_request(cast, "with_administrator", handle=HANDLE)
    request = make_request(cast, "draft", handle=HANDLE)
    answer = signed_in(cast.requester).post(f"/requests/{request.reference}/check/")
    assert earlier.reference in answer.text


# L1 -------------------------------------------------------------------------------------------------------------------


def test_a_draft_that_is_taken_back_leaves_its_number_in_the_trail_and_no_word(cast):
    request = make_request(cast, "draft", title="Secret plan about principal Bell")
    client = signed_in(cast.requester)
    client.post(f"/requests/{request.reference}/withdraw/", {"why": "because the principal is hostile"})
    rows = Entry.objects.filter(object_type="request", object_id=request.reference)
    assert {(row.object_label, row.unit_id, row.reason_text) for row in rows} == {(request.reference, "", "")}
    assert {row.action for row in rows} == {"request.drafted", "request.withdrawn"}
    assert request.reference not in signed_in(cast.principal).get("/trail/").text


def test_a_request_that_was_sent_is_in_the_trail_of_its_unit_from_its_first_round(cast):
    request = make_request(cast, "with_administrator")
    rows = Entry.objects.filter(object_type="request", object_id=request.reference).exclude(action="request.drafted")
    assert {row.unit_id for row in rows} == {str(request.unit_id)}
    assert "round.opened" in {row.action for row in rows}


# M3 -------------------------------------------------------------------------------------------------------------------


def test_who_decides_sees_who_is_meant_beyond_mistaking(cast):
    request = make_request(cast, "with_administrator", custodian=cast.stranger, position="Head coach")
    people.edit(
        cast.stranger, name="Erik Solberg", title="", unit=cast.stranger.unit, by=cast.sysadmin
    )  # a namesake of the coach
    text = page(cast.principal, request)
    for words in (cast.stranger.email, cast.stranger.unit.name, "Called Katya Ivers when the request was sent"):
        assert words in text
    assert cast.backup.email in text


# Who would be the backup ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "office", "asked"),
    [("principal", Office.ADMINISTRATOR, None), ("superintendent", Office.SUPERINTENDENT, "alternate")],
)
def test_who_would_be_the_backup_decides_nothing_of_it(cast, part, office, asked):
    user = getattr(cast, part)
    request = make_request(cast, "with_administrator" if asked is None else "with_both", backup=user)
    seat = seat_of(request, office)
    answer = signed_in(user).post(
        f"/requests/{request.reference}/decide/{seat.pk}/", {"answer": "yes", "seen_hash": seat.round.text_hash}
    )
    assert (answer.status_code, "You would be the backup" in answer.text) == (403, True)
    assert seat.asked == (getattr(cast, asked) if asked else None)
    assert (waiting.seats_for(user), waiting.count_for(user)) == ([], 0)


def test_nor_does_a_designee_of_the_backup(cast):
    request = make_request(cast, "with_both", backup=cast.superintendent)
    seat = seat_of(request, Office.SUPERINTENDENT)
    answer = signed_in(cast.designee).post(
        f"/requests/{request.reference}/decide/{seat.pk}/", {"answer": "yes", "seen_hash": seat.round.text_hash}
    )
    assert answer.status_code == 403


def test_the_database_refuses_a_decision_of_the_backup(cast):
    request = make_request(cast, "with_administrator")
    decision = decide(request, Office.ADMINISTRATOR, cast.principal)
    assert decision.backup == cast.backup
    with pytest.raises(IntegrityError, match="decision_not_on_own_backup"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(backup=decision.by)
