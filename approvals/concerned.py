"""Which requests a change of offices can matter to: the few that are looked at again in the same act, in one query."""

from django.db.models import Exists, OuterRef, Q

from approvals import rules, sponsoring
from approvals.models import RoundOutcome, Seat
from approvals.routing import TOP
from approvals.workflow import IN_ROUND
from registry.people.actions.offices import Change
from registry.people.models import Office


def by_change(change: Change) -> Q:
    """Those with an open seat of one of these offices, or for which one of these people is asked, or stood in for;
    and those of who left, or that wait for a sponsor in a unit with a new administrator (E1.14).
    """
    seats = Q(asked__in=change.people) | Q(instead_of__in=change.people)
    for row in change.appointments:
        seats |= rules.seats_of(row) | (Q(office__in=TOP) if row.office == Office.ALTERNATE else Q(pk__in=[]))
    opened = Seat.objects.filter(
        seats, round__request=OuterRef("pk"), round__outcome=RoundOutcome.OPEN, opened_at__isnull=False, decision=None
    )
    return Q(Exists(opened), status__in=IN_ROUND) | sponsoring.ORPHANED & _theirs(change)


def _theirs(change: Change) -> Q:
    theirs = Q(requester__in=change.people)
    for row in change.appointments:
        if row.unit:
            theirs |= Q(unit__path__startswith=row.unit.path)
    return theirs
