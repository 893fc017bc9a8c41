"""Who says that somebody else knows a login, and what may be said of them: a part and a class, never a name (IV.11)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Exposure, ExposureKind, Knower
from accounts.rules.standing import Standing
from registry import clock
from registry.people.models import User
from registry.people.refusal import Refused, Stale

#: The first social media are of this time; who graduated before has never known a password of theirs.
FIRST_CLASS = 2003
#: Kindergarten graduates in thirteen years.
LAST_CLASS = 13
MOST_STUDENTS = 200
RULE = "IV.11"


@dataclass(frozen=True)
class Knowing:
    """Who knows it, as somebody declares: students by number and class, an employee, or a part somebody plays."""

    described: str
    person: User | None = None
    head_count: int | None = None
    class_year: int | None = None
    since: date | None = None


def check_may_declare(standing: Standing) -> None:
    """Raise `Refused` unless they may: who looks after the account, and Communications."""
    if not (standing.communications or standing.looks_after):
        message = _("Who looks after the account and Communications say who else knows its login.")
        raise Refused(message, rule=RULE)
    if not standing.account.platform.shares_login:
        raise Refused(_("People sign in under names of their own here: there is no login to know."), rule=RULE)


def check_makes_sense(said: Knowing) -> None:
    """Raise `Refused` for what cannot be: no such part, no person, a class of long ago, a day to come."""
    if said.described not in Knower.values:
        raise Refused(_("Choose who knows it."), rule=RULE)
    if (said.described == Knower.EMPLOYEE) != (said.person is not None):
        raise Refused(_("Say which employee knows it."), rule=RULE)
    if said.described == Knower.STUDENTS:
        check_class(said.head_count, said.class_year)
    elif said.head_count is not None or said.class_year is not None:
        raise Refused(_("Only students have a number and a class year."), rule=RULE)
    if said.since and said.since > clock.today():
        raise Refused(_("Choose a day that is today or earlier."), rule=RULE)


def check_class(head_count: int | None, class_year: int | None) -> None:
    """Raise `Refused` unless students are a number and the year of a class that can be."""
    if not head_count or not class_year:
        raise Refused(_("Students are named by their number and class year here. Fill in both."), rule=RULE)
    if not 1 <= head_count <= MOST_STUDENTS:
        raise Refused(_("Say how many students, from 1 to %(most)s.") % {"most": MOST_STUDENTS}, rule=RULE)
    if not FIRST_CLASS <= class_year <= clock.today().year + LAST_CLASS:
        raise Refused(_("Enter the year in which they graduate, like 2027."), rule=RULE)


def check_may_withdraw(standing: Standing, declared: Exposure) -> None:
    """Raise `Refused` unless they declared it, or are of Communications, and it is about somebody else; `Stale` where
    it is struck.
    """
    if declared.kind != ExposureKind.DECLARED:
        raise Refused(_("What somebody opened or deposited is not taken back."), rule="invariant 8")
    own = standing.looks_after and declared.declared_by_id == standing.user.pk
    if not (standing.communications or own):
        raise Refused(_("Who declared it, or Communications, withdraws it."), rule=RULE)
    if declared.person_id == standing.user.pk:
        raise Refused(_("This is about you: somebody else withdraws it."), rule=RULE)
    if declared.withdrawn_at:
        raise Stale(_("This was withdrawn already."))
