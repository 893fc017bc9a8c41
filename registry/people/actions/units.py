"""Acts on the tree of units."""

from registry import audit
from registry.audit import Event
from registry.people import rules
from registry.people.models import Unit, User


@audit.act()
def open_unit(*, name: str, short_name: str, kind: str, parent: Unit | None, by: User | None) -> Unit:
    """Add a unit under its parent; the district alone has none. `by=None` is the system: the founding."""
    if by is not None:
        rules.check_may_open_unit(by)
    unit: Unit = Unit.objects.create(name=name, short_name=short_name, kind=kind, parent=parent)
    audit.record(Event.UNIT_ADDED, by=by, on=unit, after={"name": name, "kind": str(kind)})
    return unit
