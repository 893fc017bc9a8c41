"""Who can see a request, as a list of people; and the private line between the deciding offices.

`rules.visible_to` asks it the other way round (which requests a person sees); a test holds the two together.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from approvals import rules
from approvals.models import Comment, Decision, Request, Seat
from approvals.routing import TOP
from registry.people.models import Appointment, Office, User
from registry.people.power import Power
from registry.people.powers import POWERS
from registry.people.refusal import Refused

SEE_ALL = [office for office, powers in POWERS.items() if Power.SEE_ALL_REQUESTS in powers]
SEE_UNIT = [office for office, powers in POWERS.items() if Power.SEE_UNIT_REQUESTS in powers]


def who_sees(request: Request) -> QuerySet[User]:
    """Everyone who can sign in and see the request, by name: those who may be mentioned, and may follow."""
    if request.submitted_at is None:
        return User.objects.filter(pk=request.requester_id, is_active=True)
    path = request.unit.path_ids() if request.unit else []
    holders = Appointment.objects.in_force().filter(Q(office__in=SEE_ALL) | Q(office__in=SEE_UNIT, unit__in=path))
    seats = Seat.objects.filter(round__request=request)
    decisions = Decision.objects.filter(round__request=request)
    named = [pk for pk in (request.requester_id, request.custodian_id, request.backup_id) if pk]
    return User.objects.filter(
        Q(pk__in=named)
        | Q(pk__in=holders.values("person"))
        | Q(pk__in=seats.filter(asked__isnull=False).values("asked"))
        | Q(pk__in=decisions.values("by")),
        is_active=True,
    ).order_by("name", "email")


def sees(person: User, request: Request) -> bool:
    """Whether a person can see the request now: asked again when a letter about it goes out."""
    return who_sees(request).filter(pk=person.pk).exists()


def private_line(request: Request) -> list[User]:
    """Who is on the private line between the deciding offices (domain.md, who may do what).

    Superintendent and communications director, their designees, and whoever was asked for a seat of the request and
    holds its office still. Never the requester, the custodian or backup to be, or anybody on behalf of one of them.
    """
    if request.submitted_at is None:
        return []
    apart, heard = rules.apart_from(request), _heard(request)
    wanted = Q(office__in=(*TOP, Office.ALTERNATE))
    wanted |= Q(office=Office.ADMINISTRATOR, unit__in=request.unit.path_ids() if request.unit else [])
    rows = Appointment.objects.in_force().filter(wanted).select_related("person", "on_behalf_of")
    people = {
        row.person_id: row.person
        for row in rows.order_by("pk")
        if row.person_id not in apart
        and not (row.on_behalf_of and row.on_behalf_of.person_id in apart)
        and (row.office in TOP or row.person_id in heard)
    }
    return list(people.values())


def _heard(request: Request) -> set[object]:
    """Everyone a seat of the request was put before, or who filled one."""
    seats = Seat.objects.filter(round__request=request, opened_at__isnull=False)
    asked = seats.values_list("asked", "first_asked", "passed", "decision__by")
    return {pk for row in asked for pk in row if pk}


def is_on_private_line(person: User, request: Request) -> bool:
    """Whether this person reads and writes the private line."""
    return any(one.pk == person.pk for one in private_line(request))


def check_can_confer(request: Request, user: User) -> None:
    """Raise `Refused` unless the private line is this person's; says nothing of whether anything stands there."""
    if not is_on_private_line(user, request):
        raise Refused(
            _("Only the offices that decide on this request may write here."), rule="domain.md: who may do what"
        )


def check_can_be_mentioned(request: Request, people: list[User]) -> None:
    """Raise `Refused` where somebody who is to be told cannot see the request."""
    there = set(who_sees(request).filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True))
    for person in people:
        if person.pk not in there:
            raise Refused(_("%(name)s cannot see this request.") % {"name": person.name})


def may_read(comment: Comment, person: User) -> bool:
    """Whether a person may read that comment now."""
    if comment.private:
        return is_on_private_line(person, comment.request)
    return sees(person, comment.request)
