"""What an emergency approval has opened is approved or declined as it stands (E1.16)."""

import pytest

from accounts.models import Account, CustodyState, Platform
from approvals.models import Decision, Request
from approvals.workflow import Status
from registry.outbox.models import Letter
from registry.people.models import Office
from tests.approvals import test_on_paper as paper
from tests.approvals.test_emergency import account, again, approve
from tests.approvals.test_pages import decide_as, decide_page, decision_form
from tests.approvals.test_who_is_asked import appoint, end, holding
from tests.cast import Cast, signed_in
from tests.makers import decide, make_request, seat_of

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR
STANDS = "can only be approved or declined as it stands"


@pytest.fixture
def request_(cast: Cast) -> Request:
    return make_request(cast, "with_administrator", klass="district", group="")


def test_no_changes_can_be_asked_for_while_the_account_exists(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    client, url = signed_in(cast.director), decide_page(request_, C)
    page = client.get(url).content.decode()
    assert ('value="changes"' in page, 'value="no"' in page, STANDS in page) == (False, True, True)
    response = decide_as(cast.director, request_, C, answer="changes", note="Say who posts at night.")
    assert (response.status_code, STANDS in response.content.decode()) == (409, True)
    unsaid = client.post(url, {**decision_form(client, url), "answer": "no", "note": ""})
    assert (unsaid.status_code, 'value="changes"' in unsaid.content.decode()) == (422, False)
    assert (again(request_).status, account(request_).is_suspended) == (Status.DECIDING, False)


def test_no_changes_are_recorded_from_paper_either(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    page = signed_in(cast.communications).get(paper.page_of(request_, C)).content.decode()
    assert ('value="changes"' in page, STANDS in page) == (False, True)
    said = {"decider": cast.director.pk, "answer": "changes", "note": "Say who posts at night."}
    response = paper.record(cast, request_, office=C, **said)
    assert (response.status_code, STANDS in response.content.decode()) == (422, True)
    assert (Decision.objects.count(), again(request_).status) == (1, Status.DECIDING)


def test_what_was_refused_before_the_emergency_gets_no_account(cast: Cast) -> None:
    more = [(Platform.objects.get(slug="tiktok"), "harbor.now")]
    request = make_request(cast, "with_administrator", handle="harbornow", more=more)
    second = request.items.all()[1]
    decide(request, A, cast.principal, item_answers={second.pk: False}, item_notes={second.pk: "No."})
    approve(cast.superintendent, request)
    response = decide_as(cast.director, request, C, answer="yes")
    assert (response.status_code, again(request).status) == (302, Status.SETTING_UP)
    assert [one.handle for one in Account.objects.filter(items__request=request)] == ["harbornow"]


@pytest.mark.parametrize("end", ["decline", "withdraw"])
def test_an_account_that_was_never_active_ends_with_its_request(cast: Cast, request_: Request, end: str) -> None:
    approve(cast.superintendent, request_)
    if end == "decline":
        decide_as(cast.director, request_, C, answer="no", note="We have a page for this.")
    else:
        signed_in(cast.requester).post(f"/requests/{request_.reference}/withdraw/", {"why": ""})
    now = account(request_)
    live = now.custodies.filter(state__in=(CustodyState.OPEN, CustodyState.OFFERED)).count()
    assert (now.state, live, Letter.objects.filter(template="accounts/given_up").exists()) == ("retired", 0, True)
    request = make_request(cast, "with_administrator", handle=now.handle, differs="It is for the band now.")
    assert again(request).status == Status.DECIDING


def test_who_has_decided_for_one_office_is_not_asked_for_another(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    appoint(cast.director, A, request_.unit)
    assert seat_of(request_, C).asked == cast.director
    appoint(cast.stranger, C, on_behalf_of=cast.director.appointments.filter(office=C).first())
    decide_as(cast.director, request_, A, answer="yes")
    assert seat_of(request_, C).asked == cast.stranger
    told = Letter.objects.filter(template="approvals/decision_needed", to__in=(cast.stranger, cast.director))
    assert [letter.to for letter in told] == [cast.stranger]


def test_a_seat_that_only_who_has_decided_could_fill_waits_for_an_appointment(cast: Cast, request_: Request) -> None:
    approve(cast.superintendent, request_)
    end(holding(cast.alternate, Office.ALTERNATE))
    appoint(cast.director, A, request_.unit)
    decide_as(cast.director, request_, A, answer="yes")
    assert (seat_of(request_, C).asked, again(request_).status) == (None, Status.WAITING)
