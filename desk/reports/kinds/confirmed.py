"""How many have confirmed the policy, by unit: the figures of the policy's own report, for paper and spreadsheets."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from desk.reports.forms import Parameters
from desk.reports.frame import Asked, Line, Part, Report, Rows
from registry import policy
from registry.people.models import User
from registry.policy.forms import VersionField
from registry.policy.reporting import UnitLine, by_unit
from registry.policy.rules import check_may_see_report


class OfVersion(Parameters):
    """A version of the policy; the one in force where none is chosen."""

    version = VersionField(label=_("Version"))

    def __init__(self, sent: Mapping[str, Any], *, by: User) -> None:
        self.newest = policy.current()
        super().__init__(sent, by=by)

    def usual(self) -> dict[str, Any]:
        """The version in force."""
        return {"version": self.newest.number} if self.newest else {}


def rows(asked: Asked) -> Rows:
    """A line for each unit, with all that is below it."""
    version = asked.chosen.get("version")
    return Rows(Part(by_unit(version, asked.by) if version else [], _line))


def _line(row: UnitLine) -> Line:
    share = f"{100 * row.confirmed // row.staff} %" if row.staff else ""
    return [f"{'– ' * row.indent}{row.unit.name}", row.staff, row.confirmed, row.on_paper, row.not_yet, share]


CONFIRMED = Report(
    slug="confirmed", title=_("Who has confirmed the policy"), check=check_may_see_report, form=OfVersion, rows=rows,
    purpose=_("How many have confirmed the policy, by school and department. The policy’s own page has the names."),
    columns={
        "unit": _("Unit, with all below it"), "staff": _("Staff"), "confirmed": _("Confirmed"),
        "on_paper": _("Of these on paper"), "not_yet": _("Not yet"), "share": _("Share"),
    },
)  # fmt: skip
