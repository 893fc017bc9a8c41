"""A coach whose last day is recorded: his accounts are on their way to their backups."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from desk.actions.departure import depart
from desk.demo.teller import Teller
from registry import clock
from registry.people.models import DepartureWhy


def story(teller: Teller, until: datetime) -> Iterator[datetime]:
    """The activities director says when he leaves; the page shows what he would leave tonight."""
    yield until - timedelta(days=4)
    day = clock.today() + timedelta(days=24)
    depart(teller.people["Luis Herrera"], when=day, why=DepartureWhy.LEAVES, by=teller.people["Tom Okafor"])
