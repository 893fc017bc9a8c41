"""Requests that wait for somebody, and those they asked for: what becomes of each."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import showing
from approvals.models import Request, RoundOutcome, Seat
from approvals.rules.seeing import visible_to
from approvals.sponsoring import OPEN
from approvals.workflow import IN_ROUND
from desk.leaving.items import Change, Item, Section
from desk.leaving.offices import ending_with
from registry.people.models import User

NAME_ANOTHER = gettext_lazy("Somebody else must be named as custodian or backup.")


def sections(person: User, viewer: User | None = None) -> list[Section]:
    """Seats they are asked for, and requests of theirs, as far as `viewer` may see them (everything for nobody)."""
    may_see = visible_to(viewer) if viewer else Q()
    seats = Seat.objects.filter(Q(asked=person) | Q(appointment__in=ending_with(person)), opened_at__isnull=False)
    seats = seats.filter(decision=None, round__outcome=RoundOutcome.OPEN, round__request__status__in=IN_ROUND)
    theirs = Request.objects.filter(requester=person, status__in=OPEN)
    orphaned = theirs.exclude(kind="authorization")
    found: dict[int, list[Change]] = {}
    for seat, number in seats.order_by("round__request", "pk").values_list("pk", "round__request"):
        found.setdefault(number, []).append(("seat", seat))
    asked = {pk: [("request", pk)] for pk in orphaned.values_list("pk", flat=True)}
    named: dict[int, list[Change]] = {pk: [] for pk in naming(person).values_list("pk", flat=True)}
    waits = _("Somebody else is asked at once.")
    sponsor = _("The administrator of the unit or the backup takes it over.")
    return [
        Section("decide", _("Requests that wait for them"), waits, _rows(found, may_see)),
        Section("asked", _("Requests they asked for"), sponsor, _rows(asked, may_see)),
        Section("named", _("Requests that name them"), str(NAME_ANOTHER), _rows(named, may_see)),
    ]


def naming(person: User) -> "QuerySet[Request]":
    """Requests under way in which they are the custodian or the backup to be."""
    return Request.objects.filter(Q(custodian=person) | Q(backup=person), status__in=OPEN)


def _rows(found: dict[int, list[Change]], may_see: Q) -> list[Item]:
    rows = showing.for_rows(Request.objects.filter(may_see, pk__in=found).order_by("pk")) if found else []
    shown = [(request.pk, showing.row_of(request)) for request in rows]
    return [Item(row.title, row.detail, row.url, row.platform, "send", foretells=tuple(found[pk])) for pk, row in shown]
