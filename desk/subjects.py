"""How the trail finds and opens what this room has."""

from desk.reports.shelf import REPORTS
from registry.audit.subjects import add_subject


def reports(text: str) -> list[str]:
    """Reports by the words of their titles."""
    words = text.casefold().split()
    return [each.slug for each in REPORTS if words and all(word in each.trail_label.casefold() for word in words)]


add_subject("report", view="desk:report", finds=reports)
