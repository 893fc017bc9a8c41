"""The letters of the discussion. None is urgent: who wishes gets them in one letter a day.

Their words stay on the page: a letter is not the place for a discussion. Who no longer sees the request, or is no
longer on the private line, hears nothing: that is asked again when the letter goes out.
"""

from typing import Any

from django.utils.translation import gettext as _

from approvals import seeing, showing
from approvals.models import Comment
from approvals.notices import Facts, facts_if
from approvals.workflow import STEP, Move
from registry import outbox


def _about_comment(letter: Any, reason: str) -> Facts | None:
    said = Comment.objects.filter(pk=letter.ids.get("comment")).select_related("by", "request__unit").first()
    facts = facts_if(letter, reason)
    if facts is None or said is None or not seeing.may_read(said, letter.to):
        return None
    place = "offices" if said.private else "talk"
    return {**facts, "who": said.by, "path": f"{facts['path']}#{place}"}


@outbox.letter("approvals/commented", can_wait=True)
def commented(letter: Any) -> Facts | None:
    """To everyone who follows, but the writer."""
    return _about_comment(letter, _("You follow this request."))


@outbox.letter("approvals/mentioned", can_wait=True)
def mentioned(letter: Any) -> Facts | None:
    """To whoever a comment is meant for in particular."""
    return _about_comment(letter, _("You were named in the discussion."))


@outbox.letter("approvals/conferred", can_wait=True)
def conferred(letter: Any) -> Facts | None:
    """To the others on the private line."""
    return _about_comment(letter, _("You hold an office that decides this request."))


@outbox.letter("approvals/news", can_wait=True)
def news(letter: Any) -> Facts | None:
    """To those who follow by their own word: the turn that the request has taken."""
    facts = facts_if(letter, _("You follow this request."))
    if facts is None or not seeing.sees(letter.to, facts["request"]):
        return None
    turn = STEP[Move(letter.ids["move"])].target.label
    return {**facts, "turn": turn, "where": showing.status_words(facts["request"])}
