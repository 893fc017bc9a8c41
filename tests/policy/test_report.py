"""Who has confirmed, by unit and by name: for those who see it, with the same filter in the file."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry import audit, clock
from registry.people import actions as people
from registry.people.models import Unit, User
from registry.policy import actions
from registry.policy.models import PolicyVersion
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
URL, FILE = "/policy/report/", "/policy/report/download/"


@pytest.fixture
def version(cast: Cast) -> PolicyVersion:
    """The second version: confirmed by the coach and the principal, and by the teacher on paper."""
    made = actions.publish(title="Policy 470", body="Ask first.", by=cast.director)
    actions.acknowledge(made, by=cast.coach)
    actions.acknowledge(made, by=cast.principal)
    actions.record_on_paper(made, person=cast.teacher, signed_on=clock.today(), by=cast.principal)
    return made


def lines(client: Client, **query: Any) -> dict[str, tuple[int, ...]]:
    shown = client.get(URL, query).context["units"]
    return {line.unit.short_name: (line.staff, line.confirmed, line.on_paper, line.not_yet) for line in shown}


def names(client: Client, **query: Any) -> set[str]:
    return {one.name for one in client.get(URL, query).context["page"]}


def rows(client: Client, **query: Any) -> list[dict[str, str]]:
    answer = client.get(FILE, query)
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


# By unit --------------------------------------------------------------------------------------------------------------


def test_each_unit_counts_its_active_staff_with_all_below_it(cast: Cast, version: PolicyVersion) -> None:
    assert lines(signed_in(cast.superintendent)) == {
        "Lakeview Public Schools": (17, 3, 1, 14),
        "Harbor High": (7, 3, 1, 4),
        "Athletics": (3, 1, 0, 2),
        "Lakes Middle": (2, 0, 0, 2),
    }


def test_an_older_version_can_be_asked_for(cast: Cast, version: PolicyVersion) -> None:
    client = signed_in(cast.communications)
    assert lines(client, version="1")["Harbor High"] == (7, 7, 0, 0)
    assert names(client, version="1", said="not_yet") == set()


def test_an_administrator_sees_their_own_units_only(cast: Cast, version: PolicyVersion) -> None:
    client = signed_in(cast.principal)
    assert lines(client) == {"Harbor High": (7, 3, 1, 4), "Athletics": (3, 1, 0, 2)}
    assert names(client, said="all") == {
        one.name
        for one in (cast.principal, cast.deputy, cast.requester, cast.teacher, cast.coach, cast.backup, cast.ex_coach)
    }


def test_an_administrator_of_two_units_sees_both_and_counts_nobody_twice(cast: Cast, version: PolicyVersion) -> None:
    for unit in (cast.units.athletics, cast.units.middle):
        people.appoint(
            person=cast.principal, office="administrator", unit=unit, starts_on=clock.today(), by=cast.superintendent
        )
    assert lines(signed_in(cast.principal)) == {
        "Harbor High": (7, 3, 1, 4), "Athletics": (3, 1, 0, 2), "Lakes Middle": (2, 0, 0, 2),
    }  # fmt: skip


def test_somebody_without_a_unit_counts_for_the_district(cast: Cast, version: PolicyVersion) -> None:
    User.objects.filter(pk=cast.coach.pk).update(unit=None)
    client = signed_in(cast.director)
    assert (lines(client)["Lakeview Public Schools"], lines(client)["Harbor High"]) == ((17, 3, 1, 14), (6, 2, 1, 4))
    assert cast.coach.name in names(client, unit=cast.units.district.pk, said="confirmed")
    assert cast.coach.name not in names(signed_in(cast.principal), said="all")


def test_only_those_who_see_it_find_the_way(cast: Cast, version: PolicyVersion) -> None:
    pages = {part: signed_in(user).get("/policy/").text for part, user in cast.people.items() if user.is_active}
    assert {part for part, page in pages.items() if URL in page} == {
        "superintendent", "director", "communications", "second_communications", "newcomer", "principal",
        "other_principal",
    }  # fmt: skip


def test_before_the_first_version_there_is_nothing_to_report(cast: Cast) -> None:
    PolicyVersion.objects.get().acknowledgements.all().delete()
    PolicyVersion.objects.all().delete()
    client = signed_in(cast.director)
    assert ("Nothing is published yet" in client.get(URL).text, client.get(FILE).status_code) == (True, 404)


# By name --------------------------------------------------------------------------------------------------------------


def test_the_list_begins_with_who_has_not_confirmed(cast: Cast, version: PolicyVersion) -> None:
    client = signed_in(cast.principal)
    page = client.get(URL).text
    assert names(client) == {cast.deputy.name, cast.requester.name, cast.backup.name, cast.ex_coach.name}
    assert (page.count("Confirmed version 1"), page.count("Record on paper")) == (4, 4)


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("confirmed", {"coach", "teacher", "principal"}),
        ("on_paper", {"teacher"}),
        ("not_yet", {"deputy", "requester", "backup", "ex_coach"}),
    ],
)
def test_unit_and_state_narrow_the_list(cast: Cast, version: PolicyVersion, said: str, parts: set[str]) -> None:
    client = signed_in(cast.superintendent)
    assert names(client, unit=cast.units.high.pk, said=said) == {getattr(cast, part).name for part in parts}


def test_a_signature_says_who_recorded_it_and_nobody_gets_a_button_for_themselves(cast: Cast) -> None:
    made = actions.publish(title="Policy 470", body="Ask.", by=cast.director)
    actions.record_on_paper(made, person=cast.teacher, signed_on=clock.today(), by=cast.principal)
    client = signed_in(cast.principal)
    assert f"recorded by {cast.principal.name}" in client.get(URL, {"said": "on_paper"}).text
    page = client.get(URL)
    assert cast.principal.name in {one.name for one in page.context["page"]}
    assert f"/policy/report/{cast.principal.pk}/paper/" not in page.text


def test_on_an_older_version_nothing_is_recorded(cast: Cast, version: PolicyVersion) -> None:
    cast.coach.acknowledgements.filter(version__number=1).delete()
    page = signed_in(cast.principal).get(URL, {"version": "1"})
    assert ({one.name for one in page.context["page"]}, "Record on paper" in page.text) == ({cast.coach.name}, False)


@pytest.mark.parametrize(
    "query",
    [
        {"version": "99"},
        {"version": "x"},
        {"unit": "999999"},
        {"unit": "\x00"},
        {"said": "maybe"},
        {"version": "9" * 40},
    ],
)
def test_a_filter_that_makes_no_sense_is_left_out_and_said(
    cast: Cast, version: PolicyVersion, query: dict[str, str]
) -> None:
    client = signed_in(cast.principal)
    page = client.get(URL, query)
    assert (page.status_code, list(page.context["form"].errors)) == (200, list(query))
    assert {one.name for one in page.context["page"]} == names(client)
    assert len(rows(client, **query)) == 4


def test_a_unit_that_is_not_theirs_is_no_filter_for_an_administrator(cast: Cast, version: PolicyVersion) -> None:
    page = signed_in(cast.principal).get(URL, {"unit": cast.units.middle.pk, "said": "all"})
    assert list(page.context["form"].errors) == ["unit"]
    assert cast.stranger.name not in page.text


def test_people_come_fifty_at_a_time_and_the_filter_goes_along(cast: Cast, version: PolicyVersion) -> None:
    for number in range(60):
        User.objects.create_user(f"p{number}@lakeviewps.example", name=f"P {number:02}", unit=cast.units.middle)
    client = signed_in(cast.superintendent)
    first = client.get(URL, {"unit": cast.units.middle.pk})
    older = first.context["pages"]["older"]
    second = client.get(URL + older)
    assert (len(first.context["page"]), len(second.context["page"])) == (50, 12)
    assert older == f"?version=2&said=not_yet&unit={cast.units.middle.pk}&page=2"
    assert len(rows(client, unit=cast.units.middle.pk)) == 62


# The file -------------------------------------------------------------------------------------------------------------


def test_the_file_holds_the_same_people_with_all_that_is_known(cast: Cast, version: PolicyVersion) -> None:
    found = rows(signed_in(cast.principal), said="all")
    today = clock.today().isoformat()
    assert {row["Name"] for row in found} == names(signed_in(cast.principal), said="all")
    by_name = {row["Name"]: row for row in found}
    assert by_name[cast.teacher.name] == {
        "Name": "Chris Yoder", "E-mail": cast.teacher.email, "Title": "Teacher, science", "Unit": "Harbor High School",
        "Version": "2", "State": "On paper", "Confirmed or recorded on": today, "Signed on": today,
        "Recorded by": cast.principal.name, "Earlier version confirmed": "1",
    }  # fmt: skip
    assert [by_name[one.name]["State"] for one in (cast.coach, cast.backup)] == ["Confirmed", "Not yet"]


def test_the_file_takes_the_filter_of_the_page(cast: Cast, version: PolicyVersion) -> None:
    client = signed_in(cast.superintendent)
    query = {"unit": cast.units.middle.pk, "said": "not_yet", "version": 2}
    page = client.get(URL, query)
    assert f"{FILE}?version=2&amp;said=not_yet&amp;unit={cast.units.middle.pk}" in page.text
    assert {row["Name"] for row in rows(client, **query)} == {one.name for one in page.context["page"]}


def test_a_name_that_is_a_formula_is_text_in_the_file(cast: Cast, version: PolicyVersion) -> None:
    User.objects.filter(pk=cast.backup.pk).update(name='=HYPERLINK("https://evil.example")', title="@SUM(A1)")
    [row] = [row for row in rows(signed_in(cast.principal)) if row["E-mail"] == cast.backup.email]
    assert (row["Name"], row["Title"]) == ('\'=HYPERLINK("https://evil.example")', "'@SUM(A1)")


def test_that_the_file_was_taken_is_an_event(cast: Cast, version: PolicyVersion) -> None:
    signed_in(cast.principal).get(FILE, {"said": "on_paper"})
    entry = audit.entries_about(version).filter(action="policy.exported").get()
    assert (entry.actor_label, entry.after) == (cast.principal.name, {"version": "2", "said": "on_paper"})


@pytest.mark.counts
@pytest.mark.parametrize("url", [URL, FILE])
def test_the_queries_do_not_grow_with_people_and_units(cast: Cast, version: PolicyVersion, url: str) -> None:
    client, counts = signed_in(cast.superintendent), []
    client.get(url)
    for number, more in enumerate((1, 3, 30)):
        for one in range(more):
            unit = Unit.objects.create(
                name=f"Unit {number} {one}", short_name="Unit", kind="school", parent=cast.units.district
            )
            User.objects.create_user(f"q{number}.{one}@lakeviewps.example", name=f"Q {number} {one}", unit=unit)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(url, {"said": "all"})
            _ = answer.getvalue() if answer.streaming else answer.content
        counts.append(len(seen))
    assert counts == [counts[0]] * 3
