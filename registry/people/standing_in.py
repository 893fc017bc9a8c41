"""Who stands in for whom, and who is away: what the pages about people show of it. Reads only."""

from dataclasses import dataclass

from django.db.models import Q

from registry import clock
from registry.people import rules
from registry.people.models import Absence, Appointment, Office, User

EVERYTHING = ("person", "unit", "on_behalf_of__person", "appointed_by")


@dataclass(frozen=True)
class StandIn:
    """One office of a person, and who is asked for it while they are away; nobody means: the next one up."""

    office: Appointment
    designees: list[Appointment]


def stand_ins_of(person: User) -> list[StandIn]:
    """Each office of the person that may have designees, with those who hold it for them today."""
    own = Appointment.objects.in_force().filter(person=person, on_behalf_of=None, office__in=rules.WITH_DESIGNEES)
    rows = list(own.select_related(*EVERYTHING))
    acting = Appointment.objects.in_force().filter(on_behalf_of__in=rows).select_related(*EVERYTHING)
    by_principal: dict[int, list[Appointment]] = {}
    for one in acting.order_by("pk"):
        by_principal.setdefault(one.on_behalf_of_id or 0, []).append(one)
    return [StandIn(row, by_principal.get(row.pk, [])) for row in rows]


def designations_of(person: User) -> list[Appointment]:
    """Both ways, today and to come: those who stand in for the person, and those for whom the person does."""
    rows = Appointment.objects.filter(ended_at=None, person__is_active=True, on_behalf_of__isnull=False)
    rows = rows.filter(Q(person=person) | Q(on_behalf_of__person=person), on_behalf_of__ended_at=None)
    rows = rows.exclude(ends_on__lt=clock.today())
    return list(rows.select_related(*EVERYTHING).order_by("starts_on", "pk"))


def absences_of(person: User) -> list[Absence]:
    """The absences that hold or are to come, the next first."""
    return list(Absence.objects.not_over().filter(person=person).select_related("made_by"))


def decides(person: User) -> bool:
    """Whether somebody else would be asked while the person is away."""
    own = Appointment.objects.in_force().filter(person=person)
    return own.filter(office__in=(*rules.WITH_DESIGNEES, Office.ALTERNATE)).exists()
