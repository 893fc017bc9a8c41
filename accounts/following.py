"""What the register does when somebody leaves: custody never stays with them, and what they know must change."""

from accounts.actions.channels import have_changed
from accounts.actions.departure import step_in_for
from registry.people.actions.closing import after_departure
from registry.people.models import User


@after_departure
def let_go(person: User, by: User) -> None:
    """Have an interim custodian step in wherever who leaves held an account."""
    step_in_for(person, by=by)


@after_departure
def change_what_they_know(person: User, by: User) -> None:
    """Have every secret changed that who leaves has seen and that may still open an account (T9), and whatever hangs on
    their mailbox, phone or device, before it is closed (E2.24).
    """
    have_changed(person, by=by)
