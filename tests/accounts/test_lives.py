"""Whatever people do in whatever order: custody is never empty, one version is current, active has what it needs."""

import contextlib
import secrets

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.actions import credentials, custody, handoff, lifecycle, reassigning
from accounts.models import AccountState, CustodyState, HandoffState, SecretField, SecretState
from accounts.rules.credentials import to_verify
from accounts.rules.lifecycle import missing
from registry.people.refusal import Refused
from registry.vault import Secret
from tests.makers import make_account, proof_of, reveal

FIELDS = [SecretField.LOGIN, SecretField.PASSWORD, SecretField.RECOVERY_PHONE]
OURS = st.sampled_from(["communications", "second_communications"])
DEPOSITORS = st.sampled_from(["coach", "communications"])
HOLDERS = st.sampled_from(["coach", "communications", "second_communications", "backup", "stranger", "sysadmin"])


def waits(account):
    return account.secrets.filter(is_current=True, state="deposited", field__in=["login", "password"]).exists()


def settled(account):
    return account.secrets.filter(is_current=True, state="verified").exists() and not waits(account)


def life_of(cast, account):  # noqa: C901 - a machine has many verbs
    class Life(RuleBasedStateMachine):
        """Each rule is a verb by anybody; a refusal changes nothing."""

        def __init__(self):
            super().__init__()
            self.mark = transaction.savepoint()
            self.taken = False

        @initialize()
        def both_are_deposited(self):
            values = {field: Secret("value-0") for field in FIELDS[:2]}
            credentials.deposit(account, values=values, by=cast.coach)

        def teardown(self):
            transaction.savepoint_rollback(self.mark)

        def try_to(self, act, *args, **how):
            before = self.picture()
            try:
                act(*args, **how)
            except Refused:
                assert self.picture() == before

        def picture(self):
            account.refresh_from_db()
            return (
                account.state,
                list(account.secrets.order_by("pk").values_list("pk", "state", "is_current")),
                list(account.custodies.order_by("pk").values_list("pk", "state")),
                list(account.setup_tasks.order_by("pk").values_list("pk", "done_at")),
            )

        @rule(who=DEPOSITORS, field=st.sampled_from(FIELDS), number=st.integers(0, 2))
        def deposit(self, who, field, number):
            value = f"952-555-014{number}" if field == SecretField.RECOVERY_PHONE else f"value-{number}"
            self.try_to(credentials.deposit, account, values={field: Secret(value)}, by=getattr(cast, who))

        @precondition(lambda self: waits(account))
        @rule(who=OURS)
        def open_and_verify(self, who):
            person = getattr(cast, who)

            def act():
                reveal(account, person)
                credentials.verify(account, by=person, proof=proof_of(person))

            with contextlib.suppress(Refused):
                act()

        @precondition(lambda self: settled(account))
        @rule(field=st.sampled_from(FIELDS[:2]), number=st.integers(3, 9), works=st.booleans())
        def change(self, field, number, works):
            self.try_to(credentials.deposit, account, values={field: Secret(f"newer-{number}")}, by=cast.coach)
            if works:
                self.open_and_verify(who="communications")
            else:
                self.refuse(who="communications")

        @rule(who=HOLDERS, number=st.integers(0, 9))
        def somebody_tries(self, who, number):
            person = getattr(cast, who)
            self.try_to(credentials.verify, account, by=person, proof=proof_of(person))
            self.try_to(credentials.deposit, account, values={FIELDS[1]: Secret(f"other-{number}")}, by=person)

        @precondition(lambda self: waits(account))
        @rule(who=OURS)
        def refuse(self, who):
            self.try_to(
                credentials.refuse,
                account,
                why="It does not work.",
                seen=[row.pk for row in to_verify(account)],
                by=getattr(cast, who),
            )

        @rule(who=HOLDERS)
        def accept(self, who):
            for offered in account.custodies.all()[:1]:
                person = offered.custodian if who == "coach" else getattr(cast, who)
                self.try_to(custody.accept, offered, by=person)

        @rule(who=HOLDERS)
        def decline(self, who):
            for offered in account.custodies.all()[:1]:
                person = offered.custodian if who == "coach" else getattr(cast, who)
                self.try_to(custody.decline, offered, why="No time.", by=person)

        @rule(who=HOLDERS, to=HOLDERS)
        def offer(self, who, to):
            self.try_to(custody.offer, account, custodian=getattr(cast, to), by=getattr(cast, who))

        @rule(who=HOLDERS, to=HOLDERS)
        def hand_over(self, who, to):
            self.try_to(handoff.offer, account, taker=getattr(cast, to), why="new", by=getattr(cast, who))

        @rule(who=OURS, act=st.sampled_from([handoff.accept, handoff.decline, handoff.call_off, handoff.verify]))
        def answer(self, who, act):
            for passing in account.handoffs.all()[:1]:
                answers = act in (handoff.accept, handoff.decline)
                why = {"why": "So it is."} if act in (handoff.decline, handoff.call_off) else {}
                self.try_to(act, passing, by=passing.taker if answers else getattr(cast, who), **why)

        @rule(who=HOLDERS)
        def take(self, who):
            held = account.custodies.get(state=CustodyState.OPEN)
            self.try_to(reassigning.reassign, account, because="unreachable", by=getattr(cast, who))
            self.taken |= account.custodies.get(state=CustodyState.OPEN) != held

        @precondition(lambda self: account.setup_tasks.filter(done_at=None).exists())
        @rule()
        def tick_everything(self):
            for task in account.setup_tasks.all():
                self.try_to(lifecycle.tick, task, by=cast.communications, done=True)

        @rule(who=OURS)
        def activate(self, who):
            self.try_to(lifecycle.activate, account, by=getattr(cast, who))

        @invariant()
        def custody_is_never_empty(self):
            assert account.custodies.filter(state=CustodyState.OPEN).count() == 1

        @invariant()
        def whoever_is_asked_in_a_handoff_is_asked_for_the_custody(self):
            live = account.handoffs.filter(state__in=HandoffState.live()).values_list("custody__state", "state")
            assert all(custody_state == state for custody_state, state in live)
            passing = account.custodies.filter(state=CustodyState.OPEN, passing_since__isnull=False)
            assert passing.count() <= account.handoffs.filter(state=HandoffState.ACCEPTED).count()

        @invariant()
        def one_version_is_current_in_each_field(self):
            current = list(account.secrets.filter(is_current=True).values_list("field", "slot"))
            assert len(current) == len(set(current))
            assert set(account.secrets.filter(is_current=True).values_list("state", flat=True)) <= {
                "deposited",
                "verified",
            }

        @invariant()
        def what_was_verified_stays_openable_until_its_successor_is_verified(self):
            for field in FIELDS[:2]:
                rows = account.secrets.filter(field=field)
                if rows.filter(verified_at__isnull=False).exists():
                    assert rows.filter(state=SecretState.VERIFIED).count() == 1
                    assert rows.filter(is_current=True).exists()

        @invariant()
        def active_has_what_active_needs(self):
            """And who accepted it, unless it was taken from them: then who stands in answers for it meanwhile."""
            account.refresh_from_db()
            if account.state == AccountState.ACTIVE:
                lacking = [each for each in missing(account) if "not verified" not in each]
                assert lacking in ([], ["The custodian has not accepted yet."]) if self.taken else lacking == []
                assert account.secrets.filter(field="password", state="verified").exists()

    return Life


@pytest.mark.django_db
def test_no_order_of_acts_breaks_an_account(cast, monkeypatch):
    monkeypatch.setattr("accounts.rules.limits.ACTS_IN_A_DAY", 10_000)
    account = make_account(cast, "setting_up", handle=f"life{secrets.token_hex(3)}")
    run_state_machine_as_test(
        life_of(cast, account),
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],
        ),
    )
