"""Whatever people do in whatever order: what is kept of every account is what is found, and what a count by hand says."""

import contextlib
import random
from datetime import timedelta

import pytest

from accounts.actions import checking, credentials, custody, drills, keeping_health, provisional, roles, rotation
from accounts.actions.depositing import Whose
from accounts.models import FactorKind, Holder, SecretField
from registry import clock
from registry.people import actions as people
from registry.people.models import Absence, Appointment, Office
from registry.people.refusal import Refused
from registry.vault import Secret
from tests.accounts.test_health import check_kept
from tests.makers import make_account, make_page, proof_of, refuse, reveal

pytestmark = pytest.mark.django_db
FIELDS = [SecretField.PASSWORD, SecretField.RECOVERY_PHONE, SecretField.RECOVERY_EMAIL, SecretField.SECOND_FACTOR]
VALUES = {SecretField.RECOVERY_PHONE: "952-555-0142", SecretField.RECOVERY_EMAIL: "own@mail.example"}
PEOPLE = ["coach", "backup", "teacher", "communications", "second_communications", "requester"]


def deposit(cast, account, chance):
    field, holder = chance.choice(FIELDS), chance.choice(list(Holder))
    person = getattr(cast, chance.choice(PEOPLE)) if holder == Holder.EMPLOYEE else None
    value = Secret(VALUES.get(field, f"words {chance.random()}"))
    kind = {"factor_kind": chance.choice(list(FactorKind)[1:])} if field == SecretField.SECOND_FACTOR else {}
    whose = None if field == SecretField.PASSWORD else {field: Whose(holder, person)}
    credentials.deposit(account, values={field: value}, holders=whose, by=cast.coach, **kind)


def codes(cast, account, chance):
    values = {(SecretField.BACKUP_CODE, slot): Secret(f"8841-22{slot}{chance.randint(0, 9)}") for slot in (1, 2, 3)}
    credentials.deposit(account, values=values, by=cast.communications)
    reveal(account, cast.communications, field="backup_code", slot=1)


def verify(cast, account, chance):
    act = reveal(account, cast.director).reveal
    if chance.random() < 0.3:
        refuse(account, "It does not work.", by=cast.director)
    else:
        credentials.worked(act, yes=True, by=cast.director, proof=proof_of(cast.director))


def drill(cast, account, chance):
    open_ = account.drills.filter(state="open").first() or drills.start(account, by=cast.director)
    if chance.random() < 0.5:
        reveal(account, cast.director)
        drills.passed(open_, minutes=3, by=cast.director)
    else:
        drills.failed(open_, step=chance.choice(["login", "code", "gone"]), minutes=3, by=cast.director)


def change(cast, account, chance):
    field = chance.choice(["", "password", "recovery_phone"])
    rotation.open_rotation(account, field=field, reason=chance.choice(["incident", "age"]), by=cast.communications)


def leave(cast, account, chance):
    people.deactivate(getattr(cast, chance.choice(PEOPLE)), by=cast.superintendent)


def come_back(cast, account, chance):
    people.reactivate(getattr(cast, chance.choice(PEOPLE)), by=cast.director)


def be_away(cast, account, chance):
    person, first = getattr(cast, chance.choice(PEOPLE)), clock.today() + timedelta(days=chance.randint(0, 2))
    people.record_absence(person=person, starts_on=first, ends_on=first + timedelta(days=3), by=person)


def be_there(cast, account, chance):
    for row in Absence.objects.not_over()[:1]:
        people.end_absence(row, by=row.person)


def lose_office(cast, account, chance):
    for row in Appointment.objects.in_force().filter(office=Office.COMMUNICATIONS_STAFF)[:1]:
        people.end_appointment(row, by=cast.director)


def hand_over(cast, account, chance):
    custody.offer(account, custodian=getattr(cast, chance.choice(PEOPLE)), by=cast.communications)
    offered = account.custodies.get(state="offered")
    custody.accept(offered, by=offered.custodian)


def suspend(cast, account, chance):
    provisional.suspend(account, why="It is late.", by=None)


def end_role(cast, account, chance):
    for row in account.role_holders.filter(ended_at=None)[:1]:
        roles.end(row, by=cast.director)


def see_role(cast, account, chance):
    person = getattr(cast, chance.choice(PEOPLE))
    row = roles.record(account, person=person, level="full", signs_in="own", by=cast.communications)
    roles.prove(row, by=cast.director)


def look(cast, account, chance):
    seen, day = chance.choice([("active", 3), ("active", 60), ("nothing", None), ("unreachable", None)]), clock.today()
    last = day - timedelta(days=seen[1]) if seen[1] else None
    checking.look(account, checked_on=day, seen=seen[0], last_active_on=last, by=cast.coach)


VERBS = [
    deposit, deposit, deposit, codes, verify, verify, drill, change, leave, come_back, be_away, be_there, lose_office,
    hand_over, suspend, end_role, see_role, look,
]  # fmt: skip


@pytest.mark.parametrize("seed", [3])
def test_what_is_kept_is_what_is_found_after_whatever_people_do(cast, seed):
    chance, done = random.Random(seed), 0
    accounts = [make_account(cast, "active"), make_account(cast, "active"), make_page(cast)]
    moment = clock.now()
    for _step in range(25):
        moment += timedelta(days=chance.choice([0, 0, 0, 1, 8, 40]))
        with clock.at(moment):
            keeping_health.recompute(by=None)
            with contextlib.suppress(Refused):
                account = chance.choice(accounts)
                account.refresh_from_db()
                chance.choice(VERBS)(cast, account, chance)
                done += 1
            check_kept()
    assert done > 8
