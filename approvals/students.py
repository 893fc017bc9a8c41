"""What a request says of students: whether they help, how old they are, and never a name (domain.md, invariant 9)."""

from django.utils.translation import gettext as _

from accounts.rules.students import named_in
from approvals.models import Request
from registry.people.refusal import Refused

#: The code of the error at a field where a student stands by name: such a text is not kept, not even in a draft.
NAMED = "student"
__all__ = ["NAMED", "check_answers", "contradiction", "named_in", "no_names"]


def no_names() -> str:
    """The sentence at a field that names one."""
    return _("Leave out the names of students: say how many, and of which class year. No student’s name is kept here.")


def contradiction() -> str:
    """The sentence where nobody helps, and yet somebody who helps is under 13."""
    return _("You said that no students help. Choose “No” here, or say that students will help.")


def check_answers(request: Request) -> None:
    """Raise `Refused` where a student is named, or the answers about students do not agree."""
    if named_in(request.posters):
        raise Refused(no_names(), rule="invariant 9")
    if request.under_13 and request.students_involved is False:
        raise Refused(
            _("The answers about students do not agree: say that students will help, or that none is under 13.")
        )
