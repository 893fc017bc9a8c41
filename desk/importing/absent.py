"""Who works here and is no longer in the list: who leaves by it, and who stays, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from desk.importing.lines import Line
from registry import clock
from registry.people.models import Appointment, Departure, User

#: Whoever was invited by hand so lately may not be in the district's own system yet.
NEW = timedelta(days=30)
#: A list may have so many people of a hundred leave, and a few in any case; more must be said beforehand.
PERCENT, FEW = 5, 3


@dataclass
class Absent:
    """Who leaves because the list does not name them any more, and who does not, each with the reason."""

    gone: list[User] = field(default_factory=list)
    kept: list[tuple[User, str]] = field(default_factory=list)


def absent_from(lines: Sequence[Line]) -> Absent:
    """Everybody of whom the list says nothing. Where it has a line without an address or a name, as one that was cut
    off, nobody leaves by it: the line may be theirs.
    """
    named = {line.email for line in lines}
    unsure = any(not (line.email and line.name) for line in lines)
    here = {each.lower() for each in User.objects.values_list("email", flat=True)}
    new_names = {line.name.casefold() for line in lines if line.email not in here}
    offices = set(Appointment.objects.in_force().values_list("person", flat=True))
    leaving = set(Departure.objects.planned().values_list("person", flat=True))
    since, found = clock.now() - NEW, Absent()
    for person in User.objects.filter(is_active=True).exclude(pk__in=leaving).order_by("name", "pk"):
        if person.email in named:
            continue
        if person.pk in offices:
            found.kept.append((person, "holds an office: end it first, or say on their page that they leave"))
        elif unsure:
            found.kept.append((person, "a line has no address or no name, and may be theirs"))
        elif person.name.casefold() in new_names:
            found.kept.append((person, "somebody of this name is new in the list: perhaps with another address"))
        elif person.invited_at and person.invited_at > since:
            found.kept.append((person, "was invited lately, and may not be in the list yet"))
        else:
            found.gone.append(person)
    return found


def how_many_leave(lines: Sequence[Line], absent: Absent) -> int:
    """How many would leave by this list of whom nobody knew it: they are not in it, or have a last day."""
    leaving = {line.email: line.last_day for line in lines if line.last_day and not line.wrong}
    planned = dict(Departure.objects.planned().values_list("person__email", "last_day"))
    here = User.objects.filter(is_active=True, email__in=leaving).values_list("email", flat=True)
    new = [email for email in here if planned.get(email) != leaving[email] or leaving[email] < clock.today()]
    return len(absent.gone) + len(new)


def most_leavers() -> int:
    """How many may leave by one list without a word beforehand: a list that was cut off ends nobody's work."""
    return max(FEW, User.objects.filter(is_active=True).count() * PERCENT // 100)
