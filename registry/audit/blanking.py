"""Network addresses and browsers are kept for 400 days and then blanked; the chain holds only their salted hash, so it
stays whole (security C6)."""

from datetime import timedelta
from typing import Any

from registry import clock
from registry.audit.act import act, record
from registry.audit.events import Event
from registry.audit.keeping import kept_whole
from registry.audit.models import Entry, Origin

KEPT = timedelta(days=400)


@act()
def blank_origins(*, by: Any) -> int:
    """Blank what is older than it may be; returns of how many entries."""
    before = clock.now() - KEPT
    last = Entry.objects.filter(at__lt=before).order_by("-at", "-seq").values_list("seq", flat=True).first()
    if last is None:
        return 0
    old = Origin.objects.filter(seq__lte=last).exclude(source_ip="", user_agent="")
    old = old.exclude(seq__in=Entry.objects.filter(kept_whole()).values("seq"))
    count = old.update(source_ip="", user_agent="")
    if count:
        record(Event.TRAIL_ORIGINS_BLANKED, by=by, after={"last": last, "count": count}, rule="400 days")
    return count
