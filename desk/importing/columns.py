"""Which column of a list of people is which, however its export calls it."""

from collections.abc import Sequence
from typing import Any

NAMES = {
    "email": ("email", "e-mail", "e-mail address", "email address", "mail", "work email", "work e-mail"),
    "name": ("name", "full name", "employee", "employee name"),
    "first": ("first name", "first", "given name"),
    "last": ("last name", "last", "family name", "surname"),
    "unit": ("unit", "school", "department", "building", "school or department", "site"),
    "title": ("title", "position", "job title", "job"),
    "last_day": ("last day", "end date", "ends on", "leaves on", "termination date", "left on"),
}
_KNOWN = {said: column for column, names in NAMES.items() for said in names}


class NotAList(ValueError):  # noqa: N818 (reads as what happened)
    """What was given cannot be read as a list of people; the message says why."""


def columns_of(heads: Sequence[Any]) -> tuple[dict[str, int], list[str]]:
    """The place of each column that is read, and the heads of those that are not. Raises NotAList where one that is
    needed is missing, or stands there twice.
    """
    found: dict[str, int] = {}
    ignored = []
    for place, head in enumerate(heads):
        text = " ".join(str(head or "").replace("_", " ").split())
        column = _KNOWN.get(text.casefold())
        if column in found:
            raise NotAList(f"Two columns say the same: “{text}” and “{heads[found[column]]}”. Take one out.")
        if column:
            found[column] = place
        elif text:
            ignored.append(text)
    if "email" not in found:
        raise NotAList("There is no column for the e-mail address: call it “email”.")
    if "name" not in found and not {"first", "last"} <= set(found):
        raise NotAList("There is no column for the name: call it “name”, or use “first name” and “last name”.")
    return found, ignored
