"""Questions to the trail."""

from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from registry.audit.models import EntryQuerySet


def entries_about(obj: Any) -> "EntryQuerySet":
    """All entries whose object is `obj`, newest first."""
    entries: EntryQuerySet = apps.get_model("audit", "Entry").objects.all()
    return entries.about(obj).newest_first()
