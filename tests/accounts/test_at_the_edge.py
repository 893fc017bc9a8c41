"""More rules that need no database: what makes one answer another, one word at a time."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import AuthorizationKind, Knower, LockedOut, ReasonKind, SaidOf
from accounts.rules import limits, lost, reasons, recovering, students
from tests.accounts.parts_of import Rows


def test_the_numbers_of_the_limits_are_those_that_were_decided() -> None:
    assert (5, timedelta(minutes=10)) == (limits.ACCOUNTS_IN_A_WHILE, limits.A_WHILE)
    assert (limits.FIELDS_IN_A_WHILE, limits.SOON_MINUTES) == (5, 2)
    assert (20, timedelta(hours=24)) == (limits.ACTS_IN_A_DAY, limits.A_DAY)
    assert (3, timedelta(hours=1)) == (limits.SLIPS_IN_AN_HOUR, limits.AN_HOUR)


@pytest.mark.parametrize(
    ("kind", "platform", "unit", "covered"),
    [
        (AuthorizationKind.ONE_OFF, None, 2, True), (AuthorizationKind.ONE_OFF, 7, 3, True),
        (AuthorizationKind.ONE_OFF, 8, 2, False), (AuthorizationKind.ONE_OFF, None, 4, False),
        (AuthorizationKind.SPOKESPERSON, None, 2, False), (AuthorizationKind.SPOKESPERSON, 7, 2, False),
    ],
)  # fmt: skip
def test_one_off_posting_covers_one_platform_of_a_unit_and_below(kind, platform, unit, covered):
    account: Any = SimpleNamespace(platform_id=7, unit=SimpleNamespace(path_ids=lambda: [2, 3]))
    row: Any = SimpleNamespace(kind=kind, platform_id=platform, unit_id=unit)
    assert lost.covers(row, account) is covered


def steps(why: str, email: str = "", phone: str = "", own: str = "") -> str:
    account: Any = SimpleNamespace(platform=SimpleNamespace(steps_recovery=own))
    hand_in: Any = SimpleNamespace(email=email, phone=phone) if email or phone else None
    return "\n".join(recovering.steps_for(account, why, hand_in))


@pytest.mark.parametrize(
    ("words", "reasons"),
    [
        ("Ask who made it, or had it last.", {LockedOut.UNKNOWN, LockedOut.LOST}),
        ("Sit down with them", {LockedOut.LOST}),
        ("Have the administrator explain", {LockedOut.REFUSED}),
        ("Write down both handles.", {LockedOut.RENAMED}),
        ("Look whether the old handle is free", {LockedOut.RENAMED}),
        ("Report the account to the platform", {LockedOut.REFUSED, LockedOut.RENAMED}),
        ("Have ready: the address", set(LockedOut)),
        ("Look on the help pages of the platform", set(LockedOut)),
    ],
)
def test_e3_39_each_way_to_lose_an_account_has_its_own_steps(words: str, reasons: set[str]) -> None:
    assert {why for why in LockedOut if words in steps(why)} == reasons


def test_e3_40_whose_mailbox_or_phone_it_hangs_on_adds_a_step_and_the_platforms_own_come_first() -> None:
    for whose in SaidOf:
        assert ("owner of the mailbox" in steps(LockedOut.LOST, email=whose)) is (whose in recovering.THEIRS)
        assert ("owner of the phone" in steps(LockedOut.LOST, phone=whose)) is (whose in recovering.THEIRS)
        assert ("the district’s mailbox or on its phone" in steps(LockedOut.LOST, "x", whose)) is (
            whose == SaidOf.DISTRICT
        )
    own = steps(LockedOut.UNKNOWN, own="\n Open the form. \n\nOpen the form.\n")
    assert (own.count("Open the form."), "help pages of the platform" in own) == (1, False)


def test_words_of_groups_beside_a_class_year_are_nobodys_name() -> None:
    words = [
        "Academy", "Band", "Campaign", "Captain", "Captains", "Choir", "Class", "Club", "Coach", "Coaches", "Committee", "Council",
        "Crew", "District", "Elementary", "Fall", "Grade", "Graduation", "High", "Junior", "Leaders", "Middle", "Officers",
        "School", "Season", "Senior", "Spring", "Student", "Students", "Summer", "Team", "The", "Varsity", "Winter",
        "Year",
    ]  # fmt: skip
    assert [word for word in words if students.named_in(f"{word} Xylander, class of 2026")] == []
    assert len(words) == len(students._GROUPS), "each has been looked at"


def test_who_is_outside_the_staff_must_not_know_it_and_a_former_coach_has_left() -> None:
    def kind(described: str) -> Any:
        said: Any = SimpleNamespace(described=described, class_year=None)
        return reasons._kind_of_group(said, set())

    assert {each: kind(each) for each in Knower if each != Knower.EMPLOYEE} == {
        each: ReasonKind.LEAVER if each == Knower.FORMER_COACH else ReasonKind.NOT_ENTRUSTED
        for each in Knower
        if each != Knower.EMPLOYEE
    }


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "Your authorization P-1 ended on November 11, 2025."),
        ({"ends_on": None, "starts_on": date(2025, 11, 13)}, "Your authorization P-1 holds from November 13, 2025 on."),
        ({"revoked_at": datetime(2025, 11, 10, 18, tzinfo=UTC)}, "Your authorization P-1 was revoked on November 10, 2025."),
        ({"kind": AuthorizationKind.LOGO}, ""),
    ],
)  # fmt: skip
def test_what_was_lost_says_when(facts, sentence, moment):
    plain = {"kind": AuthorizationKind.ONE_OFF, "platform_id": None, "unit_id": 2, "number": "P-1", "revoked_at": None}
    row: Any = SimpleNamespace(**({"starts_on": date(2025, 9, 2), "ends_on": date(2025, 11, 11), **plain} | facts))
    account: Any = SimpleNamespace(platform_id=7, unit=SimpleNamespace(path_ids=lambda: [2, 3]))
    user: Any = SimpleNamespace(authorizations=Rows([row]))
    assert lost._lost_authorization(account, user) == sentence


def test_a_designation_ended_on_its_last_day_or_when_it_was_closed(moment):
    def last(**facts: Any) -> date:
        row: Any = SimpleNamespace(**({"ends_on": None, "closed_at": None} | facts))
        return lost._last_day(row)

    closed = datetime(2025, 11, 10, 18, tzinfo=UTC)
    assert last(ends_on=date(2025, 11, 11), closed_at=closed) == date(2025, 11, 11)
    assert last(ends_on=date(2025, 11, 12), closed_at=closed) == date(2025, 11, 10)
    assert last() == date(2025, 11, 12)
