"""The months that a copy can be taken by."""

from datetime import date, timedelta

from django.db.models import Q

from registry import clock
from registry.audit.days import since, until
from registry.audit.seeking import Question

#: Ten years: older ones are reached by the filter's days.
MOST_MONTHS = 120


def months_of(question: Question) -> list[date]:
    """The first day of each month from the newest entry's to the oldest's; none where all is of one month."""
    ends = [question.take(1, newest=newest) for newest in (True, False)]
    if not all(ends):
        return []
    newest, oldest = (clock.local(end[0].at).date().replace(day=1) for end in ends)
    found = [newest]
    while found[-1] > oldest and len(found) < MOST_MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found if len(found) > 1 else []


def in_month(question: Question, month: str) -> Question:
    """The question of that month (“2025-11”) alone; as it is for none, and nothing for what is no month."""
    if not month:
        return question
    days = _days_of(month)
    return Question((*question.conditions, *((since(days[0]), until(days[1])) if days else (Q(pk__in=[]),))))


def is_month(month: str) -> bool:
    """Whether there is such a month."""
    return _days_of(month) is not None


def _days_of(month: str) -> tuple[date, date] | None:
    try:
        first = date.fromisoformat(f"{month}-01")
        after = (first + timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError):
        return None
    return first, after - timedelta(days=1)
