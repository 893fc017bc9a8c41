"""A signature on paper, recorded by a second person; the database keeps it honest, and the person is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from registry import audit, clock, policy
from registry.outbox.delivery import deliver_due
from registry.outbox.models import Letter
from registry.people.models import User
from registry.people.refusal import Refused, Stale
from registry.policy import actions
from registry.policy.models import Acknowledgement, PolicyVersion
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> PolicyVersion:
    return actions.publish(title="Policy 470", body="Ask first.", by=cast.director)


def url(person: User) -> str:
    return f"/policy/report/{person.pk}/paper/"


def sent(day: date | None = None, **more: Any) -> dict[str, Any]:
    day = day or clock.today()
    return {
        "version": 2,
        "signed_on_month": day.month,
        "signed_on_day": day.day,
        "signed_on_year": day.year,
        "kept": "on",
    } | more


def record(version: PolicyVersion, person: User, by: User, day: date | None = None) -> Acknowledgement:
    return actions.record_on_paper(version, person=person, signed_on=day or clock.today(), by=by)


def test_an_administrator_records_what_somebody_of_their_unit_signed(cast: Cast, version: PolicyVersion) -> None:
    client = signed_in(cast.principal)
    form = client.get(url(cast.coach)).text
    answer = client.post(url(cast.coach), sent())
    row = Acknowledgement.objects.get(version=version, person=cast.coach)
    assert (f"Record that {cast.coach.name} confirmed the policy on paper" in form, answer.status_code) == (True, 302)
    assert (row.on_paper, row.signed_on, row.recorded_by, row.text_hash) == (
        True, clock.today(), cast.principal, version.text_hash,
    )  # fmt: skip
    assert policy.has_acknowledged(cast.coach) is True


def test_it_is_an_event_that_names_both_and_the_version(cast: Cast, version: PolicyVersion) -> None:
    record(version, cast.coach, cast.principal)
    entry = audit.entries_about(cast.coach).filter(action="policy.recorded").get()
    assert entry.sentence == f"{cast.principal.name} recorded that {cast.coach.name} confirmed the policy on paper"
    assert (entry.severity, entry.reference, entry.seen_version_hash, entry.after) == (
        "notice", "Policy 470, version 2", version.text_hash, {"policy": 2, "signed_on": clock.today().isoformat()},
    )  # fmt: skip


def test_the_person_gets_a_letter_and_sees_who_recorded_it(cast: Cast, version: PolicyVersion) -> None:
    record(version, cast.coach, cast.principal)
    deliver_due()
    [letter] = [one for one in mail.outbox if one.subject.startswith("Recorded: ")]
    page = signed_in(cast.coach).get("/policy/").text
    assert (letter.to, letter.subject) == (
        [cast.coach.email],
        "Recorded: you confirmed Policy 470, version 2, on paper",
    )
    assert f"{cast.principal.name} recorded that you confirmed Policy 470" in " ".join(letter.body.split())
    assert f"Recorded by {cast.principal.name} on" in page
    assert "Confirm policy" not in page


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("coach", "Only the superintendent, Communications and administrators"),
        ("designee", "Only the superintendent, Communications and administrators"),
        ("sysadmin", "Only the superintendent, Communications and administrators"),
        ("other_principal", "is not on the active staff of your units."),
    ],
)
def test_nobody_else_records_it(cast: Cast, version: PolicyVersion, part: str, sentence: str) -> None:
    answer = signed_in(getattr(cast, part)).post(url(cast.teacher), sent())
    assert (answer.status_code, sentence in answer.text) == (403, True)
    assert policy.has_acknowledged(cast.teacher) is False


def test_nobody_records_their_own(cast: Cast, version: PolicyVersion) -> None:
    answer = signed_in(cast.principal).post(url(cast.principal), sent())
    assert (answer.status_code, "Nobody records their own confirmation." in answer.text) == (403, True)
    with pytest.raises(Refused):
        record(version, cast.director, cast.director)


def test_whoever_has_left_signs_nothing(cast: Cast, version: PolicyVersion) -> None:
    with pytest.raises(Refused, match="is not on the active staff"):
        record(version, cast.disabled, cast.superintendent)


def test_the_day_is_neither_to_come_nor_before_the_version(cast: Cast, version: PolicyVersion) -> None:
    client, today = signed_in(cast.principal), clock.today()
    late = client.post(url(cast.coach), sent(today + timedelta(days=1)))
    early = client.post(url(cast.coach), sent(today - timedelta(days=1)))
    assert (late.status_code, "The day of the signature is still to come." in late.text) == (422, True)
    assert (early.status_code, "A signature from before it is for an older one." in early.text) == (422, True)
    assert f'value="{(today - timedelta(days=1)).day}"' in early.text
    assert policy.has_acknowledged(cast.coach) is False


def test_the_days_are_the_districts(cast: Cast, version: PolicyVersion, moment: Any) -> None:
    published = clock.local(moment).date()
    with clock.at(moment + timedelta(hours=14)):  # the next day in UTC, the same in the district
        with pytest.raises(Refused, match="still to come"):
            record(version, cast.coach, cast.principal, published + timedelta(days=1))
        assert record(version, cast.coach, cast.principal, published).signed_on == published


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("signed_on_year", "25", "Enter the year with four digits"),
        ("signed_on_day", "31", "Enter a real date"),
        ("signed_on_month", "", "Enter the month too"),
        ("kept", "", "Tick the box once you have seen the paper."),
    ],
)
def test_what_is_missing_or_impossible_is_said_at_its_field(
    cast: Cast, version: PolicyVersion, field: str, text: str, sentence: str
) -> None:
    day = date(clock.today().year, 11, 12)
    page = signed_in(cast.principal).post(url(cast.coach), sent(day) | {field: text})
    assert (page.status_code, page.text.count(sentence) >= 2, policy.has_acknowledged(cast.coach)) == (422, True, False)


def test_who_confirmed_first_is_said_to_who_comes_second(cast: Cast, version: PolicyVersion) -> None:
    client = signed_in(cast.principal)
    client.get(url(cast.coach))
    actions.acknowledge(version, by=cast.coach)
    answer = client.post(url(cast.coach), sent())
    row = Acknowledgement.objects.get(version=version, person=cast.coach)
    assert (answer.status_code, f"{cast.coach.name} has confirmed this version already" in answer.text) == (409, True)
    assert (row.on_paper, Letter.objects.filter(template="policy/recorded").count()) == (False, 0)
    with pytest.raises(Stale):
        record(version, cast.coach, cast.principal)


def test_a_signature_counts_for_the_version_that_was_on_the_page(cast: Cast, version: PolicyVersion) -> None:
    client = signed_in(cast.principal)
    actions.publish(title="Policy 470", body="Ask always.", by=cast.director)
    answer = client.post(url(cast.coach), sent(version=2))
    assert (answer.status_code, Acknowledgement.objects.filter(person=cast.coach, on_paper=True).count()) == (409, 0)


def test_somebody_who_is_not_there_is_not_found(cast: Cast, version: PolicyVersion) -> None:
    assert (
        signed_in(cast.principal).get("/policy/report/00000000-0000-4000-8000-000000000000/paper/").status_code == 404
    )


@pytest.mark.parametrize(
    "columns",
    [
        {"on_paper": True},
        {"on_paper": True, "signed_on": date(2025, 11, 12)},
        {"signed_on": date(2025, 11, 12)},
        {"on_paper": True, "signed_on": date(2025, 11, 12), "recorded_by": "self"},
        {"on_paper": False, "signed_on": date(2025, 11, 12), "recorded_by": "other"},
    ],
)
def test_the_database_refuses_half_a_record(cast: Cast, version: PolicyVersion, columns: dict[str, Any]) -> None:
    who = {"self": cast.coach, "other": cast.principal}
    if "recorded_by" in columns:
        columns = columns | {"recorded_by": who[columns["recorded_by"]]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.create(version=version, person=cast.coach, text_hash="x", **columns)
