"""Two daily runs at once are one: one reminder, one step up, one warning, one daily letter. PostgreSQL only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from approvals import actions
from registry.audit.models import Entry
from registry.outbox.digest import gather_due
from registry.outbox.models import Letter, State
from registry.people.models import User
from tests.approvals.days import FRIDAY, TUESDAY, letters, on
from tests.approvals.test_races import at_once
from tests.cast import Cast
from tests.makers import make_request

pytestmark = pytest.mark.postgres
JANUARY = date(2026, 1, 5)


def test_two_runs_at_once_remind_and_step_up_once(district: Cast, two: ThreadPoolExecutor) -> None:
    requests = [make_request(district, "with_both") for _each in range(5)]
    for day in (FRIDAY, TUESDAY):
        with on(day):
            assert at_once(two, actions.chase_due, actions.chase_due) == ["done", "done"]
    told = {
        ("reminder", district.superintendent.name): 1,
        ("reminder", district.director.name): 1,
        ("next_up", district.designee.name): 1,
        ("next_up", district.alternate.name): 1,
        ("escalated", district.requester.name): 2,
        ("escalated", district.superintendent.name): 1,
        ("escalated", district.director.name): 1,
    }
    assert [letters(request, "reminder", "next_up", "escalated") for request in requests] == [told] * 5
    events = Entry.objects.filter(action__in=("request.reminded", "request.escalated")).count()
    assert events == 5 * (2 + 2)


def test_two_runs_at_once_warn_once(district: Cast, two: ThreadPoolExecutor) -> None:
    request = make_request(district, "setting_up")
    with on(JANUARY):
        at_once(two, actions.warn_of_expiry, actions.warn_of_expiry)
    assert letters(request, "expires_soon")[("expires_soon", district.requester.name)] == 1
    assert Entry.objects.filter(action="request.expiry_warned").count() == 1


def test_two_reminders_by_hand_at_once_are_one(district: Cast, two: ThreadPoolExecutor) -> None:
    request = make_request(district, "with_administrator")
    said = at_once(two, *[lambda: actions.remind(request, by=district.requester)] * 2)
    assert (said, letters(request, "reminder")) == (["done", "stale"], {("reminder", district.principal.name): 1})


def test_two_workers_at_seven_make_one_daily_letter(district: Cast, two: ThreadPoolExecutor) -> None:
    User.objects.filter(pk=district.coach.pk).update(daily_letter=True)
    request = make_request(district, "with_administrator")
    for number in range(3):
        actions.comment(request, text=f"Line {number}", by=district.requester)
    with on(FRIDAY, 7):
        at_once(two, gather_due, gather_due)
    daily = Letter.objects.get(template="outbox/digest")
    assert (daily.gathered.count(), Letter.objects.filter(state=State.HELD).count()) == (3, 0)
