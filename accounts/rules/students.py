"""Does a text name a student (invariant 9)? A name beside a class is one; any other name is asked about."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from registry.people.models import Unit, User
from registry.people.refusal import Refused

_NAME = r"(?P<name>[^\W\d_a-z][\w'’-]+ [^\W\d_a-z][\w'’-]+)"
_CLASS = (
    r"(?i:\d{1,2}(?:st|nd|rd|th)[ -]grader?|grade \d{1,2}|class of \d{2,4}|['’]\d{2}\b|20\d{2}\b"
    r"|(?:a )?(?:freshman|sophomore|junior|senior)\b)"
)
_AFTER = re.compile(rf"\b{_NAME}[ ,(–-]{{1,3}}(?:in )?{_CLASS}")
_BEFORE = re.compile(rf"{_CLASS},? {_NAME}")
_ANY = re.compile(rf"\b{_NAME}")
#: Words of groups, that stand in capitals beside a class year and are nobody's name.
_GROUPS = frozenset((
    "academy", "band", "captain", "captains", "choir", "class", "club", "coach", "coaches", "committee", "council",
    "crew", "district", "elementary", "grade", "high", "junior", "leaders", "middle", "officers", "school", "senior",
    "student", "students", "team", "the", "varsity", "campaign", "fall", "graduation", "season", "spring", "summer",
    "winter", "year",
))  # fmt: skip


def named_in(text: str) -> bool:
    """Whether somebody stands here by name with a grade or class year, as a student would; staff may."""
    return _anybody(found["name"] for pattern in (_AFTER, _BEFORE) for found in pattern.finditer(text))


def reads_like_a_name(text: str) -> bool:
    """Whether two words stand here in capitals as a name would, that is neither an employee's nor a school's."""
    return _anybody(found["name"] for found in _ANY.finditer(text))


def check_names_nobody(text: str, field: str) -> None:
    """Raise `Refused` where a text that is kept names a student."""
    if named_in(text):
        message = _("Leave out the names of students. No student’s name is kept here.")
        raise Refused(message, rule="invariant 9", field=field)


def _anybody(names: Iterable[str]) -> bool:
    people = {name for name in names if not _GROUPS & set(name.casefold().split())}
    return any(not _is_known(name) for name in people)


def _is_known(name: str) -> bool:
    """Whether it is an employee's name, or begins that of a school or department."""
    return (
        User.objects.filter(name__iexact=name).exists()
        or Unit.objects.filter(name__istartswith=name.split(maxsplit=1)[0]).exists()
    )
