"""A principal who is away while her designee acts, and a second system administrator whom two people appoint."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from desk.demo.founding import enrol
from desk.demo.teller import Teller
from registry import clock
from registry.people import actions
from registry.people.models import Appointment, Office
from registry.people.proof import Proof


def stand_in(teller: Teller, begins: datetime) -> Iterator[datetime]:
    """Anita Rao names her assistant principal for the school year, and leaves for a few weeks."""
    yield begins
    principal, designee = teller.people["Anita Rao"], teller.people["Dana Reyes"]
    own = Appointment.objects.get(person=principal)
    actions.appoint(
        person=designee, office=own.office, unit=own.unit, starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=200), by=principal, on_behalf_of=own,
    )  # fmt: skip
    enrol(designee)
    yield teller.later(hours=30)
    actions.record_absence(
        person=principal, starts_on=clock.today(), ends_on=clock.today() + timedelta(days=26), by=principal
    )


def by_two(teller: Teller, begins: datetime) -> Iterator[datetime]:
    """The systems engineer prepares a second system administrator; the superintendent signs, another is awaited."""
    yield begins
    engineer, first, second = (teller.people[name] for name in ("Dana Whitfield", "Helen Brandt", "Evan Lutz"))
    proposal = actions.propose(
        person=second, office=Office.SYSTEM_ADMINISTRATOR, starts_on=clock.today() + timedelta(days=7),
        by=engineer, proof=Proof(engineer, clock.now()),
    )  # fmt: skip
    yield teller.later(hours=20)
    actions.sign(proposal, by=first, proof=Proof(first, clock.now()))
