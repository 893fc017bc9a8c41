"""Sentences that say more than their event's: chosen by what an entry keeps, of which nothing is changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.utils.translation import gettext_lazy as _

from registry.audit.events import Event
from registry.audit.subjects import page_title, page_titles

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


@dataclass(frozen=True)
class Variant:
    """A sentence that some entries of an event read as: its template, and which entries those are."""

    event: Event
    template: str
    which: Q

    @property
    def entries(self) -> Q:
        """All that read so; the event leads, for which there is an index."""
        return Q(Q(self.which), action=self.event.value)


def variants() -> Iterator[Variant]:
    """All such sentences there are, as `template_of` chooses them."""
    for event, by_answer in ANSWERED.items():
        for answer, words in by_answer.items():
            yield Variant(event, str(words), _answered(answer))
    for event, words in OWN.items():
        # `exact`, as it is no value that an index of actors could be asked for.
        yield Variant(event, str(words), Q(object_type="user", actor_id__exact=F("object_id")))
    for view, title in page_titles().items():
        yield Variant(Event.ACCESS_DENIED, str(PAGE).replace("{page}", title), Q(reference=view))


def _answered(answer: str) -> Q:
    in_part = _keeps('"refused":[') & ~_keeps('"refused":[]')
    if answer in ("yes", "part"):
        return _keeps('"answer":"yes"') & (in_part if answer == "part" else ~in_part)
    return _keeps(f'"answer":"{answer}"')


def _keeps(piece: str) -> Q:
    """Whether `after` has that piece: it is kept as canonical JSON, in whose texts each quotation mark is escaped."""
    return Q(Contains(Cast("after", TextField()), piece))
