"""What people say while a request is being decided, and what happens when somebody says nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from approvals import actions
from approvals.models import Request
from desk.demo.teller import Teller
from registry import clock
from registry.people import actions as people

#: Longer than any silence lasts here.
MOST_DAYS = 14


def silence(request: Request) -> Iterator[datetime]:
    """The daily run looks after one request until its administrator has been passed over for the next one up."""
    for _day in range(MOST_DAYS):
        yield clock.now().replace(hour=12) + timedelta(days=1)
        actions.chase(request, by=None)
        if request.rounds.get(outcome="open").seats.filter(escalated_on__isnull=False).exists():
            return


def conversation(teller: Teller, request: Request) -> Iterator[datetime]:
    """The requester asks Communications; the two offices agree between themselves; somebody follows it once a day."""
    director, superintendent = teller.people["JoAnn Keller"], teller.people["Helen Brandt"]
    follower = teller.people["Lena Fischer"]
    request.refresh_from_db()
    people.change_own_details(follower, language=follower.language, daily_letter=True, by=follower)
    actions.follow(request, by=follower)
    yield clock.now() + timedelta(hours=1)
    text = "Both coaches read the comments on weekends too. Is that enough, or do you want a third person?"
    actions.comment(request, text=text, by=request.requester, mentions=[director])
    yield clock.now() + timedelta(hours=1)
    actions.comment(request, text="Two are enough. Please switch comments off during meets.", by=director)
    text = "Track and Field has asked for the same platform. Shall we answer both alike?"
    actions.confer(request, text=text, by=director)
    yield clock.now() + timedelta(hours=1)
    actions.confer(request, text="Yes: short clips, and we look at both again after the season.", by=superintendent)
