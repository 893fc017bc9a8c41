"""The data inventory: every field that is kept, its class, by which law, and for how long (Minn. Stat. 13.025)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.reports.forms import Parameters
from desk.reports.frame import Asked, Line, Part, Report, Rows
from desk.rules.records import check_may_see_inventory
from registry.classes import Class, Classified, called, every_model

ROOMS = {
    "people": _("People and offices"), "policy": _("Policy"), "audit": _("The trail and the system"),
    "outbox": _("Letters"), "registry": _("The trail and the system"), "accounts": _("Accounts"),
    "approvals": _("Requests"), "desk": _("Reports, views and public records"),
}  # fmt: skip
SIGN_IN = _("Sign-in")


class OfClass(Parameters):
    """Of one class, or of all."""

    klass = forms.ChoiceField(label=_("Class"), required=False, choices=[("", _("All")), *Class.choices])


def rows(asked: Asked) -> Rows:
    """The fields, table by table as they stand in the database."""
    wanted = asked.chosen.get("klass")
    found = [
        (known, field)
        for known in every_model()
        for field in known.fields
        if not wanted or known.section(field.name).klass == wanted
    ]
    return Rows(Part(found, _line))


def _line(pair: tuple[Classified, Any]) -> Line:
    known, field = pair
    section = known.section(field.name)
    return [
        ROOMS.get(known.label.partition(".")[0], SIGN_IN), known.called, called(field),
        f"{known.label}.{field.name}", section.klass.label, section.authority, known.kept.label,
    ]  # fmt: skip


INVENTORY = Report(
    slug="data-inventory", title=_("Data inventory"), check=check_may_see_inventory, form=OfClass, rows=rows,
    purpose=_("Every field that is kept, its class, by which law, and for how long (Minn. Stat. 13.025)."),
    columns={
        "room": _("Part"), "called": _("What it is about"), "field": _("Field"), "stored": _("Stored as"),
        "class": _("Class"), "authority": _("By which law"), "kept": _("How long it is kept"),
    },
)  # fmt: skip
