"""What the register does when somebody leaves: custody never stays with them."""

from accounts.actions.departure import step_in_for
from registry.people.actions.closing import after_departure
from registry.people.models import User


@after_departure
def let_go(person: User, by: User) -> None:
    """Have an interim custodian step in wherever who leaves held an account."""
    step_in_for(person, by=by)
