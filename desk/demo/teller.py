"""Who is there, and how time passes between two moments of a story."""

import random
from datetime import datetime, timedelta

from registry import clock
from registry.people.models import Unit, User


class Teller:
    """The people by name, the units by code, and the dice that spread a story over the days."""

    def __init__(self, people: dict[str, User], units: dict[str, Unit], *, seed: int) -> None:
        self.people, self.units, self.dice = people, units, random.Random(seed)  # noqa: S311 - invented data

    def later(self, *, hours: int) -> datetime:
        """Some hours on, in the working day."""
        moment = clock.now() + timedelta(hours=hours, minutes=self.dice.randint(1, 50))
        local = clock.local(moment)
        if local.weekday() > 4:
            moment += timedelta(days=7 - local.weekday())
        moment = moment.replace(hour=14 + self.dice.randint(0, 7))
        return moment if moment > clock.now() else moment + timedelta(days=1)
