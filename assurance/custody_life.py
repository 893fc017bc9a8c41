"""The custody of one account under random hands, as a machine of verbs and of what must hold after each."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts.actions import answering, backup, credentials, custody, handoff, handoff_chores, reassigning, renewal
from accounts.models import CustodyState, Exposure, Handoff, HandoffState, RotationReason, SecretField
from accounts.rules.custody import stand_in_for
from assurance.custody_ledger import CustodyLedger
from assurance.plain_ledger import PlainLedger
from registry import clock
from registry.people import actions as people
from registry.people.models import User
from registry.people.refusal import Refused
from registry.vault import Secret
from tests.cast import MOMENT, Cast, gather
from tests.makers import make_account, proof_of, reveal

#: Who may come to hold it; all of them may leave, but for the director, who sees to it that somebody is left.
PEOPLE = ("coach", "teacher", "backup", "stranger", "principal", "second_communications", "director")
LEAVE = PEOPLE[:-1]
OFFICES = ("principal", "communications", "director")
#: How far a handoff has come when a life begins.
BEGINNINGS = ("", "offered", "late", "declined", "accepted", "beside")
WHO, ANYBODY, OFFICE = st.sampled_from(PEOPLE), st.sampled_from((*PEOPLE, "holder")), st.sampled_from(OFFICES)


class CustodyLife(RuleBasedStateMachine):
    """One account, its people, and two plain ledgers: of who answers for it, and of who knows its password."""

    met: ClassVar[set[str]] = set()
    lives: ClassVar[int] = 0
    #: How much was due of those who left, how much of that was found, and how much was asked for in all.
    due: ClassVar[list[int]] = [0, 0, 0]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint._from_testcase = True  # a reveal insists on being outermost, test cases aside
        self.savepoint.__enter__()
        self.now, self.words = MOMENT, 0
        self.clock = clock.at(MOMENT)
        self.clock.__enter__()
        self.cast: Cast = gather()

    def teardown(self) -> None:
        """Forget the life."""
        type(self).lives += 1
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.clock.__exit__(None, None, None)

    @initialize(to=st.sampled_from(("teacher", "backup", "stranger")), begun=st.sampled_from(BEGINNINGS))
    def an_account_has_a_custodian(self, to: str, begun: str) -> None:
        """And perhaps a handoff, so far come. The password is known to whoever set the account up: what was there before
        the count began is taken as it stands.
        """
        self.account = make_account(self.cast, "active")
        named = self.account.backups.get(ended_at=None).person_id
        self.custody, self.knows = CustodyLedger(self.cast.coach.pk, backup=named), PlainLedger()
        self.knows.begin(self.account.pk, "password", "first")
        for exposure in Exposure.objects.filter(secret__account=self.account, secret__field="password"):
            self.knows.seen(self.account.pk, "password", exposure.person_id)
        if begun:
            self.hand_over(by="holder", to=to)
        if begun == "late":
            self.days_go_by(days=28)
        elif begun == "declined":
            self.decline()
        elif begun in ("accepted", "beside"):
            self.accept(beside=begun == "beside")

    # People ------------------------------------------------------------------------------------------------------------

    def who(self, part: str) -> User:
        """As they are now; “holder” is whoever answers for it."""
        key = self.custody.holder if part == "holder" else getattr(self.cast, part).pk
        return User.objects.get(pk=key)

    def went(self, act: Callable[[], object]) -> bool:
        """Whether an act was done; a refusal changes nothing, as what must hold then says."""
        try:
            act()
        except Refused:
            return False
        return True

    def later(self, time: timedelta) -> None:
        """Set the clock on."""
        self.now += time
        self.clock.__exit__(None, None, None)
        self.clock = clock.at(self.now)
        self.clock.__enter__()

    # Verbs -------------------------------------------------------------------------------------------------------------

    @rule(by=ANYBODY, to=WHO)
    def hand_over(self, by: str, to: str) -> None:
        """Offer a handoff."""
        taker, giver = self.who(to), self.who(by)
        if giver.is_active and self.went(lambda: handoff.offer(self.account, taker=taker, why="new", by=giver)):
            self.custody.offered(taker.pk, passing=True)

    @precondition(lambda life: life.custody.interim)
    @rule(by=OFFICE, to=WHO)
    def offer(self, by: str, to: str) -> None:
        """Offer the custody that nobody has accepted."""
        to_, by_ = self.who(to), self.who(by)
        if by_.is_active and self.went(lambda: custody.offer(self.account, custodian=to_, by=by_)):
            self.custody.offered(to_.pk, passing=False)

    @precondition(lambda life: life.custody.asked)
    @rule(beside=st.booleans())
    def accept(self, *, beside: bool) -> None:
        """Whoever is asked says yes, at their own screen or at that of an office."""
        for offered in self.account.custodies.filter(state=CustodyState.OFFERED).select_related("custodian"):
            by, office = offered.custodian, self.who("communications")
            if beside:
                done = self.went(lambda: answering.accept_beside(offered, by=by, beside=office))  # noqa: B023
            else:
                done = self.went(lambda: answering.accept(offered, by=by))  # noqa: B023
            if done:
                self.met |= {"beside"} if beside else set()
                self.custody.said_yes()

    @precondition(lambda life: life.custody.asked)
    @rule()
    def decline(self) -> None:
        """Whoever is asked says no."""
        for offered in self.account.custodies.filter(state=CustodyState.OFFERED).select_related("custodian"):
            if self.went(lambda: answering.decline(offered, why="No time.", by=offered.custodian)):  # noqa: B023
                self.custody.over()

    @precondition(lambda life: life.custody.asked)
    @rule(by=ANYBODY)
    def take_it_back(self, by: str) -> None:
        """Call a handoff off, or take an offer back."""
        person = self.who(by)
        live = Handoff.objects.filter(account=self.account, state__in=HandoffState.live()).first()
        act = handoff.call_off if live else custody.take_back
        if person.is_active and self.went(lambda: act(live or self.account, why="So it is.", by=person)):  # type: ignore[arg-type]
            self.custody.over()

    @precondition(lambda life: life.custody.accepted)
    @rule(by=OFFICE)
    def verify(self, by: str) -> None:
        """Say that the taker gets in."""
        live, person = Handoff.objects.get(account=self.account, state=HandoffState.ACCEPTED), self.who(by)
        if person.is_active and self.went(lambda: handoff.verify(live, by=person)):
            self.custody.has_it(self.custody.asked)

    @rule(by=OFFICE, to=WHO)
    def take(self, by: str, to: str) -> None:
        """Take it from who holds it, and ask somebody else."""
        person, to_ = self.who(by), self.who(to)
        next_ = to_ if to_.is_active and to_.pk != person.pk else None
        how: dict[str, Any] = {"because": "unreachable", "by": person, "custodian": next_}
        held = self.who("holder")
        stands_in = stand_in_for(self.account, failing=person, instead_of=held)
        if person.is_active and self.went(lambda: reassigning.reassign(self.account, **how)):
            self.met.add("reassigned")
            self.custody.over()
            self.custody.stepped_in(stands_in.pk)
            if next_:
                self.custody.offered(next_.pk, passing=False)

    @rule(by=ANYBODY, to=WHO)
    def name_a_backup(self, by: str, to: str) -> None:
        """Say who steps in."""
        by_, to_ = self.who(by), self.who(to)
        if by_.is_active and self.went(lambda: backup.name(self.account, person=to_, by=by_)):
            self.custody.backup = to_.pk

    @rule(by=st.sampled_from((*PEOPLE, "holder", "holder")))
    def look(self, by: str) -> None:
        """Open the login."""
        person = self.who(by)
        if person.is_active and self.went(lambda: reveal(self.account, person)):
            self.knows.seen(self.account.pk, "password", person.pk)

    @rule(by=st.sampled_from(("asked", "asked", "holder", "communications")))
    def change_the_login(self, by: str) -> None:
        """A new password, tried by somebody else, with other sessions signed out."""
        by = "communications" if by == "asked" and not self.custody.asked else by
        person = User.objects.get(pk=self.custody.asked) if by == "asked" else self.who(by)
        self.words += 1
        self.later(timedelta(hours=3))  # nobody opens twenty logins a day
        value, ours = f"Word-number-{self.words}-of-this-life", self.cast.director
        values = {SecretField.PASSWORD: Secret(value)}
        if person.pk == ours.pk or not self.went(lambda: credentials.deposit(self.account, values=values, by=person)):
            return
        self.knows.deposited(self.account.pk, "password", value, person.pk)
        reveal(self.account, ours)
        self.knows.seen(self.account.pk, "password", ours.pk)
        credentials.verify(self.account, by=ours, proof=proof_of(ours))
        self.knows.verified(self.account.pk, ("password",))
        for rotation in self.account.rotations.filter(closed_at=None):
            with suppress(Refused):
                renewal.confirm_sessions_out(rotation, by=ours)

    @rule(to=WHO)
    def what_is_under_way_goes_on(self, to: str) -> None:
        """By its next step, so that lives are spent on what follows, too."""
        if self.custody.accepted:
            self.change_the_login(by="asked")
            self.verify(by="communications")
        elif self.custody.asked:
            self.accept(beside=False)
        else:
            self.hand_over(by="holder", to=to)
            self.offer(by="director", to=to)

    @rule(to=WHO, how=st.sampled_from(("decline", "wait", "call off")))
    def somebody_does_not_take_it_over(self, to: str, how: str) -> None:
        """Who is asked says no, or nothing for a month; or it is called off."""
        if not self.custody.asked:
            self.what_is_under_way_goes_on(to=to)
        if how == "decline":
            self.decline()
        elif how == "wait":
            self.days_go_by(days=28)
        else:
            self.take_it_back(by="director")

    @rule(to=WHO)
    def somebody_takes_it_over(self, to: str) -> None:
        """From where it stands to the end."""
        for _step in range(3):
            self.what_is_under_way_goes_on(to=to)

    @rule(part=st.sampled_from(LEAVE), days=st.integers(1, 20))
    def be_away(self, part: str, days: int) -> None:
        """Somebody is on leave; they may still be asked, and the offer waits."""
        person, today, by = self.who(part), clock.today(), self.cast.superintendent
        until = today + timedelta(days=days)
        if person.is_active and self.went(
            lambda: people.record_absence(person=person, starts_on=today, ends_on=until, by=by, proof=proof_of(by))
        ):
            self.met.add("away")

    @rule(part=st.sampled_from(LEAVE))
    def leave(self, part: str) -> None:
        """Anybody leaves."""
        self.close_the_sign_in_of(self.who(part))

    @rule(asked=st.booleans())
    def who_has_a_part_leaves(self, *, asked: bool) -> None:
        """Whoever holds it or is asked, once something has happened to it."""
        key = self.custody.asked if asked else self.custody.holder
        if key in {getattr(self.cast, part).pk for part in LEAVE} and self.words:
            self.close_the_sign_in_of(User.objects.get(pk=key))

    def close_the_sign_in_of(self, person: User) -> None:
        """What they know is due, exactly, and they hold nothing."""
        if not person.is_active or not self.went(lambda: people.deactivate(person, by=self.cast.sysadmin)):
            return
        stands_in = stand_in_for(self.account, failing=self.cast.sysadmin)
        self.met |= {"left in a handoff"} if self.custody.passing else {"left"}
        self.custody.left(person.pk, stands_in=stands_in.pk)
        wanted, got = bool(self.knows.due(person.pk)), self.is_asked_for(person.pk)
        for place, one in enumerate((wanted, wanted and got, got)):
            self.due[place] += one
        assert got == wanted, f"of who left it is {'' if wanted else 'not '}due, and {'' if got else 'not '}asked for"

    @rule(days=st.sampled_from((1, 7, 14, 28)))
    def days_go_by(self, days: int) -> None:
        """Chores run every few days; who was asked and has not answered in time is asked no more."""
        self.later(timedelta(days=days))
        before = self.account.handoffs.filter(state=HandoffState.OFFERED, answer_by__lt=clock.today()).exists()
        handoff_chores.chase_due()
        late = self.account.handoffs.filter(state=HandoffState.OFFERED, answer_by__lt=clock.today()).exists()
        if before and not late:
            self.custody.over()

    def is_asked_for(self, key: object) -> bool:
        """Whether the password is to be changed because this person has left and knows it."""
        rows = RotationReason.objects.filter(person=key, kind="leaver", withdrawn_at=None, rotation__closed_at=None)
        return rows.filter(rotation__account=self.account, rotation__field__in=("", "password")).exists()

    # What holds --------------------------------------------------------------------------------------------------------

    @invariant()
    def exactly_one_answers_for_it_and_it_is_who_the_ledger_says(self) -> None:
        """The giver until the handoff is verified; who stands in where they left or it was taken."""
        (held,) = self.account.custodies.filter(state=CustodyState.OPEN)
        assert (held.custodian_id, held.interim) == (self.custody.holder, self.custody.interim)
        asked = self.account.custodies.filter(state__in=CustodyState.asked())
        assert [row.custodian_id for row in asked] == ([self.custody.asked] if self.custody.asked else [])
        named = self.account.backups.filter(ended_at=None).values_list("person", flat=True)
        assert list(named) == ([self.custody.backup] if self.custody.backup else [])

    @invariant()
    def a_handoff_is_under_way_where_the_ledger_says(self) -> None:
        """And what became of those before is kept."""
        live = self.account.handoffs.filter(state__in=HandoffState.live()).values_list("taker", "state")
        state = "accepted" if self.custody.accepted else "offered"
        assert list(live) == ([(self.custody.asked, state)] if self.custody.passing else [])
        self.met.update(self.account.handoffs.values_list("state", flat=True))

    @invariant()
    def who_has_left_holds_nothing_and_what_they_know_stays_on_the_list(self) -> None:
        """Until the password has really changed."""
        for gone in self.custody.gone:
            live = (CustodyState.OPEN, *CustodyState.asked())
            assert not self.account.custodies.filter(custodian=gone, state__in=live).exists()
            assert not self.account.backups.filter(person=gone, ended_at=None).exists()
            assert self.is_asked_for(gone) or not self.knows.due(gone), "known, not changed, and not asked for"
