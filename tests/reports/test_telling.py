"""Reports told by letter: a link and never the rows, for as long as one may ask for them, once for each day."""

from datetime import UTC, datetime

import pytest

from desk.actions.reporting import tell_due
from desk.models import ReportSchedule
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.models import Appointment, User
from tests.cast import Cast, signed_in
from tests.makers import make_account

MONDAY = datetime(2025, 11, 17, 15, tzinfo=UTC)
FIRST = datetime(2025, 12, 1, 15, tzinfo=UTC)


def ask(user: User, slug: str, rhythm: str = "weekly", query: str = "") -> int:
    answer = signed_in(user).post(f"/reports/{slug}/letter/{query}", {"rhythm": rhythm})
    return int(answer.status_code)


def told() -> list[Letter]:
    return list(Letter.objects.filter(template="desk/report").order_by("pk"))


def test_a_report_is_told_on_mondays_by_a_link_to_the_week_that_is_over(cast: Cast) -> None:
    account = make_account(cast)
    assert ask(cast.director, "opened", query=f"?account={account.number}&since=2025-01-01") == 302
    assert tell_due() == 0
    with clock.at(MONDAY):
        assert tell_due() == 1
        (letter,) = told()
        written = write(letter)
    assert written is not None
    assert letter.to == cast.director
    assert f"/reports/opened/?account={account.number}&since=2025-11-10&until=2025-11-16" in written.text
    assert "Who opened which login: November 10 to November 16, 2025" in written.subject
    assert account.name not in written.text
    assert cast.communications.name not in written.text


def test_the_chore_again_tells_nothing_more_and_missed_days_are_told_once(cast: Cast) -> None:
    ask(cast.director, "register")
    ask(cast.director, "logins", "monthly")
    with clock.at(FIRST):
        assert tell_due() == 2
        assert tell_due() == 0
    assert sorted(letter.ids["day"] for letter in told()) == ["2025-12-01", "2025-12-01"]
    with clock.at(MONDAY):
        assert tell_due() == 0


def test_asked_for_again_it_is_the_same_in_the_rhythm_asked_for_last(cast: Cast) -> None:
    for rhythm in ("weekly", "weekly", "monthly"):
        assert ask(cast.teacher, "register", rhythm) == 302
    assert [row.rhythm for row in ReportSchedule.objects.all()] == ["monthly"]
    assert Entry.objects.filter(action="report.scheduled").count() == 2
    assert ask(cast.teacher, "register", query=f"?unit={cast.units.high.pk}") == 302
    assert ReportSchedule.objects.count() == 2


def test_it_ends_with_the_office_by_which_one_may_ask(cast: Cast) -> None:
    ask(cast.other_principal, "access")
    ask(cast.other_principal, "register")
    people.end_appointment(Appointment.objects.get(person=cast.other_principal), by=cast.superintendent)
    with clock.at(MONDAY):
        assert tell_due() == 2
    ended, kept = ReportSchedule.objects.order_by("ended_at").exclude(ended_at=None).get(), told()
    assert ended.report == "access"
    assert [letter.about_id for letter in kept] == ["register"]
    entry = Entry.objects.get(action="report.unscheduled")
    assert (entry.object_id, entry.reason_text) == ("access", ended.ended_why)


def test_it_ends_with_the_work_and_a_letter_on_its_way_is_dropped(cast: Cast) -> None:
    ask(cast.teacher, "register")
    with clock.at(MONDAY):
        tell_due()
        (letter,) = told()
        people.deactivate(cast.teacher, by=cast.sysadmin)
        assert tell_due() == 0
    with clock.at(FIRST):
        assert tell_due() == 1
        assert write(letter) is None
    assert ReportSchedule.objects.get().ended_why == "They do not work here any more"


def test_one_stops_ones_own_letters_and_not_those_of_others(cast: Cast) -> None:
    ask(cast.teacher, "register")
    row = ReportSchedule.objects.get()
    stop = f"/reports/letters/{row.uuid}/stop/"
    assert 'action="' + stop in signed_in(cast.teacher).get("/reports/").content.decode()
    assert signed_in(cast.director).post(stop).status_code == 404
    for _twice in range(2):
        assert signed_in(cast.teacher).post(stop).status_code == 302
    with clock.at(MONDAY):
        assert tell_due() == 0
    assert Entry.objects.filter(action="report.unscheduled").count() == 1
    assert stop not in signed_in(cast.teacher).get("/reports/").content.decode()


@pytest.mark.parametrize(
    ("slug", "rhythm", "query", "status"),
    [
        ("register", "hourly", "", 422),
        ("register", "", "", 422),
        ("register", "weekly", "?unit=999999", 422),
        ("access", "weekly", "", 403),
        ("everything", "weekly", "", 404),
        ("account", "weekly", "", 403),
    ],
)
def test_what_makes_no_sense_or_is_not_for_them_is_told_to_nobody(
    cast: Cast, slug: str, rhythm: str, query: str, status: int
) -> None:
    assert ask(cast.teacher, slug, rhythm, query) == status
    assert not ReportSchedule.objects.exists()


def test_more_letters_than_anybody_reads_are_refused_in_place(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.actions.reporting.MOST", 1)
    ask(cast.teacher, "register")
    answer = signed_in(cast.teacher).post("/reports/opened/letter/", {"rhythm": "weekly"})
    assert answer.status_code == 422
    assert "You are told of 1 reports already. Stop one first." in answer.content.decode()
