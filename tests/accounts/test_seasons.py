"""The school year: seasons and graduation days, who keeps them, and the seasons of a group (E3.46, E5.74)."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import declaring, own_seasons, rotation, seasons
from accounts.models import AccountSeason, Graduation, Rotation, Season
from accounts.rules.declaring import Knowing
from accounts.rules.reasons import due_for
from registry import audit, clock
from registry.outbox.models import Letter
from registry.people.refusal import Refused
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
PAGE, ADD, GRADUATES = "/accounts/seasons/", "/accounts/seasons/add/", "/accounts/seasons/graduation/"


def days(first="12 1 2025", last="3 10 2026"):
    boxes = {"starts_on": first.split(), "ends_on": last.split()}
    return {
        f"{name}_{part}": text
        for name, texts in boxes.items()
        for part, text in zip(("month", "day", "year"), texts, strict=True)
    }


def typed(first="12 1 2025", last="3 10 2026", *, code="winter", name="", year="2026"):
    return {"code": code, "name": name, "school_year": year, **days(first, last)}


def class_of(year, day="6 5 2026"):
    return {"class_year": year, **dict(zip(("on_month", "on_day", "on_year"), day.split(), strict=True))}


def rows():
    kept = Season.objects.filter(removed_at=None)
    return [f"{row}: {row.starts_on} {row.ends_on}" for row in kept]


@pytest.fixture
def keeping(cast):
    return signed_in(cast.communications)


def test_communications_adds_changes_and_removes_a_season_and_everybody_reads_it(cast, keeping):
    answer = keeping.post(ADD, typed(), follow=True)
    assert (answer.redirect_chain, "Winter 2025-26 added." in answer.text) == ([(PAGE, 302)], True)
    season = Season.objects.get()
    page = signed_in(cast.teacher).get(PAGE).text
    assert ("Mon, Dec 1, 2025 to Tue, Mar 10, 2026" in page, ADD in page, "/change/" in page) == (True, False, False)
    keeping.post(f"{PAGE}{season.pk}/change/", days("11 17 2025", "2 28 2026"))
    assert rows() == ["Winter 2025-26: 2025-11-17 2026-02-28"]
    assert "Winter 2025-26 removed." in keeping.post(f"{PAGE}{season.pk}/remove/", follow=True).text
    assert (rows(), Season.objects.count()) == ([], 1)
    assert keeping.get(f"{PAGE}{season.pk}/change/").status_code == 409
    said = [(entry.action, entry.actor_id) for entry in audit.entries_about(season)]
    by = str(cast.communications.pk)
    assert said == [("season.removed", by), ("season.changed", by), ("season.added", by)]


def test_the_superintendent_keeps_them_too_and_no_administrator_does(cast):
    assert signed_in(cast.superintendent).post(ADD, typed()).status_code == 302
    for person in (cast.principal, cast.coach, cast.sysadmin, cast.designee):
        client = signed_in(person)
        assert [client.get(PAGE).status_code, client.post(ADD, typed(code="fall")).status_code] == [200, 403]
        assert client.post(GRADUATES, class_of("2026")).status_code == 403
    assert (len(rows()), Graduation.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        (typed(last="11 1 2025"), "ends_on", "The season ends before it begins."),
        (typed(last="12 1 2025"), "ends_on", "The season ends before it begins."),
        (typed(first="12 1 1926", last="3 1 2026"), "starts_on", "A season of 2025-26 lies between July 1, 2025 and"),
        (typed(last="3 1 2027"), "ends_on", "A season of 2025-26 lies between July 1, 2025 and August 31, 2026."),
        (typed(code="other"), "name", "Give the season a name."),
        (typed(name="Hockey"), "name", "Only another season has a name."),
        (typed(code="other", name="Maya Jensen, class of 2027"), "name", "Leave out the names of students."),
        (typed(code="other", name="x" * 41), "name", "at most 40 characters"),
        (typed(code="autumn"), "code", "Select a valid choice."),
        (typed(year="1926"), "school_year", "Select a valid choice."),
        (typed(first="2 30 2026"), "starts_on", "Enter a real date"),
    ],
)
def test_days_that_cannot_be_are_said_at_their_field_and_nothing_is_lost(keeping, facts, field, sentence):
    answer = keeping.post(ADD, facts)
    assert (answer.status_code, rows()) == (422, [])
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert f'value="{facts["ends_on_day"]}"' in answer.text


def test_the_same_season_twice_in_a_year_or_overlapping_that_of_another_year_is_refused(keeping):
    keeping.post(ADD, typed())
    again = keeping.post(ADD, typed("1 5 2026"))
    assert "Winter 2025-26 is there already: December 1, 2025 to March 10, 2026." in str(
        again.context["form"].errors["code"]
    )
    keeping.post(ADD, typed("7 1 2026", "8 20 2026", code="fall"))
    over = keeping.post(ADD, typed("8 10 2026", "11 1 2026", code="fall", year="2027"))
    assert "Fall 2025-26 goes on from July 1, 2026" in str(over.context["form"].errors["starts_on"])
    assert keeping.post(ADD, typed("8 21 2026", "11 1 2026", code="fall", year="2027")).status_code == 302
    changed = keeping.post(f"{PAGE}{Season.objects.last().pk}/change/", days("8 20 2026", "11 1 2026"))
    assert (changed.status_code, len(rows())) == (422, 3)


def test_one_of_the_districts_own_is_spelled_the_same_every_year(keeping, cast):
    for year, name in (("2026", "Été camp"), ("2027", "ete CAMP")):
        answer = keeping.post(ADD, typed(f"6 15 {year}", f"8 1 {year}", code="other", name=name, year=year))
        assert answer.status_code == 302
    assert [row.name for row in Season.objects.all()] == ["Été camp", "Été camp"]


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        (class_of("1926", "6 5 1926"), "class_year", "Enter a class from 2025 to 2039"),
        (class_of("2040", "6 5 2040"), "class_year", "Enter a class from 2025 to 2039"),
        (class_of("26"), "class_year", "Enter a class from 2025 to 2039"),
        (class_of("next"), "class_year", "Enter the year with four digits, like 2027."),
        (class_of("2026", "6 5 2027"), "on", "The class of 2026 graduates in 2026."),
        (class_of("2026", "6 31 2026"), "on", "Enter a real date"),
    ],
)
def test_e5_74_a_class_of_1926_or_a_day_outside_its_year_is_said_at_its_field(keeping, facts, field, sentence):
    answer = keeping.post(GRADUATES, facts)
    assert (answer.status_code, Graduation.objects.count()) == (422, 0)
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert f'value="{facts["class_year"]}"' in answer.text


def test_a_class_gets_a_day_of_its_own_and_another_one(keeping):
    page = keeping.get(PAGE).text
    assert ("Class of 2026" in page, "Wed, Jun 10, 2026 · the usual day" in page) == (True, True)
    assert f'value="{10}"' in keeping.get(f"{GRADUATES}?class=2026").text
    for day in ("6 5 2026", "5 29 2026"):
        keeping.post(GRADUATES, class_of("2026", day))
    row = Graduation.objects.get()
    assert (row.class_year, row.on) == (2026, date(2026, 5, 29))
    assert [entry.before for entry in audit.entries_about(row)] == [{"on": "2026-06-05"}, None]
    assert "Fri, May 29, 2026" in keeping.get(PAGE).text


@pytest.mark.counts
def test_the_page_of_many_seasons_asks_no_more_than_that_of_one(keeping, cast):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            keeping.get(PAGE)
        return len(asked)

    seasons.add(
        code="fall", name="", school_year=2026, starts_on=date(2025, 8, 20), ends_on=date(2025, 11, 5), by=cast.director
    )
    queries()
    one = queries()
    for code, month in (("winter", 12), ("spring", 3)):
        first = date(2025 if month == 12 else 2026, month, 6)
        seasons.add(
            code=code, name="", school_year=2026, starts_on=first, ends_on=first.replace(day=28), by=cast.director
        )
    seasons.set_graduation(class_year=2026, on=date(2026, 6, 1), by=cast.director)
    assert queries() == one


# The seasons of a group -----------------------------------------------------------------------------------------------


def kept(account):
    return sorted(f"{row.code}{row.name}" for row in AccountSeason.objects.filter(account=account, ended_at=None))


def test_a_custodian_says_in_which_seasons_the_group_is_active(cast, keeping):
    account = make_account(cast)
    keeping.post(ADD, typed("6 15 2026", "8 1 2026", code="other", name="Summer camp"))
    client, url = signed_in(cast.coach), f"/accounts/{account.uuid}/seasons/"
    assert (">All year<" in client.get(account.get_absolute_url()).text) is True
    client.post(url, {"seasons": ["winter:", "other:Summer camp"]})
    assert kept(account) == ["otherSummer camp", "winter"]
    page = client.get(account.get_absolute_url()).text
    assert ("Winter, Summer camp" in page or "Summer camp, Winter" in page, url in page) == (True, True)
    found = [client.get("/accounts/", {"season": code}) for code in ("winter", "fall")]
    assert [len(page.context["page"].rows) for page in found] == [1, 0]
    assert [chip["label"] for chip in found[1].context["chips"]] == ["Fall"]
    client.post(url, {"seasons": ["winter:"]})
    client.post(url, {"seasons": ["winter:"]})
    assert (kept(account), AccountSeason.objects.count()) == (["winter"], 2)
    client.post(url, {})
    assert kept(account) == []
    said = [entry.action for entry in audit.entries_about(account) if entry.action == "account.seasons_set"]
    assert len(said) == 3


def test_a_season_that_is_not_in_the_list_and_a_stranger_are_refused(cast):
    account = make_account(cast)
    url = f"/accounts/{account.uuid}/seasons/"
    assert signed_in(cast.coach).post(url, {"seasons": ["other:Cheer"]}).status_code == 422
    with pytest.raises(Refused, match="from the list"):
        own_seasons.set_seasons(account, seasons={("other", "Cheer")}, by=cast.coach)
    for person in (cast.teacher, cast.other_principal, cast.backup):
        client = signed_in(person)
        assert [client.get(url).status_code, client.post(url, {"seasons": ["winter:"]}).status_code] == [403, 403]
        assert url not in client.get(account.get_absolute_url()).text
    assert signed_in(cast.principal).post(url, {"seasons": ["fall:"]}).status_code == 302
    assert kept(account) == ["fall"]


def test_what_is_no_group_and_what_is_closed_has_no_season(cast):
    school = make_account(cast, klass="school", unit=cast.units.high, group="")
    url = f"/accounts/{school.uuid}/seasons/"
    client = signed_in(cast.communications)
    assert (client.get(url).status_code, url in client.get(school.get_absolute_url()).text) == (403, False)


# A class that graduates -----------------------------------------------------------------------------------------------


@pytest.fixture
def declared(cast):
    account = make_account(cast)
    declaring.declare(account, Knowing("students", head_count=2, class_year=2026), by=cast.coach)
    return account


def on(day):
    return clock.at(datetime.combine(day, time(12), UTC))


def test_a_class_that_knows_a_login_opens_its_change_on_its_own_day_and_not_before(cast, declared):
    seasons.set_graduation(class_year=2026, on=date(2026, 5, 29), by=cast.director)
    with on(date(2026, 5, 28)):
        assert (rotation.open_by_date(), Rotation.objects.count()) == (0, 0)
    for again in range(5):
        with on(date(2026, 5, 29)):
            assert rotation.open_by_date() == (0 if again else 1)
    opened = Rotation.objects.get()
    assert (opened.account, [row.kind for row in opened.reasons.all()]) == (declared, ["class_graduated"])
    letters = Letter.objects.filter(template="accounts/rotation_opened")
    assert [letter.to for letter in letters] == [cast.coach]


def test_without_a_day_of_its_own_a_class_graduates_on_the_usual_one(cast, declared):
    with on(date(2026, 6, 9)):
        assert rotation.open_by_date() == 0
    with on(date(2026, 6, 10)):
        assert rotation.open_by_date() == 1
        page = signed_in(cast.coach).get(f"/accounts/{declared.uuid}/knows/").text
    assert "Graduated: must not know it any more" in page


@pytest.mark.counts
def test_how_many_classes_know_something_costs_no_more_queries(cast, declared):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            due_for()
        return len(asked)

    one = queries()
    for year in (2027, 2028, 2029):
        declaring.declare(declared, Knowing("students", head_count=1, class_year=year), by=cast.coach)
    assert queries() == one
