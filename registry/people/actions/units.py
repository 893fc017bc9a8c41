"""Acts on the tree of units."""

from registry import audit
from registry.audit import Event
from registry.people import rules
from registry.people.models import Unit, User


@audit.act()
def open_unit(*, name: str, short_name: str, kind: str, parent: Unit | None, by: User | None) -> Unit:
    """Add a unit under its parent; the district alone has none. `by=None` is the system: the founding.

    Raises `Refused` for a name that is taken. Whoever adds units takes turns at the district's row.
    """
    name, short_name = name.strip(), short_name.strip()
    if by is not None:
        rules.check_may_open_unit(by)
        list(Unit.objects.select_for_update(no_key=True).filter(parent=None))
        rules.check_unit(name, parent)
    unit: Unit = Unit.objects.create(name=name, short_name=short_name, kind=kind, parent=parent)
    audit.record(Event.UNIT_ADDED, by=by, on=unit, after={"name": name, "kind": str(kind)})
    return unit
