"""The page after: what is still open of somebody who has left, until all of it is done."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import Custody, CustodyState, RoleHolder, Rotation, RotationReason
from approvals import showing
from approvals.models import Request
from approvals.rules.seeing import visible_to
from approvals.sponsoring import ORPHANED
from desk.leaving.items import Eyes, Item, Section, of_account
from desk.leaving.requests import NAME_ANOTHER, naming
from desk.leaving.ways_in import opened_lately
from registry.people.models import User

ACCOUNT = ("account__platform", "account__unit")


def still_open(person: User, viewer: User) -> list[Section]:
    """The sections that are for `viewer`. The number of queries does not grow with the rows."""
    reach = _("Until these have changed, they could still get in.")
    found = [
        Section("to_change", _("Still to change"), reach, _to_change(person), guarded=True),
        Section("to_remove", _("Roles still to be taken away"), reach, _to_remove(person), guarded=True),
        Section("vacant", _("Nobody has accepted these yet"), "", _vacant(person)),
        Section("sponsor", _("Requests nobody has taken over yet"), "", _of(ORPHANED, viewer, requester=person)),
        Section("named", _("Requests that name them"), str(NAME_ANOTHER), _of(Q(pk__in=naming(person)), viewer)),
        opened_lately(person),
    ]
    eyes = Eyes.of(viewer)
    narrowed = [eyes.narrowed(section) for section in found]
    return [section for section in narrowed if section and section.items]


def _to_change(person: User) -> list[Item]:
    reasons = RotationReason.objects.filter(rotation=OuterRef("pk"), person=person, withdrawn_at=None)
    rows = Rotation.objects.standing().filter(Exists(reasons)).select_related(*ACCOUNT, "owner")
    said, nobody = _("%(what)s, by %(day)s: %(name)s"), _("nobody yet")
    return [
        of_account(
            row.account,
            said % {"what": row.what, "day": f"{row.due_on:%B %-d}", "name": row.owner.name if row.owner else nobody},
        )
        for row in rows
    ]


def _to_remove(person: User) -> list[Item]:
    rows = RoleHolder.objects.filter(person=person, to_remove_since__isnull=False, ended_at=None)
    return [of_account(row.account, row.words) for row in rows.select_related(*ACCOUNT).order_by("pk")]


def _vacant(person: User) -> list[Item]:
    theirs = Custody.objects.filter(account=OuterRef("account"), custodian=person, state=CustodyState.ENDED)
    rows = Custody.objects.filter(Exists(theirs), state=CustodyState.OPEN, interim=True)
    said = _("%(name)s holds it as interim custodian")
    return [
        of_account(row.account, said % {"name": row.custodian.name})
        for row in rows.select_related(*ACCOUNT, "custodian").order_by("pk")
    ]


def _of(which: Q, viewer: User, **more: Any) -> list[Item]:
    rows = Request.objects.filter(which, visible_to(viewer), **more).order_by("pk")
    shown = [showing.row_of(request) for request in showing.for_rows(rows)]
    return [Item(row.title, row.detail, row.url, row.platform, "send") for row in shown]
