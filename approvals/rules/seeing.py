"""Who sees a request, takes part in its discussion, and settles its conditions. What one may not see does not exist."""

import re

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Account, Custody
from approvals import conditions
from approvals.models import Condition, Decision, Request, Seat
from registry.people import powers
from registry.people.models import Unit, User
from registry.people.power import Power
from registry.people.refusal import Refused
from registry.people.rules import may

REFERENCE = re.compile(r"R-(\d{4,9})")


def visible_to(user: User) -> Q:
    """Which requests a person may see, as a condition: a draft is its writer's alone (domain.md, who may do what)."""
    rows = powers.offices_of(user)
    granted = set().union(*(powers.powers_from(row) for row in rows)) if rows else set()
    sent = Q(submitted_at__isnull=False)
    if Power.SEE_ALL_REQUESTS in granted:
        return Q(requester=user) | sent
    named = Q(custodian=user) | Q(backup=user) | Exists(_seated(user)) | Exists(_decided(user))
    units = [row.unit for row in rows if row.unit and Power.SEE_UNIT_REQUESTS in powers.powers_from(row)]
    return Q(requester=user) | (sent & (named | _in_or_below(units)))


def _seated(user: User) -> QuerySet[Seat]:
    return Seat.objects.filter(round__request=OuterRef("pk"), asked=user)


def _decided(user: User) -> QuerySet[Decision]:
    return Decision.objects.filter(round__request=OuterRef("pk"), by=user)


def _in_or_below(units: list[Unit]) -> Q:
    condition = Q(pk__in=[])
    for unit in units:
        condition |= Q(unit__path__startswith=unit.path)
    return condition


def can_see(user: User, request: Request) -> bool:
    """Whether this person may see the request and its discussion."""
    return Request.objects.filter(visible_to(user), pk=request.pk).exists()


def the_request(user: User, reference: str) -> Request:
    """The request of that reference; raises Http404 where there is none or this person may not see it."""
    match = REFERENCE.fullmatch(reference)
    people = (
        "requester__unit", "custodian__unit", "backup__unit", "unit", "earlier__requester", "first_requester",
    )  # fmt: skip
    found = match and Request.objects.filter(visible_to(user), pk=int(match[1])).select_related(*people).first()
    if not found or found.reference != reference:
        raise Http404
    return found


def the_condition(user: User, reference: str, number: int) -> Condition:
    """The condition, for whoever sees its request, or answers for an account that came of it; else Http404."""
    match = REFERENCE.fullmatch(reference)
    row = Condition.objects.filter(pk=number, request_id=int(match[1]) if match else 0)
    people = ("request__unit", "request__custodian", "request__requester", "decision__seat")
    found = row.select_related(*people).first()
    if found is None or not (can_see(user, found.request) or _answers_for(user, found.request)):
        raise Http404
    return found


def _answers_for(user: User, request: Request) -> bool:
    return Custody.objects.filter(conditions.HOLDING, custodian=user, account__items__request=request).exists()


def page_after(user: User, request: Request, account: str) -> str:
    """Where a person goes on after a condition: the account of that id if it came of the request, else the request.

    Who answers for the account may not see the request it came from.
    """
    accounts = list(Account.objects.filter(items__request=request).select_related("platform").order_by("pk"))
    named = next((one for one in accounts if str(one.uuid) == account), None)
    if named is None and accounts and not can_see(user, request):
        named = accounts[0]
    return (named or request).get_absolute_url()


def sees_earlier(request: Request, user: User) -> bool:
    """Whether this person may open the declined request that it follows, and read why it was declined."""
    return request.earlier is not None and can_see(user, request.earlier)


def check_can_comment(request: Request, user: User) -> None:
    """Raise `Refused` unless this person takes part in the discussion: it begins when the request is sent."""
    if not can_see(user, request):
        raise Refused(_("Only people who can see the request may comment on it."), rule="domain.md: who may do what")
    if request.submitted_at is None:
        raise Refused(_("The discussion begins when the request is sent."))


def can_comment(request: Request, user: User) -> bool:
    """Whether this person may add to the discussion."""
    return may(check_can_comment, request, user)
