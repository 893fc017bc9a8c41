"""Who may say that somebody is away, and which days make an absence.

domain.md names nobody for this, so it follows who answers for whom (docs/decisions/0009): everyone for themselves, the
superintendent for anybody, an administrator for those who work in their units, the communications director for the
staff, the alternate for the two at the top. Not the system administrator, nor a designee: it moves who is asked.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from registry import clock
from registry.people import powers
from registry.people.models import Absence, Office, User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale
from registry.people.rules.days import day_words

#: Longer than a school year's summer and a long leave; whoever is away for more hands the office on.
LONGEST = timedelta(days=366)
TOP = (Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR)


def check_may_record_absence(by: User, person: User) -> None:
    """Raise `Refused` unless this person may say that that one is away."""
    if not person.is_active:
        raise Refused(_("%(name)s is deactivated.") % {"name": person.name})
    if by.pk != person.pk and not _answers_for(by, person):
        raise Refused(
            _("Only they themselves, or somebody who answers for their office or unit, can say that they are away."),
            rule="who may do what: absences",
        )


def _answers_for(by: User, person: User) -> bool:
    held = powers.offices_of(by)
    granted = set().union(*(powers.powers_from(row) for row in held)) if held else set()
    if Power.RECORD_ABSENCES in granted:
        return True
    units = [row.unit for row in held if row.unit and Power.RECORD_UNIT_ABSENCES in powers.powers_from(row)]
    if person.unit and any(unit.covers(person.unit) for unit in units):
        return True
    theirs = person.appointments.in_force().filter(on_behalf_of=None)
    if Power.RECORD_STAFF_ABSENCES in granted and theirs.filter(office=Office.COMMUNICATIONS_STAFF).exists():
        return True
    return Power.RECORD_TOP_ABSENCES in granted and theirs.filter(office__in=TOP).exists()


def check_absence(person: User, starts_on: date, ends_on: date) -> None:
    """Raise `Refused` with what is wrong about the days; call it with the person locked."""
    if starts_on < clock.today():
        raise Refused(_("An absence cannot begin in the past. Enter today or a later date."), field="starts_on")
    if ends_on < starts_on:
        raise Refused(_("The last day comes before the first. Enter a later last day."), field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise Refused(_("That is more than a year. Give the office to somebody else instead."), field="ends_on")
    other = Absence.objects.not_over().filter(person=person, starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if other:
        raise Refused(
            _("There is an absence on some of these days already, from %(first)s until %(last)s. End it first.")
            % {"first": day_words(other.starts_on), "last": day_words(other.ends_on)},
            field="starts_on",
        )


def check_may_end_absence(by: User, absence: Absence) -> None:
    """Raise unless the absence is not over and this person may say so."""
    check_may_record_absence(by, absence.person)
    if absence.ended_at is not None or absence.ends_on < clock.today():
        raise Stale(_("This absence is over already."))
