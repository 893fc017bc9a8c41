"""Questions to the trail."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q

if TYPE_CHECKING:
    from registry.audit.models import EntryQuerySet


def entries_about(obj: Any) -> "EntryQuerySet":
    """All entries whose object is `obj`, newest first."""
    entries: EntryQuerySet = apps.get_model("audit", "Entry").objects.all()
    return entries.about(obj).newest_first()


def entries_about_any(things: Iterable[Any]) -> "EntryQuerySet":
    """All entries whose object is one of `things`, newest first."""
    about = Q(pk__in=[])
    for thing in things:
        about |= Q(object_type=thing.trail_kind, object_id=str(thing.trail_id))
    entries: EntryQuerySet = apps.get_model("audit", "Entry").objects.filter(about)
    return entries.newest_first()


def entries_under(rule: str, *, by: Any) -> "EntryQuerySet":
    """What `by` did under that rule, such as a decision under an appointment, newest first."""
    entries: EntryQuerySet = apps.get_model("audit", "Entry").objects.filter(actor_id=str(by.trail_id), rule_id=rule)
    return entries.newest_first()
