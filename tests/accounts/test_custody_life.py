"""Whoever leaves, declines, hands over or stays away, in whatever order: somebody answers for the account (IV.11)."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.extra.django import TestCase
from hypothesis.stateful import run_state_machine_as_test

from assurance.custody_life import CustodyLife


class TestCustodyLife(TestCase):
    def test_no_order_of_acts_leaves_an_account_to_nobody_or_a_leaver_with_anything(self) -> None:
        few = settings(
            max_examples=10, stateful_step_count=18, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate),
        )  # fmt: skip
        run_state_machine_as_test(CustodyLife, settings=few)  # type: ignore[no-untyped-call]
        assert {"done", "reassigned", "left"} <= CustodyLife.met
