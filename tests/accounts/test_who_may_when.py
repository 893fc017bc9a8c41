"""What state an account or a thing must be in, whoever asks (domain.md: lives); no database is asked."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.rules import (
    backup,
    beside,
    credentials,
    custody,
    declaring,
    drills,
    drops,
    handoff,
    lifecycle,
    outside,
    passing,
    reassigning,
    recovering,
    roles,
    rotating,
    taking_out,
)
from registry import clock
from tests.accounts.parts_of import ME, OTHER, Rows, as_, says

STATES = ("setting_up", "active", "compromised", "locked_out", "closing", "retired")
OVER = {"closing", "retired"}
MINE, THEIRS = (Rows([SimpleNamespace(custodian_id=by)]) for by in (ME, OTHER))


@pytest.fixture(autouse=True)
def _at_the_moment(moment: datetime) -> None:
    """Wednesday, November 12, 2025."""


@pytest.mark.parametrize(
    ("rule", "facts", "more", "late"),
    [
        (backup.check_may_name, {}, (), OVER),
        (credentials.check_may_deposit, {}, (), {"retired"}),
        (credentials.check_may_reveal, {}, (), set()),
        (custody.check_may_offer, {}, (), OVER),
        (drills.check_drills, {}, (), set(STATES) - {"active"}),
        (drops.check_may_make, {}, (), OVER),
        (handoff.check_may_offer, {"custodies": THEIRS}, (), OVER),
        (outside.check_may_record, {}, (), OVER),
        (reassigning.check_may_take, {"custodies": THEIRS}, (), OVER),
        (recovering.check_may_start, {}, (), OVER | {"compromised"}),
        (rotating.check_may_report, {}, (), {"retired"}),
        (taking_out.check_may_take_out, {"secrets": MINE}, ("notes",), {"retired"}),
        (lifecycle.check_may_activate, {"is_suspended": True}, (), set(STATES) - {"setting_up"}),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_the_state_decides(rule, facts, more, late):
    found = {state for state in STATES if says(rule, as_("communications", state=state, **facts), *more) == "late"}
    assert found == late


def test_while_an_account_is_closed_only_communications_deposits_reveals_and_takes_out() -> None:
    for state, answer in (("closing", "late"), ("retired", "late"), ("locked_out", "yes")):
        facts: Any = {"state": state, "secrets": MINE}
        assert says(credentials.check_may_deposit, as_("custodian", **facts)) == answer
        assert says(credentials.check_may_reveal, as_("custodian", **facts)) == answer
        assert says(taking_out.check_may_take_out, as_("custodian", **facts), "notes") == answer
    assert says(credentials.check_may_reveal, as_("custodian", is_suspended=True)) == "no"
    assert says(credentials.check_may_reveal, as_("communications", is_suspended=True)) == "yes"


def test_who_operates_the_system_opens_and_deposits_nothing_whatever_else_they_are() -> None:
    both = ("communications", "custodian", "superintendent", "system_administrator")
    for rule in (
        credentials.check_may_deposit,
        credentials.check_may_reveal,
        drills.check_drills,
        drops.check_may_make,
    ):
        assert says(rule, as_(*both)) == "no"
    assert says(credentials.check_may_try, as_(*both), [SimpleNamespace(deposited_by_id=OTHER)]) == "no"


def test_where_roles_are_held_there_is_no_login_and_where_there_is_one_no_role() -> None:
    rules = (
        credentials.check_may_deposit,
        declaring.check_may_declare,
        drops.check_may_make,
        rotating.check_may_report,
    )
    for rule in (*rules, recovering.check_may_start, taking_out.check_may_change_sign_up):
        assert says(rule, as_("communications", shared=False)) == "no"
    somebody: Any = SimpleNamespace(is_active=True, name="Chris Yoder")
    assert says(roles.check_may_record, as_("communications"), somebody) == "no"
    assert says(roles.check_may_record, as_("communications", shared=False, state="retired"), somebody) == "late"
    gone: Any = SimpleNamespace(is_active=False, name="Chris Yoder")
    assert says(roles.check_may_record, as_("communications", shared=False), gone) == "no"


def test_nobody_hands_out_what_is_handed_out_already_or_takes_what_is_their_own() -> None:
    assert says(custody.check_may_offer, as_("communications", custodies=THEIRS)) == "late"
    assert says(custody.check_may_take_back, as_("communications")) == "late"
    assert says(handoff.check_may_offer, as_("communications")) == "late"
    assert says(handoff.check_may_offer, as_("communications", custodies=THEIRS, handoffs=THEIRS)) == "late"
    assert [says(reassigning.check_may_take, as_("administrator", custodies=rows)) for rows in (Rows(), MINE)] == [
        "late", "no",
    ]  # fmt: skip
    assert [says(beside.check_may_open, as_("administrator", custodies=rows)) for rows in (Rows(), MINE)] == [
        "late", "no",
    ]  # fmt: skip
    assert says(drills.check_may_start, as_("communications", drills=MINE)) == "late"
    assert says(recovering.check_may_start, as_("communications", recoveries=MINE)) == "late"
    assert says(recovering.check_may_give_up, as_("communications"), " ") == "no"
    assert says(taking_out.check_may_take_out, as_("communications"), "notes") == "late"
    for field in taking_out.NEEDED:
        assert says(taking_out.check_may_take_out, as_("communications", secrets=MINE), field) == "no"
    assert says(rotating.check_may_report, as_("communications"), "leaver") == "no"
    assert says(outside.check_may_end, as_("communications"), SimpleNamespace(ended_at=clock.now())) == "late"


def role(**facts: Any) -> Any:
    plain = {"ended_at": None, "to_remove_since": None, "proven_at": None, "prove_by": None, "person_id": OTHER}
    return SimpleNamespace(**{**plain, **facts})


def test_a_role_is_seen_by_another_once_and_again_only_when_that_is_due() -> None:
    def seen(role_: Any, *parts: str) -> str:
        return says(roles.check_may_prove, as_(*(parts or ("communications",)), shared=False), role_)

    now, due = clock.now(), date(2025, 11, 12) + roles.AHEAD
    assert [seen(role(**facts)) for facts in ({"ended_at": now}, {"to_remove_since": now}, {"proven_at": now})] == [
        "late", "late", "late",
    ]  # fmt: skip
    assert seen(role(proven_at=now, prove_by=due)) == "yes"
    assert seen(role(proven_at=now, prove_by=due + timedelta(days=1))) == "late"
    assert seen(role(person_id=ME)) == "no"
    witness = as_("superintendent", shared=False)
    for alone, answer in ((OTHER, "yes"), (3, "no")):
        witness.__dict__["only_one_of_communications"] = SimpleNamespace(pk=alone)
        assert says(roles.check_may_prove, witness, role()) == answer
    assert says(roles.check_may_end, as_("communications"), role(ended_at=now)) == "late"
    assert says(roles.check_may_end, as_("communications"), role(person_id=ME)) == "yes"
    assert says(roles.check_may_end, as_("communications"), role(person_id=ME, to_remove_since=now)) == "no"


def test_a_handoff_is_called_off_while_it_lives_and_verified_by_neither_of_the_two() -> None:
    def live(**facts: Any) -> Any:
        plain = {"is_live": True, "state": "accepted", "giver_id": OTHER, "taker_id": 3}
        return SimpleNamespace(**{**plain, **facts})

    parts = ("taking", "administrator", "communications", "custodian", "backup", "superintendent", "offered")
    may = [part for part in parts if says(handoff.check_may_call_off, live(), as_(part)) == "yes"]
    assert may == ["taking", "administrator", "communications"]
    assert says(handoff.check_may_call_off, live(giver_id=ME), as_("custodian")) == "yes"
    assert says(handoff.check_may_call_off, live(giver_id=ME), as_("backup")) == "no"
    assert says(handoff.check_may_call_off, live(is_live=False), as_("communications")) == "late"
    assert says(passing.check_may_verify, live(state="offered"), as_("communications")) == "late"
    assert says(passing.check_may_verify, live(giver_id=ME), as_("communications")) == "no"
    assert says(passing.check_may_verify, live(taker_id=ME), as_("communications")) == "no"
    assert says(passing.check_may_verify, live(), as_("superintendent")) == "no"


def test_an_offer_is_answered_once_by_whom_it_is_for() -> None:
    def offer(state: str, by: int = ME, *, unverified: bool = False) -> Any:
        return SimpleNamespace(custodian_id=by, state=state, unverified=unverified)

    user: Any = SimpleNamespace(pk=ME)
    for answered in (offer("open"), offer("ended", unverified=True), offer("declined"), offer("ended")):
        assert says(custody.check_may_decline, answered, user, "No time.") == "late"
        assert says(custody.check_may_accept, answered, user) == "late"
    assert says(custody.check_may_decline, offer("offered", OTHER), user, "No time.") == "no"
