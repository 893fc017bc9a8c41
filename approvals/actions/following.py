"""Following a request, or not: a word of one's own, for anybody who can see it."""

from django.utils.translation import gettext as _

from approvals import rules
from approvals.actions.moving import locked
from approvals.models import Follow, Request
from approvals.telling import follows
from registry import audit, clock
from registry.people.models import User
from registry.people.refusal import Refused


@audit.act()
def follow(request: Request, *, by: User) -> Request:
    """Hear of the discussion and of every turn; said twice, nothing more happens."""
    return _say(request, on=True, by=by)


@audit.act()
def unfollow(request: Request, *, by: User) -> Request:
    """Hear no more of the discussion, though involved; what needs a decision or an answer still comes."""
    return _say(request, on=False, by=by)


def _say(request: Request, *, on: bool, by: User) -> Request:
    request = locked(request)
    if not rules.can_see(by, request) or request.submitted_at is None:
        raise Refused(_("Only people who can see the request may follow it."), rule="domain.md: who may do what")
    if follows(by, request) != on:
        Follow.objects.update_or_create(request=request, person=by, defaults={"on": on, "at": clock.now()})
        event = audit.Event.REQUEST_FOLLOWED if on else audit.Event.REQUEST_UNFOLLOWED
        audit.record(event, by=by, on=request)
    return request
