"""One person who leaves or has left: what they held and could open, what they knew, and what became of each (E3.37).

It says nothing of why somebody left: not even that there was a reason to look.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.leaving import aftermath, foretelling
from desk.leaving.items import Item
from desk.reports.cells import Linked
from desk.reports.forms import Parameters
from desk.reports.frame import Asked, Line, Part, Report, Rows
from desk.reports.kinds import leaver_held
from registry.forms import PersonField
from registry.people import powers
from registry.people.models import User
from registry.people.power import Power
from registry.people.refusal import Refused
from registry.people.rules import check_may_see_leaving


class OfLeaver(Parameters):
    """Somebody whose departure is for whoever asks to see."""

    waits, wait = True, gettext_lazy("Choose a person to see what they held and what became of it.")
    who = PersonField(User.objects.all(), by_part=True, label=gettext_lazy("Person"))

    def clean(self) -> dict[str, Any]:
        """Somebody of other units, and oneself, are refused at the field."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("who"):
            try:
                check_may_see_leaving(self.by, data["who"])
            except Refused as refused:
                self.add_error("who", str(refused))
        return data


def check(user: User) -> None:
    """Raise `Refused` for who sees nobody's departure."""
    if not powers.powers_of(user) & {Power.CLOSE_SIGN_IN, Power.READ_WHOLE_TRAIL, Power.SET_UNIT_LAST_DAYS}:
        message = _("This is for administrators, the superintendent, Communications and system administrators.")
        raise Refused(message, rule="domain: who may do what")


def rows(asked: Asked) -> Rows:
    """What they held and knew; then what is open of it, or would be if they left now."""
    person, reader = asked.chosen["who"], asked.by
    parts = leaver_held.parts(person, reader)
    return Rows(*parts, Part(_open(person, reader), _of_item))


def facts(asked: Asked) -> list[tuple[Any, object]]:
    """Who they are, and whether they still work here."""
    person: User = asked.chosen["who"]
    sign_in = _("Open") if person.is_active else _("Closed")
    return [
        (_("Title"), person.title), (_("School or department"), str(person.unit or "")), (_("Sign-in"), sign_in),
        (_("Not shown"), foretelling.kept_back(asked.by)),
    ]  # fmt: skip


def _open(person: User, reader: User) -> list[tuple[str, Item]]:
    found = foretelling.shown(person, reader) if person.is_active else aftermath.still_open(person, reader)
    return [(section.title, item) for section in found for item in section.items]


def _of_item(titled: tuple[str, Item]) -> Line:
    title, item = titled
    return [title, Linked(item.title, item.url) if item.url else item.title, None, None, item.meta]


COLUMNS: Mapping[str, Any] = {
    "what": gettext_lazy("What"), "about": gettext_lazy("About"), "since": gettext_lazy("Since"),
    "until": gettext_lazy("Until"), "became": gettext_lazy("What became of it, or would"),
}  # fmt: skip
LEAVER = Report(
    slug="leaver", title=gettext_lazy("Dossier of a leaver"), check=check, form=OfLeaver, rows=rows, facts=facts,
    purpose=gettext_lazy("What one person held, could open and knew, what became of it, and what is still open."),
    columns=COLUMNS,
)  # fmt: skip
