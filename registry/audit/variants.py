"""Sentences that say more than their event's: chosen by what an entry keeps, of which nothing is changed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from registry.audit.events import Event
from registry.audit.subjects import page_title

APPROVED, IN_PART = _("{actor} decided on {object}: approved"), _("{actor} decided on {object}: approved in part")
CHANGES, DECLINED = _("{actor} decided on {object}: changes asked for"), _("{actor} decided on {object}: declined")
ON_PAPER = {
    "yes": _("{actor} recorded that {object} was approved on paper"),
    "part": _("{actor} recorded that {object} was approved in part on paper"),
    "changes": _("{actor} recorded that changes to {object} were asked for on paper"),
    "no": _("{actor} recorded that {object} was declined on paper"),
}
#: By the answer that was given.
ANSWERED = {
    Event.DECISION_RECORDED: {"yes": APPROVED, "part": IN_PART, "changes": CHANGES, "no": DECLINED},
    Event.DECISION_ON_PAPER: ON_PAPER,
}
#: Where who did it and whom it was done to are one person.
OWN = {
    Event.FACTOR_ENROLLED: _("{actor} added a second factor of their own"),
    Event.FACTOR_REMOVED: _("{actor} removed a second factor of their own"),
    Event.FACTOR_RESET: _("{actor} reset their own second factor"),
    Event.PASSWORD_CHANGED: _("{actor} changed their own sign-in password"),
    Event.EMAIL_CHANGED: _("{actor} changed their own e-mail"),
    Event.SESSION_ENDED: _("{actor} ended a session of their own"),
    Event.PERSON_CHANGED: _("{actor} changed their own details"),
    Event.DATA_SHOWN: _("{actor} looked at what is held about themselves"),
    Event.DATA_TAKEN: _("{actor} took out what is held about themselves"),
}
PAGE = _("{actor} was refused the page “{page}”")


def template_of(entry: Any) -> str:
    """The sentence of `entry` (one of the trail, or shaped like one) with its places still open."""
    event, after = Event(entry.action), getattr(entry, "after", None)
    kind, about = getattr(entry, "object_type", ""), getattr(entry, "object_id", "")
    if event in OWN and kind == "user" and about == getattr(entry, "actor_id", None):
        return str(OWN[event])
    if event in ANSWERED and isinstance(after, dict):
        answer = "part" if after.get("answer") == "yes" and after.get("refused") else after.get("answer")
        return str(ANSWERED[event].get(str(answer), event.label))
    page = page_title(getattr(entry, "reference", "")) if event == Event.ACCESS_DENIED else ""
    return str(PAGE).replace("{page}", page) if page else str(event.label)
