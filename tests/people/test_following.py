"""Whoever registered is called after every change of offices, in the same act (E1.7)."""

from collections.abc import Callable

import pytest

from registry import clock
from registry.people import actions
from registry.people.actions import offices
from registry.people.models import Appointment, Office
from tests.cast import Cast

pytestmark = pytest.mark.django_db
STAFF = Office.COMMUNICATIONS_STAFF


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many appointments were in force, each time a follower was called."""
    counts: list[int] = []
    monkeypatch.setattr(offices, "_following", [])

    @offices.after_appointment
    def count(_change: offices.Change) -> None:
        counts.append(Appointment.objects.in_force().filter(office=STAFF).count())

    return counts


def appoint(cast: Cast) -> Appointment:
    return actions.appoint(person=cast.coach, office=STAFF, starts_on=clock.today(), by=cast.director)


@pytest.mark.parametrize(
    "end",
    [
        lambda cast, made: actions.end_appointment(made, by=cast.director),
        lambda cast, made: actions.deactivate(cast.coach, by=cast.sysadmin),
    ],
    ids=["ended", "left"],
)
def test_giving_and_ending_are_followed(
    cast: Cast, seen: list[int], end: Callable[[Cast, Appointment], object]
) -> None:
    before = Appointment.objects.in_force().filter(office=STAFF).count()
    end(cast, appoint(cast))
    assert seen == [before + 1, before]


def test_a_follower_that_fails_takes_the_office_back(cast: Cast, seen: list[int]) -> None:
    before = Appointment.objects.count()
    offices.after_appointment(lambda _change: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        appoint(cast)
    assert Appointment.objects.count() == before


def test_who_registers_twice_is_called_once(cast: Cast, seen: list[int]) -> None:
    for follow in list(offices._following):
        offices.after_appointment(follow)
    appoint(cast)
    assert len(seen) == 1
