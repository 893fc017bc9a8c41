"""An approval that nobody uses expires."""

from datetime import date, timedelta

from accounts.models import Account, AccountState
from approvals import actions
from approvals.models import Item, Request
from approvals.workflow import Status
from registry import clock
from registry.people import actions as people
from registry.people.calendar import Closed
from registry.people.models import Office
from tests.approvals.days import daily, letters, text_of
from tests.approvals.test_pages import answers_for
from tests.cast import Cast, signed_in
from tests.makers import decide, make_account, make_request, seat_of


def test_e1_17_an_approval_not_used_in_60_days_expires_and_frees_the_handle(cast: Cast) -> None:
    request = make_request(cast, "setting_up", handle="harbornordic")
    with clock.at(clock.now() + timedelta(days=59)):
        assert actions.expire_due() == 0
    with clock.at(clock.now() + timedelta(days=60)):
        assert [actions.expire_due() for _ in range(2)] == [1, 0]
    request.refresh_from_db()
    item = request.items.get()
    assert (request.status, item.live, item.account.state) == (Status.EXPIRED, False, AccountState.RETIRED)
    assert make_request(cast, "with_both", handle="harbornordic").status == Status.DECIDING


def approved_on(request: Request) -> date:
    request.refresh_from_db()
    assert request.approved_at
    return clock.local(request.approved_at).date()


def warned(*days: date) -> list[int]:
    return [daily(day)["expiries_warned_of"] for day in days]


def test_those_concerned_hear_a_week_before_on_a_working_day_once(cast: Cast) -> None:
    request = make_request(cast, "setting_up")
    start = approved_on(request)
    assert warned(*[start + timedelta(days=days) for days in (51, 53, 54, 54, 55, 59)]) == [0, 0, 1, 0, 0, 0]
    assert letters(request, "expires_soon") == {
        ("expires_soon", person.name): 1
        for person in (cast.requester, cast.coach, cast.director, cast.communications, cast.second_communications)
    } | {("expires_soon", cast.newcomer.name): 1}
    said = text_of(request, "expires_soon", start + timedelta(days=54))
    assert said
    assert said.subject.startswith("Expires on Sun, Jan 11: Instagram for")


def test_before_a_break_it_is_said_on_the_last_working_day(cast: Cast) -> None:
    people.add_holiday(Closed("Break", date(2025, 12, 22), date(2026, 1, 16)), by=cast.sysadmin)
    request = make_request(cast, "setting_up")
    assert approved_on(request) + timedelta(days=60) == date(2026, 1, 11)
    assert warned(date(2025, 12, 18), date(2025, 12, 19), date(2026, 1, 5)) == [0, 1, 0]


def test_nobody_is_warned_of_what_is_finished(cast: Cast) -> None:
    request = make_request(cast, "completed")
    assert warned(approved_on(request) + timedelta(days=53)) == [0]


def test_e1_17_a_handle_that_expired_may_go_to_somebody_else_and_the_first_is_told_so(cast: Cast) -> None:
    request = make_request(cast, "setting_up", handle="harbornordic")
    assert daily(approved_on(request) + timedelta(days=61))["approvals_expired"] == 1
    make_request(cast, "with_administrator", by=cast.stranger, handle="harbornordic", unit=cast.units.middle)
    page = signed_in(cast.requester).get(request.get_absolute_url()).text
    assert "The set-up was not finished within 60 days of the approval." in page
    again = make_request(cast, "draft", handle="harborski")
    answer = signed_in(cast.requester).post(
        f"/requests/{again.reference}/edit/", answers_for(cast, handle="harbornordic")
    )
    taken = "Somebody has asked for harbornordic on Instagram already."
    assert (answer.status_code, taken in answer.text) == (422, True)


def test_e1_17_a_handle_taken_on_the_register_meanwhile_stops_the_yes_and_opens_no_second_account(cast: Cast) -> None:
    request = make_request(cast, "with_both", handle="harbornordic")
    decide(request, Office.SUPERINTENDENT, cast.superintendent)
    Item.objects.filter(request=request).update(live=False)
    make_account(cast, "setting_up", handle="harbornordic", by=cast.stranger)
    seat = seat_of(request, Office.COMMUNICATIONS_DIRECTOR)
    answer = signed_in(cast.director).post(
        f"{request.get_absolute_url()}decide/{seat.pk}/",
        {"answer": "yes", "seen_hash": seat.round.text_hash, "note": ""},
    )
    request.refresh_from_db()
    assert (answer.status_code, request.status, Account.objects.filter(key="harbornordic").count()) == (
        409,
        Status.DECIDING,
        1,
    )
