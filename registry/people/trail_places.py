"""Of which units somebody reads the trail: what the trail's filter offers."""

from registry.audit.readers import Place
from registry.people.models import Unit, User
from registry.people.powers import reads_whole_trail, units_read


def trail_places(user: User) -> dict[str, Place]:
    """Each unit of which `user` may read, with all below it: all for whoever reads the whole trail, else those of
    offices that read their units (domain.md, who may do what). One query, whatever the tree.
    """
    paths = ["/"] if reads_whole_trail(user) else [unit.path for unit in units_read(user)]
    if not paths:
        return {}
    units = [unit for unit in Unit.objects.order_by("path") if unit.path.startswith(tuple(paths))]
    return {
        str(unit.pk): Place(
            unit.name,
            f"{'– ' * unit.depth}{unit.name}",
            [str(other.pk) for other in units if other.path.startswith(unit.path)],
        )
        for unit in units
    }
