"""One letter a day: what can wait is held, and told together at seven in the morning."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail

from approvals import actions
from approvals.models import Request
from registry import clock
from registry.outbox.delivery import deliver_due
from registry.outbox.digest import gather_due
from registry.outbox.dropping import drop_before
from registry.outbox.models import Letter, State
from registry.people import actions as people
from registry.people.models import Appointment, User
from tests.cast import Cast, signed_in
from tests.makers import make_request

DAY = date(2025, 11, 12)
NEXT = DAY + timedelta(days=1)


@contextmanager
def at(day: date, hour: int, minute: int = 0) -> Iterator[None]:
    with clock.at(datetime.combine(day, time(hour, minute), ZoneInfo(settings.TIME_ZONE))):
        yield


@pytest.fixture
def request_(cast: Cast) -> Request:
    request = make_request(cast, "with_administrator")
    wish(cast.coach)
    wish(cast.principal)
    return Request.objects.get(pk=request.pk)


def wish(person: User, wanted: str = "on") -> Any:
    data = {"name": person.name, "language": person.language, "daily_letter": wanted}
    return signed_in(person).post("/people/me/", data if wanted else {**data, "daily_letter": ""})


def held(person: User) -> int:
    return Letter.objects.filter(to=person, state=State.HELD).count()


def mails_to(person: User) -> list[str]:
    return [one.subject for one in mail.outbox if one.to == [person.email]]


def deliver(day: date, hour: int, minute: int = 0) -> None:
    with at(day, hour, minute):
        deliver_due()


def test_what_can_wait_is_told_together_at_seven(cast: Cast, request_: Request) -> None:
    deliver(DAY, 9)
    mail.outbox.clear()
    for number in range(3):
        with at(DAY, 10 + number):
            actions.comment(request_, text=f"Line {number}", by=cast.requester)
    for hour in (12, 18, 23):
        deliver(DAY, hour)
    assert (mails_to(cast.coach), len(mails_to(cast.backup)), held(cast.coach)) == ([], 3, 3)
    deliver(NEXT, 6, 59)
    assert mails_to(cast.coach) == []
    for hour in (7, 7, 8, 23):
        deliver(NEXT, hour)
    assert mails_to(cast.coach) == ["Your daily letter: one thing"]
    (said,) = [one for one in mail.outbox if one.to == [cast.coach.email]]
    text = str(said.body)
    assert (f"{cast.requester.name} wrote about {request_.title}" in " ".join(text.split()), "(3 times)" in text) == (
        True,
        True,
    )
    assert ("Line 1" in text, f"{settings.SITE_URL}{request_.get_absolute_url()}#talk" in text) == (False, True)
    assert set(
        Letter.objects.filter(to=cast.coach, template="approvals/commented").values_list("state", flat=True)
    ) == {State.GATHERED}


def test_the_html_twin_says_the_same(cast: Cast, request_: Request) -> None:
    cast.coach.refresh_from_db()
    actions.comment(request_, text="<b>", by=cast.requester, mentions=[cast.coach])
    deliver(NEXT, 7)
    (said,) = [one for one in mail.outbox if one.to == [cast.coach.email] and "daily" in one.subject]
    html = said.alternatives[0].content  # type: ignore[attr-defined]
    assert f'href="{settings.SITE_URL}{request_.get_absolute_url()}#talk"' in html
    assert f"{cast.requester.name} asks you about" in html


def test_a_decision_that_is_asked_for_comes_at_once(cast: Cast) -> None:
    wish(cast.principal)
    cast.principal.refresh_from_db()
    request = make_request(cast, "with_administrator")
    deliver(DAY, 9)
    assert held(cast.principal) == 0
    assert next(subject for subject in mails_to(cast.principal) if f"({request.reference})" in subject).startswith(
        "Decision"
    )


def test_letters_about_signing_in_come_at_once(cast: Cast) -> None:
    wish(cast.coach)
    signed_in(cast.coach).post("/sign-in/password/reset/", {"email": cast.coach.email})
    deliver(DAY, 9)
    assert (held(cast.coach), Letter.objects.get(template="people/reset_password").state) == (0, State.SENT)


def test_who_wished_for_nothing_gets_each_letter_and_the_wish_can_be_taken_back(cast: Cast, request_: Request) -> None:
    assert 'name="daily_letter"' in signed_in(cast.coach).get("/people/me/").text
    wish(cast.coach, "")
    actions.comment(request_, text="Hello", by=cast.requester)
    assert (held(cast.coach), held(cast.principal)) == (0, 1)


def test_what_is_no_longer_theirs_to_know_is_left_out(cast: Cast, request_: Request) -> None:
    actions.comment(request_, text="Hello", by=cast.requester)
    people.end_appointment(Appointment.objects.get(person=cast.principal), by=cast.superintendent)
    deliver(NEXT, 7)
    assert [subject for subject in mails_to(cast.principal) if "daily" in subject] == []
    assert Letter.objects.get(to=cast.principal, template="outbox/digest").state == State.DROPPED


def test_what_comes_too_late_for_todays_is_in_tomorrows(cast: Cast, request_: Request) -> None:
    actions.comment(request_, text="One", by=cast.requester)
    with at(NEXT, 7):
        assert [gather_due(), gather_due()] == [2, 0]
    with at(NEXT, 6, 58):
        actions.comment(request_, text="Committed late", by=cast.requester)
    with at(NEXT, 7, 1):
        assert (gather_due(), held(cast.coach)) == (0, 1)
    with at(NEXT + timedelta(days=1), 9):
        assert (gather_due(), held(cast.coach)) == (2, 0)


def test_news_of_last_month_is_dropped_with_the_rest(cast: Cast, request_: Request) -> None:
    actions.comment(request_, text="One", by=cast.requester)
    drop_before(clock.now() + timedelta(days=1))
    assert held(cast.coach) == 0
