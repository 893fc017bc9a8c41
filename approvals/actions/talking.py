"""The discussion of a request (II.6), and the private line between the offices that decide it.

Everyone who sees the request reads the discussion, and it stays with the record. A comment never decides anything.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from approvals import rules, seeing
from approvals.actions.moving import locked
from approvals.actions.words import check_says_no_secret_of, slips_are_noted
from approvals.models import Comment, Mention, Request
from approvals.telling import Addressee, tell
from registry import audit
from registry.people.models import User
from registry.people.refusal import Refused


@slips_are_noted
@audit.act()
def comment(request: Request, *, text: str, by: User, mentions: Sequence[User] = ()) -> Comment:
    """Add to the discussion and tell everybody who follows it, those mentioned by a letter of their own.

    Raises `Refused`: also where somebody mentioned cannot see the request, or the words hold a password of the account
    that it became, because they are kept (invariant 5).
    """
    rules.check_can_comment(request, by)
    named = [person for person in dict.fromkeys(mentions) if person.pk != by.pk]
    seeing.check_can_be_mentioned(request, named)
    _check_words(request, text, by)
    request = locked(request)
    rules.check_can_comment(request, by)
    seeing.check_can_be_mentioned(request, named)
    said = Comment.objects.create(request=request, by=by, text=text.strip())
    Mention.objects.bulk_create([Mention(comment=said, person=person) for person in named])
    audit.record(audit.Event.REQUEST_COMMENTED, by=by, on=request, after={"comment": said.pk})
    tell("approvals/mentioned", request, only=map(Addressee, named), comment=said.pk)
    tell("approvals/commented", request, apart_from=[by, *named], comment=said.pk)
    return said


@slips_are_noted
@audit.act()
def confer(request: Request, *, text: str, by: User) -> Comment:
    """Write on the private line between the deciding offices; raises `Refused`. Nobody else finds a trace of it."""
    seeing.check_can_confer(request, by)
    _check_words(request, text, by)
    request = locked(request)
    seeing.check_can_confer(request, by)
    said = Comment.objects.create(request=request, by=by, text=text.strip(), private=True)
    audit.record(audit.Event.REQUEST_CONFERRED, by=by, on=request, after={"comment": said.pk})
    tell("approvals/conferred", request, apart_from=[by], comment=said.pk)
    return said


def _check_words(request: Request, text: str, by: User) -> None:
    if not text.strip():
        raise Refused(_("Write something first."))
    check_says_no_secret_of(request, text, by=by)
