"""What may still be done on the last day of an appointment or an absence, and no more the day after."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from registry import clock
from registry.people.refusal import Refused
from registry.people.rules import absences, appointments, offices

ME: Any = SimpleNamespace(pk=1, is_active=True)


@pytest.fixture(autouse=True)
def _at_the_moment(moment: datetime) -> None:
    """Wednesday, November 12, 2025."""


def test_an_appointment_ends_once_and_up_to_its_last_day() -> None:
    holder: Any = SimpleNamespace(person_id=2)

    def row(**facts: Any) -> Any:
        return SimpleNamespace(**({"ended_at": None, "ends_on": None, "on_behalf_of": holder, "person_id": 1} | facts))

    for good in (row(), row(ends_on=clock.today()), row(person_id=3, on_behalf_of=SimpleNamespace(person_id=1))):
        offices.check_may_end(ME, good)
    for bad in (row(ends_on=clock.today() - timedelta(days=1)), row(ended_at=clock.now()), row(person_id=3)):
        with pytest.raises(Refused):
            offices.check_may_end(ME, bad)


def test_an_absence_ends_once_and_up_to_its_last_day() -> None:
    def row(**facts: Any) -> Any:
        return SimpleNamespace(**({"person": ME, "ended_at": None, "ends_on": clock.today()} | facts))

    absences.check_may_end_absence(ME, row())
    for bad in (row(ends_on=clock.today() - timedelta(days=1)), row(ended_at=clock.now())):
        with pytest.raises(Refused, match="over already"):
            absences.check_may_end_absence(ME, bad)
    with pytest.raises(Refused, match="deactivated"):
        absences.check_may_record_absence(ME, SimpleNamespace(pk=1, is_active=False, name="Chris Yoder"))


def test_an_appointment_begins_today_at_the_earliest_and_ends_no_sooner() -> None:
    today, day = clock.today(), timedelta(days=1)
    appointments._check_dates(today, None)
    appointments._check_dates(today, today)
    for first, last in ((today - day, None), (today + day, today)):
        with pytest.raises(Refused):
            appointments._check_dates(first, last)


def test_a_designee_gets_the_same_office_for_no_longer_than_its_holder() -> None:
    today, day = clock.today(), timedelta(days=1)

    def holder(**facts: Any) -> Any:
        return SimpleNamespace(
            **({"office": "administrator", "unit_id": 5, "starts_on": today, "ends_on": today + day} | facts)
        )

    unit: Any = SimpleNamespace(pk=5)
    office: Any = "administrator"
    appointments._check_designee(holder(), office, unit, today, today + day)
    appointments._check_designee(holder(ends_on=None), office, unit, today + day, None)
    for principal, first, last in (
        (holder(unit_id=6), today, today), (holder(office="superintendent"), today, today),
        (holder(), today - day, today), (holder(), today, today + 2 * day), (holder(), today, None),
    ):  # fmt: skip
        with pytest.raises(Refused):
            appointments._check_designee(principal, office, unit, first, last)
