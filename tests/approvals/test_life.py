"""A request under random hands: whatever people try, in whatever order, the invariants of domain.md hold."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import Account
from approvals import actions
from approvals.models import Answer, Decision, Item, Request, Round, Seat
from approvals.workflow import FINAL, LIVE, STEPS, Status
from registry import clock
from registry.audit.models import Entry
from registry.people.models import Appointment, User
from registry.people.refusal import Refused
from tests.cast import MOMENT, Cast, gather
from tests.makers import bring_to, proof_of, values_for

PARTS = (
    "requester",
    "coach",
    "principal",
    "superintendent",
    "designee",
    "director",
    "alternate",
    "communications",
    "stranger",
)
MOVES = {(str(source), str(step.target)) for step in STEPS for source in step.sources}


class Life(RuleBasedStateMachine):
    """One district, a few requests, and everybody trying everything."""

    requests = Bundle("requests")

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.clock = clock.at(MOMENT)
        self.clock.__enter__()
        self.cast: Cast = gather()
        self.seen: dict[int, str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.clock.__exit__(None, None, None)

    def who(self, part: str) -> User:
        person: User = getattr(self.cast, part)
        return person

    def again(self, request: Request) -> Request:
        return Request.objects.get(pk=request.pk)

    @rule(target=requests, by=st.sampled_from(PARTS), custodian=st.sampled_from(PARTS))
    def ask(self, by: str, custodian: str) -> Request:
        values = values_for(self.cast, custodian=self.who(custodian))
        request = actions.start_draft(by=self.who(by), values=values)
        with suppress(Refused):
            actions.submit(request, by=self.who(by))
        return self.again(request)

    @rule(
        request=requests,
        by=st.sampled_from(PARTS),
        answer=st.sampled_from([*[Answer.YES] * 6, *Answer]),
        stale=st.booleans(),
    )
    def decide(self, request: Request, by: str, answer: str, *, stale: bool) -> None:
        person = self.who(by)
        for seat in Seat.objects.filter(round__request=request).order_by("-pk"):
            seen = "0" * 64 if stale and answer != Answer.YES else seat.round.text_hash
            with suppress(Refused):
                actions.decide(seat, answer=answer, note="Because.", seen_hash=seen, by=person, proof=proof_of(person))

    @rule(request=requests, custodian=st.sampled_from(PARTS), purpose=st.sampled_from(["One.", "Two."]))
    def revise(self, request: Request, custodian: str, purpose: str) -> None:
        values: dict[str, Any] = {"custodian": self.who(custodian), "purpose": purpose}
        with suppress(Refused):
            actions.revise(self.again(request), values=values, by=request.requester)

    @rule(request=requests, by=st.sampled_from(PARTS))
    def send_again(self, request: Request, by: str) -> None:
        with suppress(Refused):
            actions.resubmit(self.again(request), by=self.who(by))

    @rule(request=requests, by=st.sampled_from(PARTS), sure=st.integers(0, 4))
    def withdraw(self, request: Request, by: str, sure: int) -> None:
        if sure == 0:
            with suppress(Refused):
                actions.withdraw(self.again(request), by=self.who(by))

    @rule(request=requests, by=st.sampled_from(PARTS))
    def finish(self, request: Request, by: str) -> None:
        request = self.again(request)
        account = Account.objects.filter(items__request=request, state="setting_up", custodies__state="offered").first()
        if account:
            bring_to(self.cast, account, "ready")
        with suppress(Refused):
            actions.finish_setup(request, by=self.who(by))

    @rule(part=st.sampled_from(("principal", "designee", "director")))
    def an_office_ends_or_begins_again(self, part: str) -> None:
        row = Appointment.objects.filter(person=self.who(part)).first()
        assert row
        ended = None if row.ended_at else MOMENT.replace(year=2024)
        Appointment.objects.filter(pk=row.pk).update(ended_at=ended)
        actions.reopen_waiting()

    @invariant()
    def nobody_decides_on_their_own_or_twice(self) -> None:
        own = Decision.objects.filter(by=F("requester")) | Decision.objects.filter(by=F("custodian"))
        made = list(Decision.objects.values_list("round_id", "by_id"))
        assert (own.count(), len(made)) == (0, len(set(made)))

    @invariant()
    def a_decision_stands_on_the_text_of_its_round(self) -> None:
        assert Decision.objects.exclude(text_hash=F("round__text_hash")).count() == 0
        assert Decision.objects.filter(round__request__requester=F("by")).count() == 0

    @invariant()
    def every_step_taken_is_a_row_of_the_table_and_an_event(self) -> None:
        for request in Request.objects.all():
            steps = [
                (entry.before["status"], entry.after["status"])
                for entry in Entry.objects.filter(object_id=request.reference).order_by("seq")
                if entry.before and "status" in entry.before
            ]
            assert set(steps) <= MOVES
            assert request.status == (steps[-1][1] if steps else Status.DRAFT)

    @invariant()
    def what_has_ended_stays_so(self) -> None:
        for request in Request.objects.all():
            before = self.seen.get(request.pk)
            assert before not in FINAL or request.status == before
            self.seen[request.pk] = request.status

    @invariant()
    def rounds_items_and_status_agree(self) -> None:
        for request in Request.objects.all():
            opened = Round.objects.filter(request=request, outcome="open").count()
            assert opened == (request.status in (Status.DECIDING, Status.WAITING))
            assert {item.live for item in request.items.all()} == {request.status in LIVE}

    @invariant()
    def an_account_is_opened_only_by_three_different_people_who_said_yes(self) -> None:
        for item in Item.objects.filter(account__isnull=False):
            last = item.request.rounds.get(outcome="approved")
            said = Decision.objects.filter(round=last, answer=Answer.YES)
            assert len({decision.by_id for decision in said}) == 3


class TestLife(TestCase):
    def test_the_life_of_requests_under_random_hands(self) -> None:
        few = settings(max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck))
        run_state_machine_as_test(Life, settings=few)  # type: ignore[no-untyped-call]
