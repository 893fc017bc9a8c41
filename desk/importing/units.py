"""Which school or department is meant in a list: by its name, or by its short name where no other has the same."""

from collections import Counter

from registry.people.models import Unit


def units_by_name() -> dict[str, Unit]:
    """Every unit by what it may be called, folded."""
    rows = list(Unit.objects.order_by("pk"))
    shorts = Counter(unit.short_name.casefold() for unit in rows)
    found = {unit.short_name.casefold(): unit for unit in rows if shorts[unit.short_name.casefold()] == 1}
    return found | {unit.name.casefold(): unit for unit in rows}
