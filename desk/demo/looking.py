"""Views of lists in the demo district: one that Communications shares with everybody, and one of a principal's own."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from desk.actions import saving
from desk.demo.teller import Teller
from desk.models import ListCode
from desk.saved.lists import Sense

BEFORE = timedelta(days=9)


def story(teller: Teller, until: datetime) -> Iterator[datetime]:
    """What needs care, for everybody; what is on its way, for Communications alone."""
    yield until - BEFORE
    who = teller.people["JoAnn Keller"]
    care = Sense([("health", "risk"), ("health", "attention")])
    saving.keep(ListCode.ACCOUNTS, name="Needs care", sense=care, shared=True, by=who)
    saving.keep(ListCode.REQUESTS, name="Being decided", sense=Sense([("status", "deciding"), ("view", "all")]), by=who)
