"""A row of the list as what it says of one person; what is wrong with it is said, and stops no other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.importing.columns import columns_of
from desk.importing.reading import Numbered

#: How a day may be written.
WAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")
LONGEST = 120


@dataclass(frozen=True)
class Line:
    """One person of the list. ``wrong``: what is wrong with the row, as a sentence; ``last_day`` where one is given."""

    number: int
    email: str
    name: str = ""
    unit: str = ""
    title: str = ""
    last_day: date | None = None
    wrong: str = ""


def lines_of(rows: Iterable[Numbered]) -> tuple[list[Line], list[str]]:
    """Every line after the heads, and the heads that are not read. Raises NotAList."""
    numbered = iter(rows)
    _number, heads = next(numbered, (1, []))
    where, ignored = columns_of(heads)
    seen: dict[str, int] = {}
    found = [_line(number, row, where, seen) for number, row in numbered]
    return found, ignored


def _line(number: int, row: Sequence[Any], where: Mapping[str, int], seen: dict[str, int]) -> Line:
    said = {column: row[place] if place < len(row) else None for column, place in where.items()}
    texts = {column: " ".join(str(cell or "").split()) for column, cell in said.items()}
    email = texts["email"].lower()
    name = texts.get("name") or " ".join(filter(None, (texts.get("first"), texts.get("last"))))
    unit, title = texts.get("unit", ""), texts.get("title", "")
    day, wrong = _day(said.get("last_day"))
    if not email:
        wrong = "There is no e-mail address."
    elif email in seen:
        wrong = f"The same address stands in line {seen[email]}."
    elif not name:
        wrong = "There is no name."
    elif not f"{email}{name}{title}".isprintable():
        wrong = "It has signs that cannot be shown, such as a line that was cut in two."
    elif max(len(name), len(title)) > LONGEST:
        wrong = f"The name or title is longer than {LONGEST} letters."
    seen.setdefault(email, number)
    return Line(number, email, name, unit, title, day, wrong)


def _day(cell: Any) -> tuple[date | None, str]:
    """A day, and what is wrong with it."""
    if isinstance(cell, datetime):
        return cell.date(), ""
    text = str(cell or "").strip()
    if isinstance(cell, date) or not text:
        return cell or None, ""
    for way in WAYS:
        try:
            return datetime.strptime(text, way).date(), ""  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None, f"“{text}” is not a day like 2027-06-10 or 6/10/2027."
