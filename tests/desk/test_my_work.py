"""My work: what needs this person, soonest first."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk import work
from registry import clock
from registry.people.models import User
from registry.policy.actions import publish
from tests.accounts.posting import designated, proposed
from tests.cast import Cast, signed_in
from tests.makers import make_account, make_request


def page(client: Client) -> str:
    return client.get("/").content.decode()


def test_somebody_with_nothing_to_do_is_told_so(cast: Cast) -> None:
    text = page(signed_in(cast.stranger))
    assert "Nothing needs you today." in text
    assert "All moored" in text


def test_the_administrator_finds_the_request_that_waits(cast: Cast) -> None:
    request = make_request(cast, "with_administrator")
    text = page(signed_in(cast.principal))
    assert "One thing needs you." in text
    assert request.get_absolute_url() in text


def test_a_request_leaves_the_list_once_it_is_decided(cast: Cast) -> None:
    make_request(cast, "with_both")
    assert "Nothing needs you today." in page(signed_in(cast.principal))


def test_the_menu_counts_what_waits(cast: Cast) -> None:
    make_request(cast, "with_administrator")
    client = signed_in(cast.principal)
    assert [link["count"] for link in client.get("/").context["nav"] if link["key"] == "requests"] == [1]


def test_the_custodian_sees_their_accounts_and_requests(cast: Cast) -> None:
    account = make_account(cast)
    text = page(signed_in(cast.coach))
    assert account.get_absolute_url() in text


def test_an_unread_policy_is_asked_for(cast: Cast) -> None:
    assert work.gather(cast.coach).must_acknowledge is False
    publish(title="Social media policy", body="A new rule.", by=cast.superintendent)
    assert work.gather(cast.coach).must_acknowledge is True
    assert "You have not confirmed the current version." in page(signed_in(cast.coach))


def test_tasks_come_soonest_first_and_undated_ones_last(cast: Cast) -> None:
    for number in range(3):
        make_request(cast, "with_administrator", handle=f"lakeview.team{number}")
    days = [task.due or date.max for task in work.tasks_of(cast.principal)]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("hour", "words"), [(6, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")]
)
def test_the_greeting_follows_the_district_s_clock(hour: int, words: str) -> None:
    with clock.at(datetime(2026, 3, 2, hour, tzinfo=ZoneInfo("America/Chicago"))):
        assert work.greeting() == words


def test_communications_is_led_to_the_recovery_drills(cast: Cast) -> None:
    make_account(cast)
    page = signed_in(cast.communications).get("/").content.decode()
    assert "0% of the active accounts are proven recoverable." in page
    assert 'href="/accounts/drills/"' in page
    assert "proven recoverable" not in signed_in(cast.coach).get("/").content.decode()


def test_a_late_task_is_said_first(cast: Cast) -> None:
    make_request(cast, "with_administrator")
    with clock.at(clock.now() + timedelta(days=30)):
        assert work.gather(cast.principal).verdict == "One thing needs you. The first is late."


@pytest.mark.counts
@pytest.mark.parametrize("part", ["principal", "communications", "coach"])
def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, part: str) -> None:
    client = signed_in(cast.people[part])

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get("/")
        return len(seen)

    make_request(cast, "with_administrator", handle="lakeview.one")
    make_account(cast, handle="lakeview.first")
    make_account(cast, "setting_up", handle="lakeview.second")
    client.get("/")
    few = queries()
    for number in range(2):
        make_request(cast, "with_administrator", handle=f"lakeview.more{number}")
        make_account(cast, handle=f"lakeview.active{number}")
        make_account(cast, "setting_up", handle=f"lakeview.set{number}")
    assert queries() == few


def test_a_proposed_poster_waits_for_those_who_designate_and_for_nobody_else(cast: Cast) -> None:
    account = make_account(cast)
    row = proposed(cast, account, cast.principal)
    other = proposed(cast, account, cast.teacher)

    def waiting_for(part: str) -> list[str]:
        return [task.title for task in work.tasks_of(cast.people[part]) if task.url == row.get_absolute_url()]

    about = {user: f"Decide whether {user.name} may post on {account.name}" for user in (row.person, other.person)}
    assert {part: waiting_for(part) for part in ("principal", "communications", "other_principal", "coach", "teacher")} == {
        "principal": [about[other.person]], "communications": [about[other.person], about[row.person]],
        "other_principal": [], "coach": [], "teacher": [],
    }  # fmt: skip
    designated(cast, account, cast.teacher)
    assert waiting_for("principal") == []


@pytest.mark.counts
def test_proposals_ask_no_more_of_the_database_for_thirty_than_for_one(cast: Cast) -> None:
    account, counts = make_account(cast), []
    for number in range(30):
        person = User.objects.create(email=f"poster{number}@lakeviewps.example", name=f"Poster {number}")
        proposed(cast, account, person)
        if number in (0, 2, 29):
            with CaptureQueriesContext(connection) as seen:
                assert len(work.tasks_of(cast.principal)) == number + 1
            counts.append(len(seen))
    assert len(set(counts)) == 1
