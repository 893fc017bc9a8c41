"""What one person held and knew, from when to when, and who has it now; a part of the dossier of a leaver."""

from collections import defaultdict
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.ledger import Known, accounts_known_to, known_of
from accounts.listing import open_custody
from accounts.models import (
    Account,
    BackupCustodian,
    Custody,
    CustodyState,
    Poster,
    PosterState,
    RoleHolder,
    Rotation,
    RotationReason,
)
from accounts.rules.roles import state_words
from accounts.rules.seeing import may_see_knowledge
from desk.reports.cells import Linked
from desk.reports.frame import Line, Part
from registry import clock
from registry.people.models import Appointment, User

WITH_HOLDERS = Prefetch("account", Account.objects.select_related("platform", "unit").prefetch_related(open_custody()))
HELD = (CustodyState.OPEN, CustodyState.ACCEPTED, CustodyState.ENDED)


def parts(person: User, reader: User) -> list[Part]:
    """Accounts, the right to post, roles, offices; and what they knew, for who may read it (`rules.seeing`)."""
    knows = known(person) if may_see_knowledge(person, reader) else []
    custodies = person.custodies.filter(state__in=HELD).prefetch_related(WITH_HOLDERS).order_by("pk")
    backups = person.backups.prefetch_related(WITH_HOLDERS).order_by("pk")
    posting = person.posting.filter(state__in=(PosterState.DESIGNATED, PosterState.REVOKED, PosterState.ENDED))
    roles = RoleHolder.objects.filter(person=person).select_related("account__platform", "proven_by", "person")
    offices = person.appointments.select_related("unit", "on_behalf_of__person").order_by("pk")
    return [
        Part(custodies, _of_custody), Part(backups, _of_backup),
        Part(posting.select_related("account__platform", "unit").order_by("pk"), _of_poster),
        Part(roles.order_by("pk"), _of_role), Part(offices, _of_office), Part(knows, _of_known),
    ]  # fmt: skip


def known(person: User) -> list[tuple[Known, list[Rotation]]]:
    """The accounts of which they know something, each with what had to change for it."""
    accounts = list(accounts_known_to(person, by_value=True))
    reasons = RotationReason.objects.filter(person=person, withdrawn_at=None).values("rotation")
    changes: dict[int, list[Rotation]] = defaultdict(list)
    for row in Rotation.objects.filter(pk__in=reasons, account__in=accounts).order_by("pk"):
        changes[row.account_id].append(row)
    return [(each, changes[each.account.pk]) for each in known_of(person, accounts, by_value=True)]


def _account(account: Account) -> Linked:
    return Linked(f"{account.name}, {account.platform.name}, {account.number}", account.get_absolute_url())


def _holder(account: Any) -> str:
    row = next(iter(account.held), None)
    if row is None:
        return str(account.get_state_display())
    words = _("%(name)s holds it as interim custodian") if row.interim else _("%(name)s holds it")
    return words % {"name": row.custodian.name}


def _of_custody(row: Custody) -> Line:
    what = _("Interim custodian") if row.interim else _("Custodian")
    return [what, _account(row.account), row.accepted_at or row.offered_at, row.ended_at, _holder(row.account)]


def _of_backup(row: BackupCustodian) -> Line:
    return [_("Backup custodian"), _account(row.account), row.since, row.ended_at, _holder(row.account)]


def _of_poster(row: Poster) -> Line:
    what = _("Poster, with the login") if row.may_reveal else _("Poster")
    where = _account(row.account) if row.account else row.place.name
    return [what, where, row.starts_on, row.closed_at or row.ends_on, row.get_state_display()]


def _of_role(row: RoleHolder) -> Line:
    became = "" if row.ended_at else state_words(row)
    return [row.called or row.get_level_display(), _account(row.account), row.since, row.ended_at, became]


def _of_office(row: Appointment) -> Line:
    return [_("Office"), row.designation, row.starts_on, row.last_day, ""]


def _of_known(row: tuple[Known, list[Rotation]]) -> Line:
    each, changes = row
    what = _("Knows: %(what)s") % {"what": each.now} if each.now else _("Knew: %(what)s") % {"what": each.before}
    return [what, _account(each.account), None, None, "; ".join(_change(change) for change in changes)]


def _change(row: Rotation) -> str:
    if row.closed_at is None:
        return _("%(what)s to change by %(day)s") % {"what": row.what, "day": _day(row.due_on)}
    said = _("%(what)s changed on %(day)s") if row.closed_version_id else _("%(what)s need not change, %(day)s")
    return said % {"what": row.what, "day": _day(clock.local(row.closed_at))}


def _day(day: Any) -> str:
    return date_format(day, "M j, Y")
