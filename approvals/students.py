"""What a request says of students: whether they help, how old they are, and never a name (domain.md, invariant 9)."""

import re

from django.utils.translation import gettext as _

from approvals.models import Request
from registry.people.models import Unit, User
from registry.people.refusal import Refused

#: The code of the error at a field where a student stands by name: such a text is not kept, not even in a draft.
NAMED = "student"

_NAME = r"(?P<name>[^\W\d_a-z][\w'’-]+ [^\W\d_a-z][\w'’-]+)"
_CLASS = (
    r"(?i:\d{1,2}(?:st|nd|rd|th)[ -]grader?|grade \d{1,2}|class of \d{2,4}|['’]\d{2}\b|20\d{2}\b"
    r"|(?:a )?(?:freshman|sophomore|junior|senior)\b)"
)
_AFTER = re.compile(rf"\b{_NAME}[ ,(–-]{{1,3}}(?:in )?{_CLASS}")
_BEFORE = re.compile(rf"{_CLASS},? {_NAME}")
#: Words of groups, that stand in capitals beside a class year and are nobody's name.
_GROUPS = frozenset((
    "academy", "band", "captain", "captains", "choir", "class", "club", "coach", "coaches", "committee", "council",
    "crew", "district", "elementary", "grade", "high", "junior", "leaders", "middle", "officers", "school", "senior",
    "student", "students", "team", "the", "varsity",
))  # fmt: skip


def named_in(text: str) -> bool:
    """Whether somebody stands here by name with a grade or class year, as a student would; staff may."""
    names = {found["name"] for pattern in (_AFTER, _BEFORE) for found in pattern.finditer(text)}
    names = {name for name in names if not _GROUPS & set(name.casefold().split())}
    return any(not _is_known(name) for name in names)


def _is_known(name: str) -> bool:
    """Whether it is an employee's name, or begins that of a school or department."""
    return (
        User.objects.filter(name__iexact=name).exists()
        or Unit.objects.filter(name__istartswith=name.split(maxsplit=1)[0]).exists()
    )


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
