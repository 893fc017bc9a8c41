"""Days in the words of a sentence."""

from datetime import date

from django.utils.formats import date_format

from registry import clock


def day_words(day: date) -> str:
    """“August 12”, with the year where it is not this one."""
    return date_format(day, "F j" if day.year == clock.today().year else "F j, Y")
