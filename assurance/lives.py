"""D5: requests under random hands, many lives long: no invariant falls, every move of the table is taken, no other is."""

import sys
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any, ClassVar
from unittest import mock

from django.db import connection, transaction
from django.db.models import Count, F, Q
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from accounts.models import Account, AccountState, AuthorizationKind
from approvals import actions
from approvals.actions.moving import locked, move
from approvals.models import Answer, Decision, Item, Request, Round, Scan, Seat
from approvals.said import Said
from approvals.workflow import STEP, STEPS, Actor, Move, Status
from assurance import world
from assurance.figure import Figure
from assurance.living import live, live_long
from registry import audit, clock
from registry.audit.models import Entry
from registry.audit.verifying import verify
from registry.people.models import Appointment, Office, User
from registry.people.refusal import Refused
from tests.approvals.papers import pdf
from tests.approvals.test_life import Life
from tests.cast import MOMENT, Cast
from tests.makers import PERMISSIONS, REGISTRATIONS, make_permission, make_registration, make_request, proof_of

LEGAL = {(source, step.target) for step in STEPS for source in step.sources if source != step.target}
ILLEGAL = {(which, status) for which in Move for status in Status if status not in STEP[which].sources}
Beginning = tuple[tuple[Callable[[Cast, str], Request], str], ...]
#: Where lives begin. Each is made once and laid out again (tests/memory.py), which costs next to nothing.
BEGINNINGS: tuple[Beginning, ...] = (
    ((make_request, "draft"), (make_request, "with_both"), (make_request, "setting_up")),
    ((make_request, "returned"), (make_registration, "setting_up"), (make_permission, "with_superintendent")),
    ((make_request, "draft"), (make_request, "with_director"), (make_permission, "with_superintendent")),
    ((make_request, "with_both"), (make_request, "with_both"), (make_registration, "with_director")),
    ((make_request, "setting_up"), (make_request, "with_administrator"), (make_permission, "returned")),
)
SEED = 5
#: So many requests in one life: the more there are, the less happens to each.
ROOM = 6


def has_room(life: Any) -> bool:
    """Whether another request is begun in this life."""
    return len(life.seen) < ROOM


class LongLife(Life):
    """The life of the tests, with all kinds, emergencies and time, and with hands that try what the table forbids."""

    requests: ClassVar[Bundle[Request]] = Life.requests
    lives: ClassVar[int] = 0
    away = False
    written = -1
    taken: ClassVar[set[tuple[Status, Status]]] = set()
    refused: ClassVar[set[tuple[Move, Status]]] = set()

    def teardown(self) -> None:
        """Count the life. At its end try what the table forbids, and see that all it wrote down is one whole chain."""
        type(self).lives += 1
        try:
            if sys.exc_info()[0] is None:
                self.whatever_the_table_does_not_know_is_refused()
                self.keep_the_steps_taken()
                finding = verify(connection).finding
                assert finding is None, f"the chain is broken: {finding}"
        finally:
            super().teardown()

    def check_invariants(self, *given: Any) -> None:
        """After each step that wrote anything: what nobody touched still holds."""
        written = connection.connection.total_changes
        if written != self.written:
            self.written = written
            super().check_invariants(*given)

    ask = precondition(has_room)(Life.ask)

    @precondition(has_room)
    @rule(target=Life.requests, story=st.sampled_from([*PERMISSIONS]), kind=st.sampled_from(AuthorizationKind))
    def a_permission_is_asked_for(self, story: str, kind: str) -> Any:
        """One of the five, come so far as those in office let it."""
        return self.as_far_as_it_goes(lambda: make_permission(self.cast, story, kind=kind))

    @precondition(has_room)
    @rule(target=Life.requests, story=st.sampled_from([*REGISTRATIONS]))
    def an_account_is_registered(self, story: str) -> Any:
        """One that students made."""
        return self.as_far_as_it_goes(lambda: make_registration(self.cast, story))

    def as_far_as_it_goes(self, make: Callable[[], Request]) -> Any:
        """What was made; nothing where an office that should have decided is empty."""
        part = transaction.atomic()
        part._from_testcase = True  # type: ignore[attr-defined]  # a reveal insists on being outermost, tests aside
        try:
            with part:
                return make()
        except Refused:
            return multiple()

    @initialize(target=Life.requests, beginning=st.sampled_from(BEGINNINGS))
    def one_is_under_way(self, beginning: Beginning) -> Any:
        """Several, so that steps are spent on what follows."""
        return multiple(*[make(self.cast, story) for make, story in beginning])

    @rule(status=st.sampled_from((Status.DRAFT, Status.DECIDING, Status.WAITING, Status.RETURNED)))
    def whoever_asked_takes_it_back(self, status: str) -> None:
        """The last that stands there."""
        for request in Request.objects.filter(status=status).order_by("-pk")[:1]:
            with suppress(Refused):
                actions.withdraw(request, by=request.requester)

    @rule(answer=st.sampled_from((Answer.NO, Answer.CHANGES)))
    def one_who_is_asked_objects(self, answer: str) -> None:
        """In the last round in which somebody is."""
        asked = Seat.objects.filter(round__request__status=Status.DECIDING, round__outcome="open", decision=None)
        for seat in asked.filter(asked__isnull=False).order_by("-pk")[:1]:
            with suppress(Refused):
                self.answer(seat, answer, seat.asked)

    @precondition(has_room)
    @rule(target=Life.requests, then=st.sampled_from(("wait", Answer.NO, Answer.CHANGES, "withdraw")))
    def one_waits_while_somebody_is_asked(self, then: str) -> Any:
        """Nobody is left for Communications, while the superintendent is asked beside it, and may answer."""
        made, self.away = self.one_with_both(), True
        self.heads().update(ended_at=MOMENT.replace(year=2024))
        actions.reopen_waiting()
        if then == "withdraw":
            self.whoever_asked_takes_it_back(Status.WAITING)
        elif then != "wait":
            self.somebody_objects_where_another_seat_is_empty(then)
        return made

    @precondition(lambda life: life.away)
    @rule()
    def the_heads_are_back(self) -> None:
        """The director and the alternate."""
        self.away = False
        self.heads().update(ended_at=None)
        actions.reopen_waiting()

    def one_with_both(self) -> Any:
        """What is before the superintendent and Communications together: what is there, else a new one."""
        asked = Seat.objects.filter(round__outcome="open", asked__isnull=False, decision=None)
        other = asked.filter(office=Office.COMMUNICATIONS_DIRECTOR).values("round")
        top = asked.filter(office=Office.SUPERINTENDENT, round__in=other).select_related("round__request")
        for seat in top.order_by("pk")[:1]:
            return seat.round.request
        return self.as_far_as_it_goes(lambda: make_request(self.cast, "with_both"))

    def heads(self) -> Any:
        """By which appointments somebody decides for Communications."""
        return Appointment.objects.filter(person__in=(self.cast.director, self.cast.alternate))

    @rule(answer=st.sampled_from([Answer.NO, Answer.CHANGES]))
    def somebody_objects_where_another_seat_is_empty(self, answer: str) -> None:
        """They do not have to wait for an appointment that is no matter of theirs."""
        waiting = Seat.objects.filter(round__request__status=Status.WAITING, round__outcome="open", decision=None)
        for seat in waiting.filter(asked__isnull=False).order_by("-pk")[:1]:
            with suppress(Refused):
                self.answer(seat, answer, seat.asked)

    @rule(request=Life.requests, by=st.sampled_from(("superintendent", "director", "designee", "principal")))
    def somebody_approves_alone(self, request: Request, by: str) -> None:
        """An emergency, or not: the rules say who may."""
        round_ = request.rounds.last()
        with suppress(Refused):
            if round_:
                seen = {"seen_hash": round_.text_hash, "proof": proof_of(self.who(by))}
                actions.approve_in_emergency(self.again(request), reason="Tonight.", by=self.who(by), **seen)

    @rule(request=Life.requests, by=st.sampled_from(("communications", "second_communications")))
    def a_yes_on_paper_is_recorded(self, request: Request, by: str) -> None:
        """Of the superintendent; the rules say whether, and of which text."""
        seat = Seat.objects.filter(round=request.rounds.last(), office=Office.SUPERINTENDENT).first()
        with suppress(Refused):
            if seat:
                scan = pdf(f"% {Scan.objects.count()} {self.lives}".encode())
                given = {"decider": self.cast.superintendent, "decided_on": clock.today(), "scan": scan}
                seen = {"seen_hash": seat.round.text_hash, "proof": proof_of(self.who(by))}
                actions.record_on_paper(seat, Said(Answer.YES), by=self.who(by), **given, **seen)

    @precondition(has_room)
    @rule(target=Life.requests, by=st.sampled_from(("communications", "second_communications")), real=st.booleans())
    def the_last_yes_rests_on_paper(self, by: str, real: bool) -> Any:
        """So that what is disowned, at once or later, may be an approval that is being set up."""
        made = self.one_with_both()
        if isinstance(made, Request):
            self.a_yes_on_paper_is_recorded(made, by)
            self.those_who_are_asked_answer(made, Answer.YES)
            if not real:
                self.a_decision_on_paper_is_disowned_and_settled(stands=False)
        return made

    @rule(stands=st.sampled_from((True, False, False)))
    def a_decision_on_paper_is_disowned_and_settled(self, stands: bool) -> None:
        """The last that nobody has disowned, by whoever has no hand in it."""
        for decision in Decision.objects.filter(offline=True, scan__objected_at=None).order_by("-pk")[:1]:
            with suppress(Refused):
                actions.object_to(decision, why="I was abroad.", by=decision.by)
                again, by = Decision.objects.get(pk=decision.pk), self.cast.designee
                actions.settle_dispute(again, stands=stands, why="Both were asked.", by=by, proof=proof_of(by))

    @rule(days=st.sampled_from([1, 1, 3, 61]))
    def time_goes_by(self, days: int) -> None:
        """Approvals that nobody uses expire; an emergency lasts for its hours and no longer."""
        with clock.at(clock.now() + timedelta(days=days)):
            actions.expire_due()
            actions.suspend_overdue()
            over = Account.objects.filter(provisional_until__lte=clock.now(), suspended_at=None)
            assert not over.exclude(state=AccountState.RETIRED).exists()

    def whatever_the_table_does_not_know_is_refused(self) -> None:
        """Every move that does not begin there, at every status in which one stands now."""
        last = {Status(request.status): request for request in Request.objects.order_by("pk")}
        for status, request in last.items():
            for which in [which for which in Move if status not in STEP[which].sources]:
                with suppress(Refused), audit.act():
                    move(locked(request), which, by=self.whoever_may(which, request), note="Because.")
                    raise AssertionError(f"{which.value} from {status.value} was let through")
                self.refused.add((which, status))

    def whoever_may(self, which: Move, request: Request) -> User | None:
        """The actor the table names, so that only the status stands in the way."""
        return {Actor.REQUESTER: request.requester, Actor.SETUP: self.cast.communications}.get(STEP[which].actor)

    @invariant()
    def a_decision_stands_on_the_text_of_its_round(self) -> None:
        """Or, made on paper, on its scan; and on nobody's own request."""
        spoken, papers = Decision.objects.filter(offline=False), Decision.objects.filter(offline=True)
        own = [Q(recorded_by=F(party)) for party in ("by", "requester", "custodian", "backup")]
        assert not spoken.exclude(text_hash=F("round__text_hash")).exists()
        assert not papers.filter(~Q(text_hash=F("scan__sha256")) | reduce(or_, own)).exists()

    @invariant()
    def an_account_is_opened_only_by_three_different_people_who_said_yes(self) -> None:
        """As many as its route has offices; one, and provisional, in an emergency."""
        opened = Item.objects.filter(account__isnull=False)
        approved, alone = _approved(), set(_said_yes().filter(emergency=True).values_list("round__request", flat=True))
        for request, provisional in opened.values_list("request", "account__provisional_until"):
            if request in approved:
                asked, said = approved[request]
                assert asked == said
            else:
                assert provisional is not None
                assert request in alone

    @invariant()
    def a_permission_holds_only_on_every_office_s_yes(self) -> None:
        """By as many different people as the route has offices."""
        approved = _approved()
        for request in Item.objects.filter(granted__isnull=False).values_list("request", flat=True):
            asked, said = approved[request]
            assert asked == said

    def keep_the_steps_taken(self) -> None:
        """What the trail says each request went through."""
        rows = Entry.objects.filter(object_type="request", before__isnull=False)
        for before, after in rows.values_list("before", "after"):
            if "status" in before:
                self.taken.add((Status(before["status"]), Status(after["status"])))


def _said_yes() -> Any:
    return Decision.objects.filter(answer=Answer.YES)


def _approved() -> dict[int, tuple[int, int]]:
    """By request that was approved: how many seats the round had, and how many different people said yes in it."""
    people = defaultdict(set)
    for round_, by in _said_yes().values_list("round", "by"):
        people[round_].add(by)
    rounds = Round.objects.filter(outcome="approved").annotate(asked=Count("seats")).order_by("-pk")
    return {request: (asked, len(people[pk])) for pk, request, asked in rounds.values_list("pk", "request", "asked")}


def main(*, full: bool) -> None:
    """Live, then live once more with rules that look away."""
    world.begin()
    lives, steps = (5000, 50) if full else (150, 30)
    said = live_long(LongLife, lives, steps, first_seed=SEED)
    lived = LongLife.lives
    taken, refused = LongLife.taken & LEGAL, LongLife.refused & ILLEGAL
    wrong = ([said] if said else []) + [f"never taken: {one} to {two}" for one, two in sorted(LEGAL - taken)]
    detail = (
        f"seeds from {SEED}, {lived} lives of {steps} steps; {len(taken)} of {len(LEGAL)} legal changes of status seen, "
        f"{len(refused)} of {len(ILLEGAL)} illegal pairs refused"
    )
    if len(refused) < 0.95 * len(ILLEGAL):
        untried = ", ".join(f"{which} from {status}" for which, status in sorted(ILLEGAL - refused))
        wrong.append(f"illegal pairs that were not tried: {untried}")
    with mock.patch("approvals.rules.check_move", lambda *_args: None):
        broken = live(LongLife, 30, 30, from_seed=SEED)
    Figure(
        "D5", "requests under random hands", lived, lives, bool(broken), "moves from any status were seen",
        detail, tuple(wrong),
    ).tell()  # fmt: skip
