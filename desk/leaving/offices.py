"""The offices somebody holds, their designees', and who would act then."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.rules.custody import in_force_now
from desk.leaving.items import Item, Section
from registry import clock
from registry.people.models import Appointment, Office, User

PEOPLE = ("person", "unit", "on_behalf_of__person")


def sections(person: User) -> list[Section]:
    """One section: appointments of theirs, and those on their behalf, which end with them."""
    ending = list(ending_with(person).select_related(*PEOPLE).order_by("on_behalf_of", "pk"))
    in_force = in_force_now() if ending else []
    gone = {row.pk for row in ending}
    left = [row for row in in_force if row.pk not in gone and row.person_id != person.pk]
    items = [_item(row, left) for row in ending]
    return [Section("offices", _("Offices that end"), _("Theirs, and those of their designees."), items)]


def ending_with(person: User) -> "QuerySet[Appointment]":
    """The appointments that end when somebody leaves: theirs, today's and those to come, and their designees'."""
    own = Appointment.objects.filter(person=person, ended_at=None).exclude(ends_on__lt=clock.today())
    return Appointment.objects.filter(Q(pk__in=own.values("pk")) | Q(on_behalf_of__in=own.values("pk"), ended_at=None))


def _item(row: Appointment, left: Sequence[Appointment]) -> Item:
    if row.on_behalf_of_id:
        said = _("Designee of %(name)s") % {"name": row.on_behalf_of.person.name if row.on_behalf_of else ""}
    else:
        said = _acts_then(row, left)
    title = f"{row.designation}: {row.person.name}" if row.on_behalf_of_id else row.designation
    return Item(title, said, row.get_absolute_url(), icon="id-card", foretells=(("office", row.pk),))


def _acts_then(row: Appointment, left: Sequence[Appointment]) -> str:
    """Who else holds the same office, else the next one up, else the alternate at the top."""
    own = [each for each in left if each.on_behalf_of_id is None]
    same = [each for each in own if each.office == row.office and each.unit_id == row.unit_id]
    if not same and row.unit:
        for number in row.unit.path_ids():
            same = same or [each for each in own if each.office == Office.ADMINISTRATOR and each.unit_id == number]
    if not same and row.office in (Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR):
        same = [each for each in own if each.office == Office.ALTERNATE]
    if not same:
        return _("Nobody: appoint somebody")
    return _("%(names)s would act") % {"names": ", ".join(sorted({each.person.name for each in same}))}
