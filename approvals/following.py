"""What requests do when offices change or somebody is away: whoever should be asked is asked at once (E1.6, E1.7)."""

from approvals.actions.asking import reopen_waiting
from approvals.actions.sponsoring import ask_for_sponsors
from registry.people.actions.offices import after_appointment


@after_appointment
def ask_again() -> None:
    """Ask for the seats that had nobody or the wrong one; `daily` does it for dates that pass.

    And where the one who left had asked for something, ask for a sponsor (E1.14).
    """
    reopen_waiting()
    ask_for_sponsors()
