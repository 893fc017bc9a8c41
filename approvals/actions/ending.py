"""What the last yes leads to: an account to set up, or an authorization that is given at once."""

from collections.abc import Callable, Collection

from django.utils.translation import gettext as _

from accounts.actions import authorizing
from approvals import conditions
from approvals.actions.moving import move
from approvals.actions.setting_up import start_setup
from approvals.models import Item, ItemAnswerChoice, Kind, Request
from approvals.workflow import Move
from registry import audit, clock
from registry.people.models import User
from registry.people.refusal import Refused


@audit.act()
def follow_the_last_yes(request: Request, *, without: Collection[int], by: User) -> None:
    """Do what the request was for, in the act of the decision that was its last; items in `without` were declined."""
    _ENDINGS[request.kind](request, without, by)


def _set_up(request: Request, without: Collection[int], by: User) -> None:
    start_setup(request, without=without, by=by)
    move(request, Move.APPROVE_ALL, by=by)


def _give(request: Request, without: Collection[int], by: User) -> None:
    for item in request.items.select_related("platform"):
        if item.pk in without:
            item.answer = ItemAnswerChoice.DECLINED
        else:
            _grant(request, item, by)
        item.save(update_fields=["answer", "granted"])
    move(request, Move.GRANT, by=by)


def _grant(request: Request, item: Item, by: User) -> None:
    """To the requester and nobody else; it never begins before the day it is given."""
    if request.unit is None or request.starts_on is None or request.ends_on is None:
        raise Refused(_("The request is not complete."))
    item.answer = ItemAnswerChoice.APPROVED
    item.granted = authorizing.grant(
        person=request.requester,
        kind=item.authorization,
        unit=request.unit,
        platform=item.platform,
        scope=request.scope,
        starts_on=max(request.starts_on, clock.today()),
        ends_on=request.ends_on,
        parental_consent=request.parental_consent,
        conditions="; ".join(str(row) for row in conditions.of_request(request)),
        reference=request.reference,
        by=by,
    )


_ENDINGS: dict[str, Callable[[Request, Collection[int], User], None]] = {
    Kind.NEW_ACCOUNT: _set_up,
    Kind.REGISTRATION: _set_up,
    Kind.AUTHORIZATION: _give,
}
