"""The district's calendar, on its pages: two offices keep it, everybody reads it."""

from datetime import date

import pytest
from django.test import Client

from registry import audit, clock
from registry.models import Holiday
from registry.people import actions
from registry.people.calendar import Closed
from registry.people.refusal import Refused
from tests.cast import Cast, signed_in

PAGE, ADD, PASTE = "/people/calendar/", "/people/calendar/add/", "/people/calendar/paste/"


def typed(name: str = "Winter break", first: str = "12 22 2025", last: str = "1 2 2026") -> dict[str, str]:
    boxes = {"starts_on": first.split(), "ends_on": last.split() or ["", "", ""]}
    parts = ("month", "day", "year")
    return {"name": name} | {
        f"{field}_{part}": text for field, texts in boxes.items() for part, text in zip(parts, texts, strict=True)
    }


def rows() -> list[tuple[str, date, date]]:
    return list(Holiday.objects.filter(removed_at=None).values_list("name", "starts_on", "ends_on"))


WINTER = ("Winter break", date(2025, 12, 22), date(2026, 1, 2))


@pytest.fixture
def keeping(cast: Cast) -> Client:
    return signed_in(cast.sysadmin)


def test_a_system_administrator_adds_a_break_and_everybody_reads_it(cast: Cast, keeping: Client) -> None:
    answer = keeping.post(ADD, typed(), follow=True)
    assert (answer.redirect_chain, "Winter break added." in answer.text, rows()) == ([(PAGE, 302)], True, [WINTER])
    page = signed_in(cast.teacher).get(PAGE).text
    assert ("Mon, Dec 22, 2025 to Fri, Jan 2, 2026" in page, ADD in page, "/remove/" in page) == (True, False, False)
    assert [(entry.action, entry.actor_id) for entry in audit.entries_about(Holiday.objects.get())] == [
        ("holiday.added", str(cast.sysadmin.pk))
    ]


def test_the_communications_director_keeps_it_too_and_nobody_else(cast: Cast) -> None:
    assert signed_in(cast.director).post(ADD, typed("Founders' day", "3 2 2026", "")).status_code == 302
    assert rows() == [("Founders' day", date(2026, 3, 2), date(2026, 3, 2))]
    for person in (cast.superintendent, cast.principal, cast.communications, cast.designee, cast.teacher):
        client = signed_in(person)
        assert [client.get(ADD).status_code, client.post(ADD, typed()).status_code] == [403, 403]
    assert len(rows()) == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (typed(name=""), "Fill in “Name”."),
        (typed(name="A\x00B"), "Remove the characters that cannot be seen."),
        (typed(name="x" * 81), "Ensure this value has at most 80 characters"),
        (typed(last="12 1 2025"), "“Winter break” ends before it begins."),
        (typed(last="12 1 2026"), "“Winter break” is longer than 120 days."),
        (typed(first="12 22 1999", last=""), "must lie between November 2024 and November 2028."),
        (typed(first="2 30 2026", last=""), "Enter a real date, like 2 20 2027."),
    ],
)
def test_days_that_make_no_sense_are_sent_back_with_what_was_typed(
    keeping: Client, facts: dict[str, str], sentence: str
) -> None:
    answer = keeping.post(ADD, facts)
    assert (answer.status_code, sentence in answer.text, f'value="{facts["starts_on_year"]}"' in answer.text, rows()) == (
        422, True, True, [],
    )  # fmt: skip


def test_the_same_days_are_refused_with_the_name_they_have(keeping: Client) -> None:
    keeping.post(ADD, typed())
    answer = keeping.post(ADD, typed("Christmas"))
    assert (answer.status_code, "on the calendar already, as “Winter break”" in answer.text) == (422, True)


LIST = """2025-11-27 2025-11-28 Thanksgiving
12/22/2025 - 1/2/2026 Winter break

2026-01-19, Martin Luther King Jr. Day
2026-06-08 to 2026-08-28: Summer break"""


def test_a_list_is_pasted_and_what_was_there_is_passed_over(keeping: Client) -> None:
    keeping.post(ADD, typed("Christmas"))
    answer = keeping.post(PASTE, {"lines": LIST}, follow=True)
    assert "3 holidays added. 1 was there already." in answer.text
    assert rows() == [
        ("Thanksgiving", date(2025, 11, 27), date(2025, 11, 28)),
        ("Christmas", date(2025, 12, 22), date(2026, 1, 2)),
        ("Martin Luther King Jr. Day", date(2026, 1, 19), date(2026, 1, 19)),
        ("Summer break", date(2026, 6, 8), date(2026, 8, 28)),
    ]
    assert "No holiday is new" in keeping.post(PASTE, {"lines": LIST}, follow=True).text


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "Fill in “Holidays, a line each”."),
        ("2026-01-19 Fine\nnext Tuesday, perhaps", "Line 2: Begin with a date like 2026-12-21 or 12/21/2026"),
        ("2026-13-45 Nonsense", "Line 1: Begin with a date like"),
        ("2026-01-19", "Line 1: Begin with a date like"),
        ("2026-02-10 2026-02-01 Backwards", "Line 1: “Backwards” ends before it begins."),
        ("2026-01-19 " + "x" * 81, "Line 1: The name is longer than 80 characters."),
        ("2026-01-19 <b>Day</b>\n" * 201, "Paste at most 200 lines at once."),
        ("x" * 20_001, "Ensure this value has at most 20000 characters"),
    ],
)
def test_a_list_with_a_mistake_adds_nothing_and_names_the_line(keeping: Client, lines: str, sentence: str) -> None:
    answer = keeping.post(PASTE, {"lines": lines})
    assert (answer.status_code, sentence in answer.text, rows()) == (422, True, [])


def test_only_what_has_not_begun_is_removed_and_its_row_stays(cast: Cast, keeping: Client) -> None:
    coming = actions.add_holiday(Closed(*WINTER), by=cast.sysadmin)
    begun = actions.add_holiday(Closed("Today", clock.today(), clock.today()), by=cast.sysadmin)
    page = keeping.get(PAGE).text
    paths = {row: f"{PAGE}{row.pk}/remove/" for row in (coming, begun)}
    assert [path in page for path in paths.values()] == [True, False]
    assert keeping.post(paths[begun]).status_code == 403
    assert [keeping.post(paths[coming]).status_code for _click in range(2)] == [302, 409]
    assert (rows(), Holiday.objects.count()) == ([("Today", clock.today(), clock.today())], 2)
    assert keeping.get(f"{PAGE}99999/remove/").status_code == 404


def test_days_that_were_removed_can_be_added_again(cast: Cast) -> None:
    actions.remove_holiday(actions.add_holiday(Closed(*WINTER), by=cast.sysadmin), by=cast.director)
    actions.add_holiday(Closed(*WINTER), by=cast.director)
    assert rows() == [WINTER]


def test_the_action_itself_refuses_whoever_may_not(cast: Cast) -> None:
    with pytest.raises(Refused, match="can change the calendar"):
        actions.add_holidays([Closed(*WINTER)], by=cast.superintendent)


def test_an_empty_calendar_says_what_that_means(cast: Cast) -> None:
    assert "Every weekday counts" in signed_in(cast.teacher).get(PAGE).text
