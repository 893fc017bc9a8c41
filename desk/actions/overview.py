"""That somebody took the figures out of the house."""

from desk.overview.day import AsOf
from registry import audit
from registry.people.models import User


@audit.act()
def note_taken(as_of: AsOf, *, form: str, by: User) -> None:
    """Write down who took them, of which day, as which kind of file."""
    audit.record(audit.Event.OVERVIEW_EXPORTED, by=by, on=as_of, after={"as_of": as_of.day.isoformat(), "as": form})
