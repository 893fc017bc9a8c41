"""D22: random histories of who saw what; somebody leaves; what is due is exactly what they know and may still open."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from unittest import mock

from django.db.models import QuerySet
from django.test import Client

from accounts.actions import credentials, declaring, posting, renewal
from accounts.models import (
    Account,
    Exposure,
    ExposureKind,
    Poster,
    Reveal,
    RotationReason,
    SecretField,
    SecretVersion,
)  # fmt: skip
from accounts.rules import knowing
from accounts.rules.credentials import to_verify
from accounts.rules.declaring import Knowing
from accounts.rules.knowing import knowledge
from assurance import world
from assurance.figure import Figure
from assurance.plain_ledger import Due, PlainLedger
from assurance.surroundings import HOST
from registry import clock
from registry.people import actions as people
from registry.people.models import Appointment, Office, User
from registry.vault import Secret
from tests.cast import Cast, gather, sign_in
from tests.makers import make_account, proof_of, refuse, reveal

ACCOUNTS = 8
TRIED = ("password", "seed")
CODES = 3
PAGE = "/accounts/check/"


def main(*, full: bool) -> None:
    """Each history is somebody new; the accounts go on. The control's ledger forgets who deposited what."""
    histories = 1000 if full else 200
    world.begin()
    district = District(gather(), Random(22))
    wrong = [said for number in range(histories) for said in district.history(number)]
    counted = district.counted
    with _forgets_deposits():
        caught = sum(bool(district.history(number)) for number in range(histories, histories + 40))
    bad = len({said.split(":")[0] for said in wrong})
    Figure(
        "D22", "who leaves: what they know is due, nothing else", histories - bad, histories, caught > 0,
        f"a ledger that forgets deposits is wrong in {caught} of 40", counted, tuple(wrong),
    ).tell()  # fmt: skip


class District:
    """A few accounts with a long past, and a plain ledger that is told of everything that happens to them."""

    def __init__(self, cast: Cast, chance: Random) -> None:
        self.cast, self.chance, self.ledger = cast, chance, PlainLedger()
        self.now = clock.now()
        self.staff = [cast.director, cast.communications, cast.second_communications]
        self.accounts: list[Account] = []
        for _ in range(ACCOUNTS):
            self.now += timedelta(hours=3)  # nobody may open many accounts in a few minutes
            with clock.at(self.now):
                self.accounts.append(make_account(cast, "active"))
        self.due = self.found = 0
        self.values = ["Shared-Word-1", "Shared-Word-2"]
        for account in self.accounts:
            for row in account.secrets.filter(field="password"):
                self.ledger.begin(account.pk, "password", row.pk)
            self.now += timedelta(hours=3)
            with clock.at(self.now):
                self.deposit(account, cast.director)
                self.verify(account, cast.director)

    @property
    def counted(self) -> str:
        """How much was due in all, and how much of it was found."""
        return f"{self.found} of {self.due} due found"

    def history(self, number: int) -> list[str]:
        """Somebody comes, sees this and that, and leaves; returns what was not as it should be."""
        leaver = self.somebody(number)
        for _ in range(self.chance.randint(3, 9)):
            self.now += timedelta(hours=self.chance.randint(3, 30))
            with clock.at(self.now):
                self.something_happens(leaver)
        with clock.at(self.now):
            client = sign_in(Client(headers={"host": HOST, "x-forwarded-proto": "https"}), leaver)
            if client.get(PAGE).status_code != 200:
                return [f"{number}: no session to begin with"]
            people.deactivate(leaver, by=self.cast.sysadmin)
            return [f"{number}: {said}" for said in self.faults(leaver, client)]

    def somebody(self, number: int) -> User:
        """Half of them join Communications, the others may open some accounts as posters."""
        cast = self.cast
        with clock.at(self.now):
            email = f"leaver.{number}@{cast.coach.email.partition('@')[2]}"
            made = people.invite(email=email, name=f"Leaver {number}", title="", unit=cast.units.high, by=cast.sysadmin)
            terms = {"person": made, "starts_on": clock.today(), "by": cast.director}
            if number % 2:
                people.appoint(office=Office.COMMUNICATIONS_STAFF, **terms)
                return made
            for account in self.chance.sample(self.accounts, 3):
                posting.designate(account, may_reveal=True, **terms)
            return made

    def something_happens(self, leaver: User) -> None:
        """One thing, by the leaver or by somebody else."""
        account, other = self.chance.choice(self.accounts), self.chance.choice(self.staff)
        mine = [each for each in self.accounts if Poster.objects.filter(account=each, person=leaver).exists()]
        if not mine:
            own = (self.deposit, self.codes, self.seed, self.look, self.fail, self.kit, self.verify, self.declare)
            self.chance.choice([*own, self.rotate, self.turn_down])(account, leaver)
        elif self.chance.random() < 0.6:
            self.chance.choice([self.look, self.fail])(self.chance.choice(mine), leaver)
        else:
            self.chance.choice([self.declare, self.strike])(account, leaver)
        if self.chance.random() < 0.5:
            self.chance.choice([self.deposit, self.rotate, self.verify, self.turn_down, self.codes])(account, other)

    def deposit(self, account: Account, by: User) -> None:
        """A new password; now and then one that is used elsewhere, or the one that is there."""
        fresh = f"Fresh-Word-{self.chance.getrandbits(40)}"
        value = self.chance.choice([*self.values, fresh, fresh, fresh, self.ledger.current(account.pk, "password")])
        self._store(account, by, {"password": str(value)})

    def seed(self, account: Account, by: User) -> None:
        """A new authenticator."""
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        self._store(account, by, {"seed": "".join(self.chance.choices(letters, k=32))})

    def _store(self, account: Account, by: User, values: dict[str, str]) -> None:
        credentials.deposit(account, values={SecretField(name): Secret(text) for name, text in values.items()}, by=by)
        for name, text in values.items():
            self.ledger.deposited(account.pk, name, text, by.pk)

    def codes(self, account: Account, by: User) -> None:
        """A new list of backup codes."""
        new = [f"code-{self.chance.getrandbits(40)}" for _ in range(CODES)]
        places = {(SecretField.BACKUP_CODE, slot): Secret(code) for slot, code in enumerate(new, 1)}
        credentials.deposit(account, values=places, by=by)
        self.ledger.listed(account.pk, new, by.pk)

    def look(self, account: Account, by: User) -> None:
        """The sign-in set: the password, and of the seed a code."""
        reveal(account, by)
        self.ledger.seen(account.pk, "password", by.pk)

    def fail(self, account: Account, by: User) -> None:
        """An opening that showed nothing."""
        act = reveal(account, by).reveal
        Reveal.objects.filter(pk=act.pk).update(failed_at=clock.now())

    def kit(self, account: Account, by: User) -> None:
        """Everything that is stored, at once."""
        for row in SecretVersion.objects.filter(is_current=True):
            Exposure.objects.create(secret=row, kind=ExposureKind.KIT, person=by)
        self.ledger.took_all(by.pk)

    def declare(self, account: Account, whom: User) -> None:
        """Somebody told them the password."""
        made = declaring.declare(account, Knowing("employee", person=whom), by=self.cast.director)
        self.ledger.told(account.pk, whom.pk, made[0].pk)

    def strike(self, account: Account, whom: User) -> None:
        """The last declaration was wrong."""
        row = Exposure.objects.filter(kind=ExposureKind.DECLARED, person=whom, withdrawn_at=None).last()
        if row:
            declaring.withdraw(row, why="Asked: never told.", by=self.cast.director)
            self.ledger.untold(row.pk)

    def verify(self, account: Account, by: User) -> None:
        """Somebody else tries what waits, and it works."""
        waiting = to_verify(account)
        other = self._another(waiting)
        if waiting:
            self.look(account, other)
            credentials.verify(account, by=other, proof=proof_of(other))
            self.ledger.verified(account.pk, TRIED)

    def turn_down(self, account: Account, by: User) -> None:
        """Somebody else tries what waits, and it does not work."""
        waiting = to_verify(account)
        if waiting:
            refuse(account, "It asks for a code.", self._another(waiting))
            self.ledger.refused(account.pk, TRIED)

    def rotate(self, account: Account, by: User) -> None:
        """A rotation seen through by somebody who stays."""
        self._store(account, self.cast.director, {"password": f"Rotated-{self.chance.getrandbits(40)}"})
        for row in account.rotations.filter(closed_at=None, field="password"):
            renewal.confirm_sessions_out(row, by=self.cast.director)
        self.verify(account, by)

    def _another(self, waiting: list[SecretVersion]) -> User:
        taken = {row.deposited_by_id for row in waiting}
        return next(person for person in self.staff if person.pk not in taken)

    def faults(self, leaver: User, client: Client) -> Iterator[str]:
        """Too much, too little, a session that lives on, an office or a right that is left."""
        wanted = self.ledger.due(leaver.pk)
        rows = RotationReason.objects.filter(person=leaver, kind="leaver", rotation__closed_at=None)
        got: set[Due] = set(rows.values_list("rotation__account_id", "rotation__field"))
        self.due, self.found = self.due + len(wanted), self.found + len(wanted & got)
        yield from (f"{due} is due and was not found" for due in sorted(wanted - got))
        yield from (f"{due} is not due and was asked for" for due in sorted(got - wanted))
        if client.get(PAGE).status_code != 302:
            yield "a session lives on"
        left = Poster.objects.in_force().filter(person=leaver).count()
        if left + Appointment.objects.in_force().filter(person=leaver).count():
            yield "an office or a right is left"


@contextmanager
def _forgets_deposits() -> Iterator[None]:
    """The broken variant."""

    def short() -> QuerySet[Exposure]:
        return knowledge().exclude(kind=ExposureKind.DEPOSITED)

    with mock.patch.object(knowing, "knowledge", short), mock.patch("accounts.rules.reasons.knowledge", short):
        yield
