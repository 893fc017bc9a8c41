"""Custody that hangs on an office: whose office is over, and who has it now (domain.md: custody; E1.6, E1.7).

Somebody holds an account by office where they took it while in an office that reaches it: an administrator's reaches
their unit and what is under it, that of Communications and of the superintendent the whole district.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from accounts.models import Account, Custody, CustodyState
from accounts.rules.custody import STAND_IN, in_force_now, stand_in_among
from accounts.rules.succession import held_for_good
from registry import clock
from registry.people.models import Appointment, Office, User

#: So long after an office has ended it is still asked who has its accounts from now on.
AFTER = timedelta(days=30)
OFFICES = (
    Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR, Office.COMMUNICATIONS_STAFF,
)  # fmt: skip


@dataclass(frozen=True)
class Hanging:
    """A custody, and the office that is over by which somebody held it; who has that office now, if anybody has; and
    who finds somebody where those cannot.
    """

    custody: Custody
    office: Appointment
    heirs: list[User]
    finder: User

    @property
    def over_on(self) -> date:
        """The last day of the office."""
        return self.office.last_day or clock.today()


def hanging() -> list[Hanging]:
    """The custodies that hang on an office which ended lately, of who works here still; nobody takes them over yet."""
    ended = list(_ended_lately())
    if not ended:
        return []
    in_force = [row for row in in_force_now() if row.on_behalf_of_id is None]
    held = held_for_good().filter(custodian__in={row.person_id for row in ended}, custodian__is_active=True)
    found = (_of(custody, ended, in_force) for custody in held)
    return [each for each in found if each]


def hanging_on(office: Appointment, in_force: Sequence[Appointment]) -> list[Hanging]:
    """The same, as if this office were over and these were in force; nobody holds anything as a designee."""
    in_force = [row for row in in_force if row.on_behalf_of_id is None]
    found = (_of(custody, [office], in_force) for custody in held_for_good(office.person))
    return [each for each in found if each] if office.office in OFFICES else []


def outdated_interims(in_force: Sequence[Appointment] | None = None, *, of: User | None = None) -> list[Custody]:
    """What somebody (this one, where told) holds meanwhile whose office no longer says so, where there is somebody
    whose office does; as if these were in force, where told.
    """
    in_force = in_force_now() if in_force is None else in_force
    rows = Custody.objects.filter(state=CustodyState.OPEN, interim=True)
    rows = rows.filter(custodian=of) if of else rows
    held = rows.select_related("account__unit", "account__platform", "custodian").order_by("account")
    return [row for row in held if _is_outdated(row, in_force)]


def is_outdated(held: Custody) -> bool:
    """The same of one, as it is now."""
    return _is_outdated(held, in_force_now())


def _is_outdated(held: Custody, in_force: Sequence[Appointment]) -> bool:
    own = [row for row in in_force if row.on_behalf_of_id is None and row.person_id == held.custodian_id]
    if any(_stands_in(row, held.account) for row in own):
        return False
    now = stand_in_among(in_force, held.account, failing=held.custodian, instead_of=held.custodian)
    return now.pk != held.custodian_id


def _stands_in(office: Appointment, account: Account) -> bool:
    return office.office in STAND_IN or (office.office == Office.ADMINISTRATOR and _reaches(office, account))


def _of(custody: Custody, ended: Sequence[Appointment], in_force: Sequence[Appointment]) -> Hanging | None:
    own = [row for row in in_force if row.person_id == custody.custodian_id and row.office in OFFICES]
    if any(_reaches(row, custody.account) for row in own):
        return None
    theirs = [row for row in ended if row.person_id == custody.custodian_id and _reaches(row, custody.account)]
    office = next((row for row in theirs if _was_taken_in(custody, row)), None)
    if office is None:
        return None
    heirs = [row.person for row in in_force if (row.office, row.unit_id) == (office.office, office.unit_id)]
    finder = stand_in_among(in_force, custody.account, failing=custody.custodian, instead_of=custody.custodian)
    return Hanging(custody, office, heirs, finder)


def _was_taken_in(custody: Custody, office: Appointment) -> bool:
    taken = clock.local(custody.accepted_at or custody.offered_at).date()
    return office.starts_on <= taken <= (office.last_day or taken)


def _reaches(office: Appointment, account: Account) -> bool:
    return office.unit_id is None or office.unit_id in account.unit.path_ids()


def _ended_lately() -> "list[Appointment]":
    first = clock.today() - AFTER
    moment = clock.midnight(first)
    over = Q(ended_at=None, ends_on__gte=first, ends_on__lt=clock.today()) | Q(ended_at__gte=moment)
    rows = Appointment.objects.filter(over, office__in=OFFICES, on_behalf_of=None, person__is_active=True)
    return list(rows.select_related("person", "unit", "appointed_by", "ended_by").order_by("-pk"))
