"""A change of offices looks at the requests it can matter to, and leaves the rest of the district alone (E1.6, E1.7)."""

from functools import partial

from registry import clock
from registry.people import actions as people
from registry.people.models import Appointment, Office
from tests.approvals.test_queries import counted
from tests.cast import Cast
from tests.makers import make_request, proof_of, seat_of


def test_an_absence_costs_what_the_school_has_open(cast: Cast) -> None:
    found, said = [], {"by": cast.superintendent, "proof": proof_of(cast.superintendent)}
    for _more in range(3):
        make_request(cast, "with_administrator")
        away = people.record_absence(
            person=cast.other_principal, starts_on=clock.today(), ends_on=clock.today(), **said
        )
        found.append(counted(partial(people.end_absence, away, **said)))
    assert len(set(found)) == 1


def test_who_matters_is_asked_again_wherever_they_sit(cast: Cast) -> None:
    """Of the head of a school those in and below it, of an office of the district all, of the alternate the top."""
    first, second = make_request(cast, "with_administrator"), make_request(cast, "with_both")
    people.appoint(
        person=cast.stranger, office=Office.ADMINISTRATOR, unit=cast.units.athletics, starts_on=clock.today(),
        by=cast.superintendent,
    )  # fmt: skip
    people.end_appointment(Appointment.objects.get(person=cast.principal), by=cast.superintendent)
    assert seat_of(first, Office.ADMINISTRATOR).asked == cast.stranger
    people.deactivate(cast.designee, by=cast.sysadmin)
    away = {
        "starts_on": clock.today(),
        "ends_on": clock.today(),
        "by": cast.superintendent,
        "proof": proof_of(cast.superintendent),
    }
    absence = people.record_absence(person=cast.superintendent, **away)
    assert seat_of(second, Office.SUPERINTENDENT).asked == cast.alternate
    people.end_absence(absence, by=cast.superintendent)
    assert seat_of(second, Office.SUPERINTENDENT).asked == cast.superintendent
