"""D5c: the custody of an account under random hands: never empty, the giver's until verified, nothing left to a leaver."""

from unittest import mock

from django.db.models import Q

from accounts.models import HandoffState
from assurance import world
from assurance.custody_life import CustodyLife
from assurance.figure import Figure
from assurance.living import live, live_long

SEED = 55
#: What must have happened at least once in so many lives.
WANTED = {*HandoffState.values, "reassigned", "beside", "away", "left", "left in a handoff"}


def main(*, full: bool) -> None:
    """Live, then live once more where a departure looks away from what somebody holds."""
    world.begin()
    lives, steps = (5000, 20) if full else (40, 25)
    said = live_long(CustodyLife, lives, steps, first_seed=SEED)
    lived, (due, found, asked) = CustodyLife.lives, CustodyLife.due
    wrong = ([said] if said else []) + [f"never seen: {one}" for one in sorted(WANTED - CustodyLife.met)]
    detail = (
        f"seeds from {SEED}, {lived} lives of {steps} steps; of those who left {due} knew the password, {found} of them "
        f"were found, {asked} were named"
    )
    with mock.patch("accounts.actions.departure._held_or_offered", lambda _person: Q(pk__in=[])):
        broken = live(CustodyLife, 20, 25, from_seed=SEED)
    Figure(
        "D5c", "custody under random hands", lived, lives, bool(broken), "a departure that lets go of nothing was seen",
        detail, tuple(wrong),
    ).tell()  # fmt: skip
