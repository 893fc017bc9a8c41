"""A request under random hands: whatever people try, in whatever order, the invariants of domain.md hold."""

from collections import Counter
from contextlib import suppress
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import Account
from approvals import actions
from approvals.models import Answer, Decision, Item, Request, Round, Seat
from approvals.workflow import FINAL, IN_ROUND, LIVE, STEPS, Status
from registry import clock
from registry.audit.models import Entry
from registry.people.models import Appointment, User
from registry.people.refusal import Refused
from tests.cast import MOMENT, Cast, gather
from tests.makers import bring_to, make_request, proof_of, values_for

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
MOSTLY_STAFF = ("requester", "coach", "stranger", "principal", "director")
MOVES = {(str(source), str(step.target)) for step in STEPS for source in step.sources}


class Life(RuleBasedStateMachine):
    """One district, a few requests, and everybody trying everything."""

    requests = Bundle("requests")
    met: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint._from_testcase = True  # a reveal insists on being outermost, test cases aside
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

    @initialize(target=requests, story=st.sampled_from(["with_administrator", "with_both", "setting_up", "returned"]))
    def one_is_under_way(self, story: str) -> Request:
        return make_request(self.cast, story)

    @rule(target=requests, by=st.sampled_from(MOSTLY_STAFF), custodian=st.sampled_from(MOSTLY_STAFF))
    def ask(self, by: str, custodian: str) -> Request:
        values = values_for(self.cast, custodian=self.who(custodian))
        request = actions.start_draft(by=self.who(by), values=values)
        with suppress(Refused):
            actions.submit(request, by=self.who(by))
        return self.again(request)

    @rule(request=requests, answer=st.sampled_from([*[Answer.YES] * 8, *Answer]))
    def those_who_are_asked_answer(self, request: Request, answer: str) -> None:
        for seat in Seat.objects.filter(
            round__request=request, round__outcome="open", asked__isnull=False, decision=None
        ):
            with suppress(Refused):
                self.answer(seat, answer, seat.asked)

    def answer(self, seat: Seat, answer: str, by: User, seen: str = "") -> None:
        seen = seen or seat.round.text_hash
        actions.decide(seat, answer=answer, note="Because.", seen_hash=seen, by=by, proof=proof_of(by))

    @rule(request=requests, by=st.sampled_from(PARTS), answer=st.sampled_from([*Answer]), stale=st.booleans())
    def anybody_answers(self, request: Request, by: str, answer: str, *, stale: bool) -> None:
        for seat in Seat.objects.filter(round__request=request).order_by("-pk"):
            with suppress(Refused):
                self.answer(seat, answer, self.who(by), "0" * 64 if stale else "")

    @rule(request=requests, custodian=st.sampled_from(PARTS), purpose=st.sampled_from(["One.", "Two."]))
    def revise(self, request: Request, custodian: str, purpose: str) -> None:
        values: dict[str, Any] = {"custodian": self.who(custodian), "purpose": purpose}
        with suppress(Refused):
            actions.revise(self.again(request), values=values, by=request.requester)

    @rule(request=requests, by=st.sampled_from(PARTS))
    def withdraw(self, request: Request, by: str) -> None:
        with suppress(Refused):
            actions.withdraw(self.again(request), by=self.who(by))

    @rule(request=requests, by=st.sampled_from(PARTS))
    def send_again(self, request: Request, by: str) -> None:
        for person in (self.who(by), request.requester):
            with suppress(Refused):
                actions.resubmit(self.again(request), by=person)

    @rule(by=st.sampled_from(PARTS))
    def finish(self, by: str) -> None:
        for request in Request.objects.filter(status=Status.SETTING_UP):
            account = Account.objects.filter(items__request=request, custodies__state="offered").first()
            with suppress(Refused):
                if account:
                    bring_to(self.cast, account, "ready")
            for person in (self.who(by), self.cast.communications):
                with suppress(Refused):
                    actions.finish_setup(request, by=person)

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
        steps: dict[str, list[tuple[str, str]]] = {}
        rows = Entry.objects.filter(object_type="request", before__isnull=False).order_by("seq")
        for name, before, after in rows.values_list("object_id", "before", "after"):
            if "status" in before:
                steps.setdefault(name, []).append((before["status"], after["status"]))
        for request in Request.objects.all():
            taken = steps.get(request.reference, [])
            assert set(taken) <= MOVES
            assert request.status == (taken[-1][1] if taken else Status.DRAFT)

    @invariant()
    def what_has_ended_stays_so(self) -> None:
        for pk, status in Request.objects.values_list("pk", "status"):
            before = self.seen.get(pk)
            assert before not in FINAL or status == before
            self.seen[pk] = status
            self.met.add(status)

    @invariant()
    def rounds_items_and_status_agree(self) -> None:
        opened = Counter(Round.objects.filter(outcome="open").values_list("request", flat=True))
        live = set(Item.objects.values_list("request", "live"))
        for pk, status in Request.objects.values_list("pk", "status"):
            assert opened[pk] == (status in IN_ROUND)
            assert {alive for request, alive in live if request == pk} == {status in LIVE}

    @invariant()
    def an_account_is_opened_only_by_three_different_people_who_said_yes(self) -> None:
        for item in Item.objects.filter(account__isnull=False):
            last = item.request.rounds.get(outcome="approved")
            said = Decision.objects.filter(round=last, answer=Answer.YES)
            assert len({decision.by_id for decision in said}) == 3


class TestLife(TestCase):
    def test_the_life_of_requests_under_random_hands(self) -> None:
        few = settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate),
        )
        run_state_machine_as_test(Life, settings=few)  # type: ignore[no-untyped-call]
        assert set(Status) - {Status.DRAFT, Status.EXPIRED} <= Life.met
