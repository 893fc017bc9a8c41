"""Approving alone in an emergency (E1.16; domain.md, Exceptions): who may, and what it means for the request.

The superintendent or the communications director, in their own right and for their own seat. The other offices are
asked at once; until they have approved, the account is provisional, and after 48 hours without them suspended.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.models import Account
from approvals import rules
from approvals.models import Decision, Kind, Request, RoundOutcome, Seat
from approvals.workflow import IN_ROUND
from registry.people import powers
from registry.people.models import Appointment, Office, User
from registry.people.refusal import Refused, Stale
from registry.people.rules import may

#: How long the other offices have.
WITHIN = timedelta(hours=48)
ALONE = (Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR)


def under_way(request: Request) -> Decision | None:
    """The emergency approval in the round that is open; None where there is none."""
    rows = Decision.objects.filter(round__request=request, round__outcome=RoundOutcome.OPEN, emergency=True)
    return rows.select_related("by", "seat").first()


def accounts_of(request: Request) -> list[Account]:
    """What the request has become so far."""
    rows = Account.objects.filter(items__request=request).select_related("platform", "unit")
    return list(rows.order_by("pk"))


def check_may_approve(request: Request, user: User) -> tuple[Seat, Appointment]:
    """The seat this person fills alone, and under which appointment; raises `Refused`, `Stale` with the reason."""
    own = [row for row in powers.offices_of(user) if row.office in ALONE and row.on_behalf_of_id is None]
    if not own:
        message = _("Only the superintendent and the communications director approve in an emergency, in person.")
        raise Refused(message, rule="E1.16")
    if user.pk in rules.apart_from(request):
        raise Refused(_("You have a part in this request, so somebody else decides."), rule="invariant 1")
    if request.status not in IN_ROUND:
        raise Stale(_("This request is not being decided."))
    earlier = under_way(request)
    if earlier:
        raise Stale(_("%(who)s has approved it in an emergency already.") % {"who": earlier.by.name})
    if request.kind != Kind.NEW_ACCOUNT or accounts_of(request):
        raise Refused(_("Only a new account is approved in an emergency, and once."), rule="E1.16")
    return _own_seat(request, user, own)


def _own_seat(request: Request, user: User, own: list[Appointment]) -> tuple[Seat, Appointment]:
    seats = Seat.objects.filter(round__request=request, round__outcome=RoundOutcome.OPEN, decision=None)
    empty = list(seats.select_related("round"))
    if user.pk in {pk for seat in empty[:1] for pk in rules.deciders_of(seat.round)}:
        raise Refused(_("You have decided on this request already."), rule="invariant 1")
    for row in own:
        for seat in empty:
            if seat.office == row.office and len(empty) > 1:
                return seat, row
    raise Refused(_("There is nothing to approve alone here: answer for your office as usual."), rule="E1.16")


def may_approve(request: Request, user: User) -> bool:
    """Whether the button is shown."""
    return may(check_may_approve, request, user)


def check_may_activate(request: Request, user: User) -> None:
    """Raise `Refused` unless this person may make the provisional account active before all offices have approved."""
    if not powers.is_communications(user):
        raise Refused(_("Communications makes an account active."), rule="II.6")
    if request.status not in IN_ROUND or under_way(request) is None:
        raise Stale(_("No emergency approval is under way for this request."))


def may_activate(request: Request, user: User) -> bool:
    """Whether Communications is shown what the provisional account lacks, and the button."""
    return may(check_may_activate, request, user)
