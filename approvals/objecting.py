"""“This was not me”: who may say so of a decision that was recorded from paper (E1.19)."""

from django.utils.translation import gettext as _

from approvals.models import Decision
from registry.people.models import User
from registry.people.refusal import Refused, Stale


def check_may_object(decision: Decision, user: User) -> None:
    """Raise `Refused` unless this is a paper recorded in this person's name, to which they have not objected yet."""
    if decision.by_id != user.pk:
        raise Refused(_("Only the person in whose name it was recorded may say so."), rule="E1.19")
    if decision.scan.objected_at:
        raise Stale(_("You have said already that this was not you."))
