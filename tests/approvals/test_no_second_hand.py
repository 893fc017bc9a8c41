"""Nobody gets a second say by a side road: a paper, a designee's hand, a letter in the trail, a reopened sign-in."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from accounts.actions import authorizing
from accounts.models import Authorization
from approvals import actions, scans, waiting
from approvals.conditions import check_may_confirm, check_may_waive, hand_of
from approvals.models import Condition, Decision, Request
from registry import clock
from registry.audit.models import Entry
from registry.people import actions as people
from registry.people.models import Appointment
from registry.people.powers import trail_scope
from registry.people.refusal import Refused
from tests.approvals.papers import packed, pdf
from tests.approvals.test_conditions import set_up
from tests.approvals.test_on_paper import file as scan_of
from tests.approvals.test_on_paper import record
from tests.cast import Cast, signed_in
from tests.makers import make_request


@pytest.fixture
def request_(cast: Cast) -> Request:
    return make_request(cast, "with_both")


def test_e1_04_whoever_records_a_paper_has_no_other_seat_of_that_round(cast: Cast, request_: Request) -> None:
    assert record(cast, request_, by=cast.director).status_code == 302
    page = signed_in(cast.director).get(request_.get_absolute_url())
    assert ("decision" in page.context, Decision.objects.filter(by=cast.director).count()) == (False, 0)
    assert (waiting.seats_for(cast.director), waiting.count_for(cast.director)) == ([], 0)


def test_e1_19_one_paper_stands_for_one_decision(cast: Cast, request_: Request) -> None:
    other = make_request(cast, "with_both", handle="harborother")
    answers = [record(cast, one, scan=scan_of()) for one in (request_, other)]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "This scan was recorded for another decision already." in answers[1].text


@pytest.mark.parametrize(
    "content",
    [pdf(b"/Subtype /FileAttachment"), pdf(b"/EF 2 0 R"), packed(b"/JS (x)").replace(b"/ObjStm", b"/Obj#53tm")],
)
def test_a_paper_with_something_inside_is_no_scan(content: bytes) -> None:
    with pytest.raises(Refused, match="protected, or holds a script"):
        scans.check_scan(content)


def test_e1_18_nobody_waives_or_confirms_for_whom_they_stand_in(cast: Cast) -> None:
    condition = set_up(cast).conditions.get()
    Condition.objects.filter(pk=condition.pk).update(done_at=clock.now(), done_by=cast.coach)
    Request.objects.filter(pk=condition.request_id).update(backup=cast.superintendent)
    condition = Condition.objects.select_related("request__unit", "decision").get(pk=condition.pk)
    own = Appointment.objects.filter(person=cast.designee, on_behalf_of__person=cast.superintendent)
    assert own.exists()
    hand = hand_of(condition.request, cast.designee)
    for check in (check_may_waive, check_may_confirm):
        with pytest.raises(Refused, match="You have a part in this request"):
            check(condition, hand)


def test_no_letter_in_the_trail_tells_a_requester_of_the_private_line(cast: Cast, request_: Request) -> None:
    actions.confer(request_, text="Is it large enough?", by=cast.director)
    call_command("deliver_mail")
    told = Entry.objects.filter(action__startswith="letter.", object_id=request_.reference)
    assert (told.exists(), told.filter(trail_scope(cast.requester)).exists()) == (True, False)


def test_a_reopened_sign_in_brings_no_authorization_back(cast: Cast) -> None:
    today = clock.today()
    authorizing.grant(
        person=cast.teacher, kind="logo", unit=cast.units.high, platform=None, scope="The science fair.",
        starts_on=today, ends_on=today + timedelta(days=9), reference="R-0001", by=cast.superintendent,
    )  # fmt: skip
    people.deactivate(cast.teacher, by=cast.sysadmin)
    people.reactivate(cast.teacher, by=cast.sysadmin)
    assert list(Authorization.objects.in_force()) == []
