"""The letters of a departure: the last day, and everything that it leaves to one person, in one."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from registry import outbox
from registry.outbox.rendering import headline
from registry.people.models import Departure, User
from registry.people.refusal import Refused
from registry.people.rules import check_can_leave

#: More lines than anybody reads; the pages have the rest.
MOST = 50


@outbox.letter("people/last_day")
def last_day(letter: Any) -> dict[str, Any] | None:
    """To whoever leaves, and to who administers where they work: the day, or that they stay; dropped once done."""
    row = Departure.objects.select_related("person", "made_by").get(pk=letter.ids["departure"])
    if row.done_at:
        return None
    mine = row.person_id == letter.to_id
    path = "/" if mine else reverse("people:person", args=[row.person_id])
    reason = _("It is about your own last day.") if mine else _("You administer where they work.")
    return {"person": letter.to, "about": row.person, "departure": row, "mine": mine, "path": path, "reason": reason}


@outbox.letter("people/cannot_leave")
def cannot_leave(letter: Any) -> dict[str, Any] | None:
    """To who can end what stands in the way of closing somebody out; dropped once it is done, or nothing does."""
    row = Departure.objects.select_related("person").get(pk=letter.ids["departure"])
    if row.done_at or row.taken_back_at:
        return None
    try:
        check_can_leave(row)
    except Refused as refused:
        why = str(refused)
    else:
        return None
    path, reason = reverse("people:person", args=[row.person_id]), _("You answer for offices and sign-ins.")
    return {"person": letter.to, "departure": row, "about": row.person, "why": why, "path": path, "reason": reason}


@outbox.letter("people/left")
def left(letter: Any) -> dict[str, Any] | None:
    """What is still so of all that somebody's departure leaves to this person: a line for each thing, with its link."""
    about = User.objects.filter(pk=letter.ids["person"]).first()
    found = [headline(one) for one in letter.gathered.select_related("to").order_by("created_at", "id")]
    lines = Counter(one for one in found if one)
    if about is None or not lines:
        return None
    return {
        "person": letter.to, "about": about,
        "lines": [{"words": words, "link": link} for words, link in lines][:MOST],
        "more": max(len(lines) - MOST, 0), "path": "/",
        "reason": _("You look after something that they held, or answer for it."),
    }  # fmt: skip
