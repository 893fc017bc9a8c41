"""What is unusual about an opening, and which two people hear of too many: none of the actor's own (security B7)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Reveal
from registry import clock
from registry.calendar import WorkingDays
from registry.people.models import Appointment, Office, User

#: Hours of the district's day, on working days, in which an opening is nothing unusual.
EARLIEST, LATEST = 6, 20
FIRST_TIME, OUT_OF_HOURS = "first_time", "out_of_hours"
#: Who is told, in this order; the first two that are not of the actor's chain.
WATCH = (
    Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR, Office.ALTERNATE, Office.SYSTEM_ADMINISTRATOR,
)  # fmt: skip


def oddities(act: Reveal) -> list[str]:
    """What is unusual about an act, as codes for the trail: this person’s first there, or outside working hours."""
    earlier = Reveal.objects.filter(person=act.person_id, account=act.account_id, pk__lt=act.pk)
    local = clock.local(act.at)
    in_hours = EARLIEST <= local.hour < LATEST and WorkingDays().is_working(local.date())
    return [*([] if earlier.exists() else [FIRST_TIME]), *([] if in_hours else [OUT_OF_HOURS])]


def oddity_words(act: Reveal) -> list[str]:
    """The same, a sentence each."""
    words = {
        FIRST_TIME: _("It is the first time that they opened this account."),
        OUT_OF_HOURS: _("It was outside working hours."),
    }
    return [words[code] for code in oddities(act)]


def outsiders(actor: User) -> list[User]:
    """Two people to tell what somebody did: not the actor, nor whom the actor appointed or stands in for, nor who
    stands in for the actor. Fewer where there are no others.
    """
    rows = Appointment.objects.in_force().filter(office__in=WATCH).select_related("person", "on_behalf_of")
    own = Q(person=actor) | Q(appointed_by=actor) | Q(on_behalf_of__person=actor) | Q(designees__person=actor)
    chain = set(Appointment.objects.in_force().filter(own).values_list("person_id", flat=True)) | {actor.pk}
    ranked = sorted(rows, key=lambda row: (row.on_behalf_of_id is not None, WATCH.index(Office(row.office)), row.pk))
    people = {row.person_id: row.person for row in ranked if row.person_id not in chain}
    return list(people.values())[:2]
