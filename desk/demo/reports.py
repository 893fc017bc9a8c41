"""The communications director is told each week who opened which login."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from desk.actions.reporting import tell_by_letter
from desk.demo.teller import Teller
from desk.models import Rhythm
from desk.reports.kinds.opened import OPENED
from registry.people.models import Appointment, Office


def story(_teller: Teller, until: datetime) -> Iterator[datetime]:
    """She asks for it; the letter comes with the next Monday's chores."""
    yield until - timedelta(days=3)
    rows = Appointment.objects.in_force().filter(office=Office.COMMUNICATIONS_DIRECTOR, on_behalf_of=None)
    for row in rows.select_related("person")[:1]:
        tell_by_letter(OPENED, rhythm=Rhythm.WEEKLY, query="", by=row.person)
