"""The district's days as numbers of entries: two look-ups by the index of times, however long the trail."""

from datetime import date, timedelta

from django.db.models import Q

from registry.audit.models import Entry
from registry.clock import midnight

#: Beyond these there is no entry, and no time zone that could be reckoned with.
FIRST_DAY, LAST_DAY = date(1970, 1, 2), date(9999, 1, 1)


def since(day: date) -> Q:
    """Entries of that day and later."""
    at = Entry.objects.filter(at__gte=midnight(max(day, FIRST_DAY))).order_by("at", "seq")
    first = at.values_list("seq", flat=True).first()
    return Q(seq__in=[]) if first is None else Q(seq__gte=first)


def until(day: date) -> Q:
    """Entries of that day and earlier."""
    if day >= LAST_DAY:
        return Q()
    at = Entry.objects.filter(at__lt=midnight(day + timedelta(days=1))).order_by("-at", "-seq")
    last = at.values_list("seq", flat=True).first()
    return Q(seq__in=[]) if last is None else Q(seq__lte=last)
