"""What requests do when offices change or somebody is away: whoever should be asked is asked at once (E1.6, E1.7)."""

from approvals.actions.following_offices import follow_offices
from registry.people.actions.offices import Change, after_appointment


@after_appointment
def ask_again(change: Change) -> None:
    """Ask for the seats that had nobody or the wrong one, and for a sponsor where who left had asked for something.

    `daily` does it for dates that pass.
    """
    follow_offices(change)
