"""Questions to the trail."""

from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from registry.audit.models import EntryQuerySet


def entries_about(obj: Any) -> "EntryQuerySet":
    """All entries whose object is `obj`, newest first."""
    entries: EntryQuerySet = apps.get_model("audit", "Entry").objects.all()
    return entries.about(obj).newest_first()


def entries_under(rule: str, *, by: Any) -> "EntryQuerySet":
    """What `by` did under that rule, such as a decision under an appointment, newest first."""
    entries: EntryQuerySet = apps.get_model("audit", "Entry").objects.filter(actor_id=str(by.trail_id), rule_id=rule)
    return entries.newest_first()
