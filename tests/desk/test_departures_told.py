"""Who leaves reads each last day that is recorded, the first one again too."""

from datetime import timedelta

import pytest

from desk.actions import departure
from registry import clock
from registry.outbox.models import Letter

pytestmark = pytest.mark.django_db


def test_the_first_day_again_is_told_again(cast):
    first, other = (clock.today() + timedelta(days=days) for days in (60, 80))
    planned = departure.depart(cast.coach, why="leaves", by=cast.director, when=first)
    for minutes, day in enumerate((other, first, first), 1):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            departure.change(planned, when=day, why="leaves", by=cast.director)
    assert Letter.objects.filter(template="people/last_day", to=cast.coach).count() == 3
