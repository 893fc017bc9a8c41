"""Who has confirmed which version: by unit with all below it, and by name. The queries do not grow with the rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry import clock
from registry.people.models import Unit, User
from registry.policy.models import Acknowledgement, PolicyVersion
from registry.policy.rules import staff_of_report, units_of_report

#: Rows that a download asks the database for at once.
AT_ONCE = 500


class Said(TextChoices):
    """What a person has said about a version; the choices of the report's filter."""

    NOT_YET = "not_yet", gettext_lazy("Not yet")
    CONFIRMED = "confirmed", gettext_lazy("Confirmed, on paper too")
    ON_PAPER = "on_paper", gettext_lazy("On paper")
    ALL = "all", gettext_lazy("Everybody")


CONDITIONS = {
    Said.NOT_YET: Q(said__isnull=True),
    Said.CONFIRMED: Q(said__isnull=False),
    Said.ON_PAPER: Q(said__on_paper=True),
    Said.ALL: Q(),
}


@dataclass
class UnitLine:
    """One unit with all below it: its active staff, how many confirmed, and how many of these on paper."""

    unit: Unit
    indent: int = 0
    staff: int = 0
    confirmed: int = 0
    on_paper: int = 0

    @property
    def not_yet(self) -> int:
        """How many have not confirmed."""
        return self.staff - self.confirmed


def units_for(by: User) -> QuerySet[Unit]:
    """The units of the report, parents before children."""
    of_theirs = units_of_report(by)
    rows: QuerySet[Unit] = Unit.objects.order_by("path")
    if of_theirs is None:
        return rows
    within = Q(pk__in=[])
    for unit in of_theirs:
        within |= Q(path__startswith=unit.path)
    return rows.filter(within)


def by_unit(version: PolicyVersion, by: User) -> list[UnitLine]:
    """The lines of the report; who has no unit counts for the district."""
    units = list(units_for(by))
    lines = {unit.pk: UnitLine(unit) for unit in units}
    for line in lines.values():
        line.indent = sum(other in lines for other in line.unit.path_ids()) - 1
    top = next((unit.path_ids() for unit in units if unit.parent_id is None), [])
    paths = {unit.pk: unit.path_ids() for unit in units}
    staff = _with_what_they_said(version, by).order_by().values("unit").annotate(
        staff=Count("pk"), confirmed=Count("said"), on_paper=Count("said", filter=Q(said__on_paper=True))
    )  # fmt: skip
    for row in staff:
        for line in (lines[pk] for pk in paths.get(row["unit"], top) if pk in lines):
            line.staff += row["staff"]
            line.confirmed += row["confirmed"]
            line.on_paper += row["on_paper"]
    return list(lines.values())


def by_name(version: PolicyVersion, by: User, *, unit: Unit | None, said: str) -> QuerySet[Any]:
    """The people behind the lines, each with what they said: said_at, said_signed_on, said_recorder, said_last."""
    people = _with_what_they_said(version, by).filter(CONDITIONS[Said(said)])
    if unit is not None:
        within = Q(unit__path__startswith=unit.path)
        people = people.filter(within | Q(unit=None) if unit.parent_id is None else within)
    last = Acknowledgement.objects.filter(person=OuterRef("pk"), version__number__lt=version.number)
    return people.select_related("unit").annotate(
        said_at=F("said__at"), said_signed_on=F("said__signed_on"), said_recorder=F("said__recorded_by__name"),
        said_last=Subquery(last.order_by("-version__number").values("version__number")[:1]),
    )  # fmt: skip


def _with_what_they_said(version: PolicyVersion, by: User) -> QuerySet[User]:
    """The people in the report; `said` is their confirmation of the version, one or none (a constraint says so)."""
    of_version = FilteredRelation("acknowledgements", condition=Q(acknowledgements__version=version))
    return User.objects.filter(staff_of_report(by)).annotate(said=of_version).order_by("name", "email")


def table(version: PolicyVersion, people: QuerySet[Any]) -> Iterator[list[Any]]:
    """The same people as rows of a file, with a head."""
    words = {said: str(said.label) for said in (Said.NOT_YET, Said.CONFIRMED, Said.ON_PAPER)}
    words[Said.CONFIRMED] = _("Confirmed")
    head = [
        _("Name"), _("E-mail"), _("Title"), _("Unit"), _("Version"), _("State"), _("Confirmed or recorded on"),
        _("Signed on"), _("Recorded by"), _("Earlier version confirmed"),
    ]  # fmt: skip
    return _rows(head, words, version.number, people)


def _rows(head: list[str], words: dict[Said, str], number: int, people: QuerySet[Any]) -> Iterator[list[Any]]:
    yield head
    for one in people.iterator(chunk_size=AT_ONCE):
        said = Said.ON_PAPER if one.said_signed_on else Said.CONFIRMED if one.said_at else Said.NOT_YET
        day = clock.local(one.said_at).date() if one.said_at else ""
        yield [
            one.name, one.email, one.title, one.unit or "", number, words[said], day, one.said_signed_on,
            one.said_recorder, one.said_last,
        ]  # fmt: skip
