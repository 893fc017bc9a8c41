"""Two who change the same thing in the same moment take turns, and the second is told. PostgreSQL only."""

import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection

from registry import audit, clock
from registry.outbox.models import Letter
from registry.people import actions
from registry.people.actions import offices
from registry.people.models import Appointment, Office, Proposal, User
from registry.people.refusal import Refused
from registry.policy.actions import acknowledge, publish, record_on_paper
from registry.policy.models import Acknowledgement, PolicyVersion
from tests.cast import Cast
from tests.makers import proof_of

pytestmark = pytest.mark.postgres
WAIT = 20
D = Office.COMMUNICATIONS_DIRECTOR


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refused:
        return type(refused).__name__
    return "done"


def during(pool: ThreadPoolExecutor, first: Callable[[], object], second: Callable[[], object]) -> str:
    """What the second comes to if it begins before the first is committed."""
    with audit.act():
        first()
        later = pool.submit(contextvars.copy_context().run, outcome, second)
        wait_until_it_waits(later)
    return later.result(WAIT)


def wait_until_it_waits(later: Future[str]) -> None:
    while not later.done():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return


def version(by: User, after: int) -> Callable[[], object]:
    return lambda: publish(title="Policy 470", body="Text.", by=by, after=after)


def test_the_second_to_publish_is_told_of_the_first(district: Cast, elsewhere: ThreadPoolExecutor) -> None:
    second = during(elsewhere, version(district.director, 1), version(district.superintendent, 1))
    assert (second, PolicyVersion.objects.count()) == ("Stale", 2)


def test_the_second_to_publish_the_first_version_is_told_too(district: Cast, elsewhere: ThreadPoolExecutor) -> None:
    Acknowledgement.objects.all().delete()
    PolicyVersion.objects.all().delete()
    second = during(elsewhere, version(district.director, 0), version(district.superintendent, 0))
    assert (second, PolicyVersion.objects.count()) == ("Stale", 1)


@pytest.mark.parametrize(
    ("first", "second", "outcome_of_second"), [("here", "paper", "Stale"), ("paper", "here", "done")]
)
def test_a_policy_that_is_confirmed_here_and_on_paper_at_once_is_confirmed_once(
    district: Cast, elsewhere: ThreadPoolExecutor, first: str, second: str, outcome_of_second: str
) -> None:
    made = publish(title="Policy 470", body="Text.", by=district.director)
    ways: dict[str, Callable[[], object]] = {
        "here": lambda: acknowledge(made, by=district.coach),
        "paper": lambda: record_on_paper(made, person=district.coach, signed_on=clock.today(), by=district.principal),
    }
    ended = during(elsewhere, ways[first], ways[second])
    row = Acknowledgement.objects.get(version=made, person=district.coach)
    told = Letter.objects.filter(to=district.coach, template__in=["policy/confirmed", "policy/recorded"], about_id="2")
    assert (ended, row.on_paper) == (outcome_of_second, first == "paper")
    assert [letter.template for letter in told] == ["policy/confirmed" if first == "here" else "policy/recorded"]


def given(person: User, by: User) -> Callable[[], object]:
    return lambda: offices.give(person=person, office=D, unit=None, starts_on=clock.today(), ends_on=None, by=by)


def signed(proposal: Proposal, by: User) -> Callable[[], object]:
    return lambda: actions.sign(proposal, by=by, proof=proof_of(by))


def test_a_proposal_is_confirmed_by_one_of_two_who_come_at_once(district: Cast, elsewhere: ThreadPoolExecutor) -> None:
    first = district.superintendent
    proposal = actions.propose(
        person=district.teacher, office=Office.ALTERNATE, starts_on=clock.today(), by=first, proof=proof_of(first)
    )
    second = during(elsewhere, signed(proposal, district.director), signed(proposal, district.alternate))
    assert (second, Appointment.objects.filter(person=district.teacher).count()) == ("Stale", 1)


def away(person: User, by: User) -> Callable[[], object]:
    today = clock.today()
    return lambda: actions.record_absence(person=person, starts_on=today, ends_on=today, by=by, proof=proof_of(by))


def test_two_absences_recorded_at_once_are_one(district: Cast, elsewhere: ThreadPoolExecutor) -> None:
    second = during(
        elsewhere, away(district.principal, district.superintendent), away(district.principal, district.principal)
    )
    assert (second, district.principal.absences.count()) == ("Refused", 1)


def test_an_office_of_one_is_not_given_to_two(district: Cast, elsewhere: ThreadPoolExecutor) -> None:
    actions.end_appointment(Appointment.objects.get(office=D, on_behalf_of=None), by=district.superintendent)
    second = during(
        elsewhere, given(district.coach, district.superintendent), given(district.teacher, district.alternate)
    )
    assert (second, Appointment.objects.in_force().filter(office=D).count()) == ("Refused", 1)
