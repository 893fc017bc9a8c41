"""May this person make this move? Asked of the table in `workflow`, for the action and for the button."""

from django.utils.translation import gettext as _

from approvals.models import Request
from approvals.rules.setup import setup_lacks
from approvals.workflow import STEP, Actor, Move
from registry.people import powers
from registry.people.models import User
from registry.people.refusal import Refused, Stale
from registry.people.rules import may


def check_move(request: Request, move: Move, user: User | None) -> None:
    """Raise `Refused` unless this person may make this move, `Stale` where the request is no longer where it begins.

    `user=None` is the clock. A move that follows from a round asks for no one: who may fill the seat was asked before.
    """
    step = STEP[move]
    if not _may(step.actor, request, user):
        raise Refused(_WHO[step.actor](), rule="domain.md: who may do what")
    if move is Move.REVISE and request.items.filter(account__isnull=False).exists():
        raise Refused(_("It was approved in an emergency, and is decided as it stands."), rule="E1.16")
    if request.status not in step.sources:
        raise Stale(
            _("%(reference)s has moved on: it is now “%(status)s”.")
            % {"reference": request.reference, "status": request.get_status_display()}
        )


def _may(actor: Actor, request: Request, user: User | None) -> bool:
    if actor is Actor.REQUESTER:
        return user is not None and user.pk == request.requester_id
    if actor is Actor.SETUP:
        return user is not None and powers.is_communications(user)
    return actor is Actor.ROUND or user is None


_WHO = {
    Actor.REQUESTER: lambda: _("Only the person who asked may do this."),
    Actor.SETUP: lambda: _("Only Communications may finish the set-up."),
    Actor.CLOCK: lambda: _("This happens by itself when its time has come."),
}


def can_move(request: Request, move: Move, user: User) -> bool:
    """Whether this person would be allowed to make this move now."""
    if move is Move.FINISH and setup_lacks(request):
        return False
    return may(check_move, request, move, user)


def moves_open_to(user: User, request: Request) -> list[Move]:
    """The moves whose buttons this person is shown: exactly those that would not be refused."""
    by_hand = (Move.SUBMIT, Move.RESUBMIT, Move.REVISE, Move.WITHDRAW, Move.FINISH)
    return [move for move in by_hand if can_move(request, move, user)]


def can_see_setup(request: Request, user: User) -> bool:
    """Whether this person is shown what the set-up still lacks: whoever may finish it."""
    return may(check_move, request, Move.FINISH, user)
