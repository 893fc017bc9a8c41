"""One letter a day for who wishes: what could wait is held, and told together at seven in the district's morning."""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from registry import clock
from registry.outbox.models import Letter, State
from registry.outbox.registered import letter
from registry.outbox.rendering import headline

SEVEN = time(7)
TEMPLATE = "outbox/digest"
#: More lines than anybody reads; the pages have the rest.
MOST = 50


def gather_due() -> int:
    """Put what is held since before the last seven o'clock into one letter for each person. Returns how many letters.

    May run any number of times, at the same time: a person has one daily letter a day, by its key, and whatever comes
    too late for it is told the next morning.
    """
    seven = last_seven()
    held = Letter.objects.filter(state=State.HELD, created_at__lt=seven).order_by("to").values_list("to", flat=True)
    return sum(_gather(person, seven) for person in held.distinct())


def last_seven() -> datetime:
    """The last seven o'clock in the district."""
    today = datetime.combine(clock.today(), SEVEN, ZoneInfo(settings.TIME_ZONE))
    return (
        today
        if clock.now() >= today
        else datetime.combine(clock.today() - timedelta(days=1), SEVEN, ZoneInfo(settings.TIME_ZONE))
    )


@transaction.atomic
def _gather(person: Any, seven: datetime) -> bool:
    held = Letter.objects.filter(state=State.HELD, to=person, created_at__lt=seven)
    newest = held.order_by("-created_at").first()
    if newest is None:
        return False
    key = f"{TEMPLATE}:{person}:{seven.date().isoformat()}"
    facts = {"template": TEMPLATE, "to_id": person, "language": newest.language}
    daily, made = Letter.objects.get_or_create(key=key, defaults=facts)
    if made:
        held.update(state=State.GATHERED, gathered_into=daily)
    return made


@letter(TEMPLATE)
def digest(daily: Letter) -> dict[str, Any] | None:
    """What is still so of all that was held: a line for each thing, with its link; None where nothing is."""
    found = [headline(one) for one in daily.gathered.select_related("to").order_by("created_at", "id")]
    lines = Counter(one for one in found if one)
    if not lines:
        return None
    return {
        "person": daily.to,
        "lines": [{"words": words, "link": link, "times": times} for (words, link), times in lines.items()][:MOST],
        "count": len(lines),
        "more": max(len(lines) - MOST, 0),
        "path": "/",
        "reason": _("You chose one letter a day. You can change that under “Your details”."),
    }
