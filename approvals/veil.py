"""The trail keeps that somebody wrote on a private line; only those on such lines read that it did."""

from django.db.models import Q

from approvals.models import Request
from approvals.routing import TOP
from registry.audit import Event
from registry.people import powers
from registry.people.models import User


@powers.add_trail_veil
def private_line(user: User) -> Q:
    """Own acts; for superintendent, communications director and designees all but those about their own requests."""
    # A letter about a request may be one about the line: whom it went to, and when, tells that somebody wrote there.
    told = Q(action__in=(Event.LETTER_SENT, Event.LETTER_DROPPED, Event.LETTER_FAILED), object_type=Request.trail_kind)
    plain = ~(Q(action=Event.REQUEST_CONFERRED) | told) | Q(actor_id=user.trail_id)
    if not any(row.office in TOP for row in powers.offices_of(user)):
        return plain
    own = Request.objects.filter(Q(requester=user) | Q(custodian=user) | Q(backup=user))
    return plain | ~Q(object_id__in=[request.reference for request in own])
