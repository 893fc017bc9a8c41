"""How the trail finds and opens what this room has."""

import re

from django.utils.translation import gettext_lazy as _

from desk.models import Disclosure
from desk.reports.shelf import REPORTS
from registry.audit.subjects import add_pages, add_subject

_DISCLOSURE = re.compile(r"p-0*([0-9]{1,15})", re.IGNORECASE)


def disclosures(text: str) -> list[str]:
    """Public records that were put together, by number."""
    number = _DISCLOSURE.fullmatch(text.strip())
    rows = Disclosure.objects.filter(pk=int(number[1])) if number else Disclosure.objects.none()
    return [str(uuid) for uuid in rows.values_list("uuid", flat=True)]


def reports(text: str) -> list[str]:
    """Reports by the words of their titles."""
    words = text.casefold().split()
    return [each.slug for each in REPORTS if words and all(word in each.trail_label.casefold() for word in words)]


add_subject("disclosure", view="desk:disclosure", finds=disclosures)
add_subject("report", view="desk:report", finds=reports)
add_pages({
    "desk:reports": _("Reports"), "desk:overview": _("Overview"), "desk:overview-list": _("Overview"),
    "desk:records": _("Public records"), "desk:disclosure-new": _("Put records together"),
    "desk:disclosure": _("Public records"), "desk:data": _("What is held about somebody"),
    "desk:leaving": _("Leaving"),
})  # fmt: skip
