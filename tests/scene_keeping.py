"""A legal hold of the trail, and a disposal that waits to be agreed to; a part of `tests.scenes`."""

from datetime import date

from accounts.actions.trail_holds import place_trail_hold
from accounts.models import TrailHold
from registry import clock
from registry.audit.models import Schedule
from registry.people.models import Disposal, Office, Proposal, ProposalKind
from tests.cast import Cast


def a_hold(cast: Cast) -> TrailHold:
    """Of two days on which nothing happened."""
    days = {"since": date(1990, 1, 1), "until": date(1990, 1, 2)}
    return place_trail_hold(why="inquiry", words="", by=cast.director, **days)


def a_disposal(cast: Cast) -> Proposal:
    """Proposed by the superintendent, as a row: nothing in a trail of today is old enough to go."""
    who = {"prepared_by": cast.superintendent, "first": cast.superintendent, "first_at": clock.now()}
    made: Proposal = Proposal.objects.create(kind=ProposalKind.DISPOSAL, subject="S-0001", **who)
    Disposal.objects.create(
        proposal=made, schedule=Schedule.objects.get(), authority="Item 7", office=Office.SUPERINTENDENT,
        runs=[[1, 3]], segments=1, entries=3, kinds={"Accounts": 3}, begins_at=clock.now(), ends_at=clock.now(),
    )  # fmt: skip
    return made
