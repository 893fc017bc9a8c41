"""Authorizations through the door: who sees which, what one allows, revoking it, and the letters about its end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import authorizing
from accounts.models import Authorization
from registry import audit, clock
from registry.outbox import rendering
from registry.outbox.models import Letter
from tests.accounts.posting import authorized
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
LIST = "/accounts/authorizations/"


def listed(user, query="view=all"):
    return list(signed_in(user).get(f"{LIST}?{query}").context["rows"])


def revoke_at(row):
    return reverse("accounts:authorization-revoke", args=[row.uuid])


def letters(template):
    return [(row.to, rendering.write(row)) for row in Letter.objects.filter(template=f"accounts/{template}")]


def test_each_sees_what_concerns_them(cast):
    here, there = authorized(cast), authorized(cast, cast.stranger, unit=cast.units.middle)
    seen = {part: listed(getattr(cast, part)) for part in
            ("teacher", "stranger", "principal", "other_principal", "superintendent", "designee", "communications",
             "requester", "sysadmin", "alternate")}  # fmt: skip
    assert seen == {
        "teacher": [here], "stranger": [there], "principal": [here], "other_principal": [there],
        "superintendent": [there, here], "designee": [there, here], "communications": [there, here],
        "requester": [], "sysadmin": [], "alternate": [],
    }  # fmt: skip
    assert (listed(cast.superintendent, ""), listed(cast.teacher, "")) == ([], [here])


def test_those_that_are_over_are_listed_where_one_asks_for_them(cast):
    gone, over, coming = (
        authorized(cast),
        authorized(cast),
        authorized(cast, starts_on=clock.today() + timedelta(days=9)),
    )
    authorizing.revoke(gone, why="Not needed.", by=cast.superintendent)
    Authorization.objects.filter(pk=over.pk).update(
        starts_on=clock.today() - timedelta(days=9), ends_on=clock.today() - timedelta(days=1)
    )
    assert (listed(cast.teacher, ""), listed(cast.teacher, "over=yes")) == ([coming], [coming, over, gone])


def test_pages_go_on_below_the_last_one_seen_and_nonsense_narrows_nothing(cast):
    rows = [authorized(cast) for _ in range(27)]
    first = signed_in(cast.teacher).get(LIST)
    assert list(first.context["rows"]) == rows[:1:-1]
    second = signed_in(cast.teacher).get(first.context["older"])
    assert (list(second.context["rows"]), second.context["older"]) == ([rows[1], rows[0]], "")
    for nonsense in ("before=x", "before=²", f"before={'9' * 40}", "view=none", "over=\x00"):
        assert len(listed(cast.teacher, nonsense)) == 25


@pytest.mark.counts
def test_the_lists_ask_as_often_for_one_as_for_thirty(cast):
    counts = []
    for total in (1, 3, 25):
        while Authorization.objects.count() < total:
            authorized(cast)
        client = signed_in(cast.superintendent)
        client.get(f"{LIST}?view=all")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{LIST}?view=all")
        counts.append(len(captured))
    assert len(set(counts)) == 1


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("classroom", "whose family opted out is shown"), ("one_off", "You may post for the district"),
        ("spokesperson", "says each time that they work here"), ("district_email", "your district e-mail address"),
        ("logo", "use the district’s logo"),
    ],
)  # fmt: skip
def test_the_page_says_what_its_kind_allows_and_the_duty_with_it(cast, kind, words):
    row = authorized(cast, kind=kind, parental_consent=kind == "classroom", conditions="Only on weekdays.")
    text = signed_in(cast.teacher).get(row.get_absolute_url()).content.decode()
    for expected in (
        words,
        "Results of the science fair.",
        "Only on weekdays.",
        row.number,
        "Request R-0001",
        "In force",
    ):
        assert expected in text
    assert "Revoke authorization" not in text


@pytest.mark.parametrize("part", ["superintendent", "designee", "principal", "director"])
def test_who_decides_such_requests_revokes_with_a_reason(cast, part):
    row, by = authorized(cast), getattr(cast, part)
    assert "Revoke authorization" in signed_in(by).get(row.get_absolute_url()).content.decode()
    empty = signed_in(by).post(revoke_at(row), {"why": " "})
    assert "Fill in “Why?”." in empty.content.decode()
    answer = signed_in(by).post(revoke_at(row), {"why": "The fair is canceled."})
    assert answer["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.revoked_by, row.revoked_why, row.revoked_at) == (by, "The fair is canceled.", clock.now())
    entry = audit.entries_about(row).first()
    assert (entry.action, entry.actor_label, entry.reason_text) == ("authorization.revoked", by.name, row.revoked_why)
    [(person, letter)] = letters("authorization_revoked")
    assert (person, "The fair is canceled." in letter.text, row.get_absolute_url() in letter.text) == (
        cast.teacher, True, True,
    )  # fmt: skip
    assert "Revoked by" in signed_in(cast.teacher).get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("part", "code"), [("teacher", 403), ("communications", 403), ("stranger", 404), ("sysadmin", 404)]
)
def test_others_do_not_revoke_it(cast, part, code):
    row = authorized(cast)
    assert signed_in(getattr(cast, part)).post(revoke_at(row), {"why": "x"}).status_code == code
    row.refresh_from_db()
    assert row.revoked_at is None


def test_revoking_needs_a_second_factor_and_happens_once(cast):
    row = authorized(cast)
    assert signed_in(cast.director, factor=False).get(revoke_at(row))["Location"].startswith("/sign-in/2fa/")
    codes = [signed_in(cast.director).post(revoke_at(row), {"why": "x"}).status_code for _ in range(2)]
    late = signed_in(cast.superintendent).get(revoke_at(row))
    assert (codes, late.status_code, "revoked already" in late.content.decode()) == ([302, 409], 409, True)


@pytest.mark.parametrize("why", ["x" * 301, "bad\x00thing"])
def test_a_reason_that_cannot_be_kept_is_refused_and_stays_in_the_box(cast, why):
    row = authorized(cast)
    answer = signed_in(cast.director).post(revoke_at(row), {"why": why})
    assert ("There is a problem" in answer.content.decode(), answer.context["form"]["why"].value()) == (True, why)
    row.refresh_from_db()
    assert row.revoked_at is None


def test_one_that_has_ended_is_not_revoked(cast):
    row = authorized(cast)
    with clock.at(clock.now() + timedelta(days=31)):
        answer = signed_in(cast.director).get(revoke_at(row))
        assert (answer.status_code, "has ended" in answer.content.decode()) == (409, True)


def test_its_holder_is_told_two_weeks_before_the_end_and_when_it_has_ended_once_each(cast):
    row = authorized(cast)
    told = {}
    for day in (15, 16, 17, 30, 31, 32, 62):
        with clock.at(clock.now() + timedelta(days=day)):
            told[day] = authorizing.tell_of_ends()
    assert told == {15: 0, 16: 1, 17: 0, 30: 0, 31: 1, 32: 0, 62: 0}
    with clock.at(clock.now() + timedelta(days=16)):
        [(person, soon)] = letters("authorization_ends_soon")
    assert (person, soon.subject) == (cast.teacher, f"Ends on December 12: One-off posting ({row.number})")
    [(person, ended)] = letters("authorization_ended")
    assert (person, "ended on December 12, 2025" in ended.text) == (cast.teacher, True)


def test_nobody_is_told_of_one_that_was_revoked_or_given_for_a_few_days_or_of_somebody_who_left(cast):
    gone = authorized(cast)
    authorizing.revoke(gone, why="Not needed.", by=cast.director)
    authorized(cast, ends_on=clock.today() + timedelta(days=5))
    authorized(cast, cast.disabled)
    assert authorizing.tell_of_ends() == 0
    with clock.at(clock.now() + timedelta(days=20)):
        assert authorizing.tell_of_ends() == 1
    assert list(Letter.objects.filter(template="accounts/authorization_ends_soon")) == []


def test_a_letter_that_no_longer_makes_sense_is_not_written(cast):
    row = authorized(cast)
    with clock.at(clock.now() + timedelta(days=20)):
        authorizing.tell_of_ends()
        authorizing.revoke(row, why="Not needed.", by=cast.director)
        assert [letter for _to, letter in letters("authorization_ends_soon")] == [None]
