"""Who knows a login, what does a person know: deposits, reveals, kits and what is declared; today and on a day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import credentials
from accounts.actions.rotation import open_by_date
from accounts.models import Exposure, SecretField
from registry import clock
from registry.audit.models import Entry
from registry.vault import Secret
from tests.accounts.posting import days
from tests.accounts.test_rotations import change, leave, open_one, reasons_of, sessions_out, verify
from tests.cast import signed_in
from tests.makers import make_account, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def page(account, name="knows", *more):
    return reverse(f"accounts:{name}", args=[account.uuid, *more])


def lines_of(user, account, **query):
    return {line.name: line for line in signed_in(user).get(page(account), query).context["lines"]}


# The edge cases ---------------------------------------------------------------------------------------------------------


def test_e2_28_changed_on_the_platform_and_not_reported_becomes_work_until_a_new_one_is_verified(cast, account):
    client = signed_in(cast.coach)
    answer = client.post(page(account, "report-change"), {"kind": "reported_change", "words": "Instagram forced it."})
    rotation = open_one(account)
    assert answer["Location"] == rotation.get_absolute_url()
    assert reasons_of(account) == [("reported_change", None)]
    assert "The password must change by" in client.get(page(account, "account")).content.decode()
    change(account, cast.coach)
    sessions_out(account, cast.coach)
    assert open_one(account) == rotation  # nobody has tried it
    verify(account, cast.communications)
    assert open_one(account) is None


# Declared knowledge -----------------------------------------------------------------------------------------------------


def test_students_are_a_number_and_a_class_and_a_reason_once_they_graduate(cast, account):
    client = signed_in(cast.coach)
    sent = {"described": "students", "head_count": "2", "class_year": "2026"}
    assert client.post(page(account, "declare"), sent).status_code == 302
    assert reasons_of(account) == []
    line = lines_of(cast.coach, account)["2 students, class of 2026"]
    assert (line.part, line.words, line.must_not_know) == ("Until they graduate", "password", False)
    for day, reasons in (((2026, 6, 9), []), ((2026, 6, 10), [("class_graduated", None)])):
        with clock.at(clock.now().replace(year=day[0], month=day[1], day=day[2])):
            open_by_date()
            assert reasons_of(account) == reasons
            rotation = open_one(account)
    assert "Class of 2026" in signed_in(cast.director).get(rotation.get_absolute_url()).content.decode()


@pytest.mark.parametrize("described", ["former_coach", "parent", "webmaster"])
def test_who_is_outside_the_staff_must_lose_it_at_once(cast, account, described):
    assert signed_in(cast.director).post(page(account, "declare"), {"described": described}).status_code == 302
    assert [kind for kind, _ in reasons_of(account)] == ["leaver" if described == "former_coach" else "not_entrusted"]


def test_a_declaration_that_makes_no_sense_is_refused_at_the_spot_and_kept(cast, account):
    client, address = signed_in(cast.coach), page(account, "declare")
    students = {"described": "students", "head_count": "2", "class_year": "2027"}
    cases = [
        ({}, "Choose an answer"),
        ({"described": "captain"}, "captain"),
        ({**students, "class_year": "1926"}, "Enter the year in which they graduate, like 2027."),
        ({**students, "class_year": "2099"}, "Enter the year in which they graduate, like 2027."),
        ({**students, "class_year": "9" * 400}, "Enter the year in which they graduate, like 2027."),
        ({**students, "head_count": "two"}, "Enter a whole number."),
        ({**students, "head_count": "2\x00"}, "Enter a whole number."),
        ({**students, "head_count": "0"}, "Fill in both."),
        ({**students, "head_count": "201"}, "Say how many students"),
        ({"described": "employee"}, "Say which employee knows it."),
        ({"described": "employee", "person": "x" * 1_000_000}, "person"),
        ({**students, **days("since", date(2026, 1, 1))}, "today or earlier"),
        ({**students, "since_month": "13", "since_day": "1", "since_year": "2025"}, "Enter a real date"),
    ]  # fmt: skip
    for sent, words in cases:
        answer = client.post(address, sent)
        assert (answer.status_code, words in answer.content.decode()) == (422, True), sent
    surrogate = {"data": "described=employee&person=%ED%A0%80", "content_type": "application/x-www-form-urlencoded"}
    assert client.post(address, **surrogate).status_code == 422
    assert 'value="2"' in client.post(address, {**students, "class_year": "1926"}).content.decode()
    assert not Exposure.objects.filter(kind="declared").exists()


def test_what_was_declared_wrongly_is_struck_and_kept_and_asks_for_nothing_more(cast, account):
    client = signed_in(cast.director)
    client.post(page(account, "declare"), {"described": "employee", "person": cast.teacher.email})
    client.post(page(account, "declare"), {"described": "parent"})
    assert reasons_of(account) == [("not_entrusted", cast.teacher), ("not_entrusted", None)]
    rotation = open_one(account)
    assert signed_in(cast.coach).post(_withdrawal(account, "parent"), {"why": "No."}).status_code == 403
    for described in ("parent", "employee"):
        assert client.post(_withdrawal(account, described), {"why": ""}).status_code == 422
        assert client.post(_withdrawal(account, described), {"why": "Asked: never told."}).status_code == 302
    assert open_one(account) is None
    rotation.refresh_from_db()
    assert rotation.dropped_why
    assert Entry.objects.filter(action="rotation.dropped").count() == 1
    text = client.get(page(account)).content.decode()
    assert "<del>A parent or volunteer</del>" in text
    assert "Asked: never told." in text
    assert client.post(_withdrawal(account, "parent"), {"why": "Again."}).status_code == 409
    assert "A parent or volunteer" not in lines_of(cast.director, account)


def test_a_password_in_the_words_is_not_kept(cast, account):
    change(account, cast.coach, "Sesame-Open-77")
    sent = {"kind": "incident", "words": "Somebody wrote Sesame-Open-77 on the board."}
    answer = signed_in(cast.coach).post(page(account, "report-change"), sent)
    assert (answer.status_code, "Sesame" in answer.content.decode(), open_one(account)) == (422, False, None)
    assert Entry.objects.filter(action="secret.typed").count() == 1


def _withdrawal(account, described):
    row = Exposure.objects.filter(secret__account=account, described=described).latest("pk")
    return page(account, "declaration-withdraw", row.pk)


# The pages --------------------------------------------------------------------------------------------------------------


def test_who_knew_this_password_on_the_first_of_october_is_three_clicks_away(cast, account):
    later = clock.now().replace(year=2026)
    with clock.at(later.replace(month=9, day=20)):
        reveal(account, cast.backup)
    with clock.at(later.replace(month=10, day=1, hour=23)):
        change(account, cast.coach)
    with clock.at(later.replace(month=10, day=2)):
        verify(account, cast.communications)
        reveal(account, cast.director)
        client = signed_in(cast.coach)
        assert page(account) in client.get(page(account, "account")).content.decode()  # the first click
        on = {"on_month": "10", "on_day": "1", "on_year": "2026"}
        lines = lines_of(cast.coach, account, **on)  # the second: the day, and "Show"
        assert set(lines) == {cast.coach.name, cast.backup.name, cast.communications.name}
        assert "an earlier password (version 1)" in lines[cast.backup.name].words
        now = lines_of(cast.coach, account)
        assert [row.field for row in now[cast.backup.name].now] == ["login"]
        assert "password" in now[cast.director.name].words
        for bad in ({**on, "on_month": "13"}, {**on, "on_year": "x" * 9000}, {**on, "on_day": "\x00"}):
            assert client.get(page(account), bad).status_code == 200


def test_what_a_person_knows_is_for_themselves_communications_and_the_superintendent(cast, account):
    address = reverse("accounts:person-knows", args=[cast.coach.pk])
    for part, status in (("coach", 200), ("director", 200), ("superintendent", 200), ("principal", 403)):
        assert signed_in(getattr(cast, part)).get(address).status_code == status
        person = signed_in(getattr(cast, part)).get(cast.coach.get_absolute_url()).content.decode()
        assert (address in person) is (status == 200)
    known = signed_in(cast.director).get(address).context["known"]
    assert [(each.account, each.now, each.before) for each in known] == [
        (account, "login, password, recovery e-mail", "")
    ]
    assert signed_in(cast.coach).get(reverse("accounts:person-knows", args=[cast.teacher.pk])).status_code == 403


def test_only_communications_is_told_that_a_password_is_used_elsewhere(cast, account):
    other = make_account(cast, "active", platform="x", handle="harborband", custodian=cast.requester)
    change(account, cast.coach)
    change(other, cast.requester)
    address = reverse("accounts:person-knows", args=[cast.coach.pk])
    shown = {part: [each.account for each in signed_in(getattr(cast, part)).get(address).context["known"]]
             for part in ("coach", "director")}  # fmt: skip
    assert shown == {"coach": [account], "director": [account, other]}


def test_an_opening_that_failed_and_a_code_of_a_seed_make_nobody_know_it(cast, account):
    change(account, cast.second_communications, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", SecretField.SEED)
    failed = reveal(account, cast.backup).reveal
    failed.failed_at = clock.now()
    failed.save(update_fields=["failed_at"])
    assert cast.backup.name not in lines_of(cast.director, account)
    reveal(account, cast.coach)
    assert "seed" not in lines_of(cast.director, account)[cast.coach.name].words
    leave(cast, cast.coach)
    assert (reasons_of(account, "seed"), reasons_of(account)) == ([], [("leaver", cast.coach)])
    leave(cast, cast.second_communications)
    assert reasons_of(account, "seed") == [("leaver", cast.second_communications)]


@pytest.mark.counts
def test_the_pages_ask_as_often_for_one_row_as_for_many(cast, account):
    client = signed_in(cast.director)
    addresses = (page(account), reverse("accounts:rotations"), reverse("accounts:person-knows", args=[cast.coach.pk]))
    counts = []
    for number in range(3):
        other = make_account(cast, "active", platform="x", handle=f"harborband{number}")
        for each in (account, other):
            reveal(each, cast.backup)
            credentials.deposit(each, values={SecretField.NOTES: Secret(f"Note {number}")}, by=cast.coach)
            client.post(page(each, "report-change"), {"kind": "incident"})
            client.post(page(each, "declare"), {"described": "parent"})
        asked = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert "no-store" in client.get(address)["Cache-Control"]
            asked.append(len(queries))
        counts.append(asked)
    assert counts == [counts[0]] * 3
