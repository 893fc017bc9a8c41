"""Health as tables: in all, by school, by platform."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import HealthState
from desk.overview.addresses import accounts, listed
from desk.overview.day import AsOf
from desk.overview.standing import IN_USE
from desk.overview.tables import Cell, Line, Table
from desk.overview.tallies import States, Tally


def totals(tally: Tally, as_of: AsOf) -> Table:
    """How many accounts are in use, and how they are."""
    return Table("totals", _("Accounts in use"), _heads(_("Accounts")), [_line(_("All"), tally.all, as_of)])


def by_school(tally: Tally, as_of: AsOf) -> Table:
    """Each school or department with what is under it, those that need care first; the district's own last."""
    lines = [_line(unit.name, states, as_of, unit=str(unit.pk)) for unit, states in tally.units]
    if tally.own and tally.district:
        own = {"unit": str(tally.district.pk), "own": "1"}
        cells = [Cell(n, listed("accounts", as_of, health=states, **own)) for n, states in _counted(tally.own)]
        lines.append(Line(_("%(district)s itself") % {"district": tally.district.name}, cells))
    return Table("schools", _("Health by school"), _heads(_("School or department")), lines)


def by_platform(tally: Tally, as_of: AsOf) -> Table:
    """Each platform, the one with the most accounts first."""
    lines = [_line(platform.name, states, as_of, platform=platform.slug) for platform, states in tally.platforms]
    return Table("platforms", _("Health by platform"), _heads(_("Platform")), lines)


def _heads(first: str) -> list[str]:
    return [first, _("In use"), *(str(HealthState(state).label) for state in IN_USE)]


def _line(name: str, states: States, as_of: AsOf, **narrowed: str) -> Line:
    cells = [Cell(n, accounts(as_of, health=some, **narrowed)) for n, some in _counted(states)]
    return Line(name, cells)


def _counted(states: States) -> Iterable[tuple[int, list[str]]]:
    """All of them, then each state, with the states that are counted."""
    yield states.total(), [state.value for state in IN_USE]
    for state in IN_USE:
        yield states[state.value], [state.value]
