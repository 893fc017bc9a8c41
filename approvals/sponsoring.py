"""A request whose requester has left the staff (E1.14): who may stand in for them as its sponsor."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from approvals.models import Decision, Kind, Request
from approvals.workflow import IN_ROUND, Status
from registry import policy
from registry.people import powers
from registry.people.models import Appointment, Office, User
from registry.people.refusal import Refused, Stale

#: Before it is sent a request is its writer's own; once it is set up, its custodian answers for it.
OPEN = IN_ROUND | {Status.RETURNED}
#: Requests under way for an account, asked for by somebody who has left.
ORPHANED = Q(status__in=OPEN, requester__is_active=False) & ~Q(kind=Kind.AUTHORIZATION)


def orphaned() -> QuerySet[Request]:
    """All of them."""
    return Request.objects.filter(ORPHANED)


def check_can_take_over(request: Request, user: User) -> None:
    """Raise unless this person may be its sponsor: the unit's administrator or the backup, never one of its deciders.

    Not the administrator's designee, who gets the decisions of the office and nothing else (decisions/0017). Only
    where the requester has left; of a permission, never, because it would be that person's alone.
    """
    if request.requester.is_active:
        raise Stale(_("%(name)s is on staff and has the request in hand.") % {"name": request.requester.name})
    if request.status not in OPEN or not request.opens_account:
        raise Stale(_("This request cannot be taken over."))
    held = powers.holds(user, Office.ADMINISTRATOR, request.unit)  # an own appointment comes before a designee's
    if user.pk != request.backup_id and (held is None or held.on_behalf_of_id):
        raise Refused(_("The administrator of the unit or the backup takes this over."), rule="E1.14")
    if has_decided(request, user):
        raise Refused(_("You have decided on this request, so somebody else takes it over."), rule="invariant 1")
    if not policy.has_acknowledged(user):
        raise Refused(
            _("Read and confirm the current policy before you take this over."), rule="policy acknowledgement"
        )


def has_decided(request: Request, user: User) -> bool:
    """Whether this person, or a designee for them, has decided or recorded a decision in any round of the request."""
    hands = Q(by=user) | Q(on_behalf_of=user) | Q(recorded_by=user)
    return Decision.objects.filter(hands, round__request=request).exists()


def sponsors_of(request: Request) -> list[User]:
    """Who could take it over: the backup, and the administrators of the unit and above, less those who have decided."""
    if request.requester.is_active or request.unit is None:
        return []
    own = Appointment.objects.in_force().filter(on_behalf_of=None, office=Office.ADMINISTRATOR)
    rows = own.filter(unit__in=request.unit.path_ids())
    holders = User.objects.filter(Exists(rows.filter(person=OuterRef("pk")))).order_by("name", "pk")
    people = [*([request.backup] if request.backup and request.backup.is_active else []), *holders]
    return [person for person in _once(people) if not has_decided(request, person)]


def _once(people: Iterable[User]) -> list[User]:
    return list({person.pk: person for person in people}.values())
