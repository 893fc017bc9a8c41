"""Why somebody is asked for a seat, in words: what they hold, and why nobody nearer to the request is asked.

Clauses joined by semicolons: "Marcus Bell is away until August 12; Dana Reyes acts as designee of Marcus Bell."
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from registry.people import rules as people
from registry.people.models import Appointment, Office

if TYPE_CHECKING:
    from approvals.routing import Need

#: A reason names at most so many of those who are not asked.
MOST = 2


def why(need: Need, row: Appointment, passed: Iterable[Appointment], asked: Mapping[object, Office]) -> str:
    """Why the holder of `row` is asked: `passed` are the nearer ones, `asked` who sits on which seat of the round."""
    clauses = list(dict.fromkeys(clause for one in passed if (clause := _not_asked(need, one, asked))))[:MOST]
    unit = need.unit
    if not clauses and unit and row.office == Office.ADMINISTRATOR and row.unit_id != unit.pk:
        clauses = [_("%(unit)s has no administrator") % {"unit": unit.name}]
    if row.away_until:
        words = {"name": row.person.name, "day": people.day_words(row.away_until)}
        clauses = [_("Everybody who may decide is away; %(name)s until %(day)s") % words]
    return "; ".join([*clauses, _holds(row, alone=not clauses)]) + "."


def _not_asked(need: Need, row: Appointment, asked: Mapping[object, Office]) -> str:
    """Why this nearer one is not asked; empty for a designee whose principal's reason says it."""
    told = ""
    if row.person_id == need.requester:
        told = _("%(name)s asked for this")
    elif row.person_id in need.apart:
        told = _("%(name)s would be the custodian")
    elif row.on_behalf_of and row.on_behalf_of.person_id in need.apart:
        told = ""
    elif row.person_id in need.taken:
        told = _("%(name)s has a part in this round already")
    elif row.away_until:
        told = _("%(name)s is away until %(day)s")
    elif asked.get(row.person_id, need.office) != need.office:
        told = _("%(name)s is asked for another office")
    return told % {"name": row.person.name, "day": people.day_words(row.away_until) if row.away_until else ""}


def _holds(row: Appointment, *, alone: bool) -> str:
    """In which office they are asked. Alone it begins the sentence, otherwise the person does."""
    words = {"name": row.person.name, "office": row.get_office_display(), "unit": row.unit.name if row.unit else ""}
    if row.on_behalf_of:
        words |= {"principal": row.on_behalf_of.person.name, "number": row.number}
        return _("%(name)s acts as designee of %(principal)s under %(number)s") % words
    if row.office == Office.ALTERNATE:
        return _("%(name)s acts as alternate") % words
    if alone:
        return (_("%(office)s of %(unit)s") if row.unit else _("%(office)s of the district")) % words
    words["office"] = str(words["office"]).lower()
    return _("%(name)s is %(office)s of %(unit)s") % words if row.unit else _("%(name)s is %(office)s") % words


def why_nobody(need: Need, passed: Iterable[Appointment]) -> str:
    """Why the seat waits: who of the office has a part in the request, and that somebody must be appointed."""
    clauses = list(dict.fromkeys(clause for one in passed if (clause := _not_asked(need, one, {}))))[:MOST]
    if not clauses:
        of_a_unit = need.unit if need.office == Office.ADMINISTRATOR else None
        told = _("Nobody is %(office)s of %(unit)s") if of_a_unit else _("Nobody is %(office)s")
        clauses = [told % {"office": need.office.label.lower(), "unit": of_a_unit.name if of_a_unit else ""}]
    return _("%(why)s. It waits for an appointment.") % {"why": "; ".join(clauses)}
