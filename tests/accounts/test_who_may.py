"""Which part somebody needs for what, one part at a time (domain.md: who may do what); no database is asked."""

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
    reassigning,
    recovering,
    roles,
    rotating,
    seeing,
    taking_out,
    ways_in,
)
from tests.accounts.parts_of import COMMUNICATIONS, LOOKS_AFTER, ME, OTHER, PARTS, Rows, as_, says

ADMINISTRATOR = frozenset({"administrator"})
OVER_IT = ADMINISTRATOR | COMMUNICATIONS
KEEPS = frozenset({"custodian", "interim"})
NEAR = LOOKS_AFTER | COMMUNICATIONS
IS_ASKED = frozenset({"offered"})
READS = frozenset({"superintendent"})


def held(by: int = OTHER) -> Any:
    return Rows([SimpleNamespace(custodian_id=by)])


def link(state: str, by: int = OTHER) -> Any:
    return SimpleNamespace(state=state, made_by_id=by)


ENTRY: Any = SimpleNamespace(field="recovery_phone")
TASK: Any = SimpleNamespace(account_id=7, code="other")
ROLE: Any = SimpleNamespace(ended_at=None, to_remove_since=None, proven_at=None, prove_by=None, person_id=OTHER)
SOMEBODY: Any = SimpleNamespace(is_active=True, name="Chris Yoder")


@pytest.mark.parametrize(
    ("rule", "facts", "more", "whose"),
    [
        (backup.check_may_name, {}, (), KEEPS | OVER_IT),
        (beside.check_may_open, {"custodies": held()}, (), OVER_IT),
        (credentials.check_may_deposit, {}, (), NEAR | IS_ASKED),
        (credentials.check_may_reveal, {}, (), NEAR),
        (credentials.check_may_reveal_alone, {}, (), NEAR),
        (credentials.check_may_refuse, {}, ([ENTRY], "No."), COMMUNICATIONS),
        (custody.check_may_offer, {}, (), OVER_IT),
        (custody.check_may_take_back, {"custodies": held()}, (), OVER_IT),
        (declaring.check_may_declare, {}, (), NEAR),
        (drills.check_drills, {}, (), COMMUNICATIONS),
        (drops.check_may_make, {}, (), NEAR | IS_ASKED | ADMINISTRATOR),
        (drops.check_may_list, {}, (), NEAR | IS_ASKED | ADMINISTRATOR | READS),
        (handoff.check_may_offer, {"custodies": held()}, (), {"custodian"} | OVER_IT),
        (lifecycle.check_may_tick, {"state": "setting_up"}, (TASK,), COMMUNICATIONS),
        (outside.check_may_record, {}, (), KEEPS | OVER_IT),
        (reassigning.check_may_take, {"custodies": held()}, (), OVER_IT),
        (recovering.check_may_work, {}, (), NEAR | IS_ASKED | ADMINISTRATOR),
        (recovering.check_may_see, {}, (), NEAR | IS_ASKED | ADMINISTRATOR | READS),
        (recovering.check_may_start, {}, (), NEAR | IS_ASKED | ADMINISTRATOR),
        (recovering.check_may_give_up, {}, ("It is gone.",), COMMUNICATIONS),
        (roles.check_may_record, {"shared": False}, (SOMEBODY,), NEAR | IS_ASKED),
        (roles.check_may_prove, {"shared": False}, (ROLE,), COMMUNICATIONS),
        (roles.check_may_end, {"shared": False}, (ROLE,), COMMUNICATIONS | KEEPS),
        (rotating.check_may_report, {}, (), NEAR),
        (seeing.check_may_see_history, {}, (), NEAR),
        (taking_out.check_may_take_out, {"secrets": Rows([ENTRY])}, ("recovery_phone",), NEAR),
        (taking_out.check_may_change_sign_up, {}, (), NEAR),
        (ways_in.check_may_see_ways, {}, (), NEAR),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_the_part_decides(rule, facts, more, whose):
    done = {"done": True} if rule is lifecycle.check_may_tick else {}
    assert {part for part in PARTS if says(rule, as_(part, **facts), *more, **done) == "yes"} == whose
    assert says(rule, as_(**facts), *more, **done) == "no"


def test_who_made_a_link_sees_revokes_and_answers_it_while_they_might_make_one() -> None:
    def who(rule: Any, drop: Any) -> set[str]:
        return {part for part in PARTS if says(rule, drop, as_(part)) == "yes"}

    assert who(drops.check_may_see, link("held")) == NEAR | IS_ASKED | ADMINISTRATOR | READS
    assert who(drops.check_may_see, link("held", ME)) == set(PARTS)
    assert who(drops.check_may_revoke, link("open")) == NEAR
    assert who(drops.check_may_revoke, link("open", ME)) == set(PARTS)
    assert who(drops.check_may_answer, link("held")) == COMMUNICATIONS
    assert who(drops.check_may_answer, link("held", ME)) == NEAR | IS_ASKED | ADMINISTRATOR
    assert says(drops.check_may_revoke, link("held"), as_("communications")) == "late"
    assert says(drops.check_may_answer, link("open"), as_("communications")) == "late"


def test_what_one_sees_of_a_login() -> None:
    def who(rule: Any) -> set[str]:
        return {part for part in (*PARTS, "reveals_as_poster") if rule(as_(part))}

    assert who(seeing.may_see_versions) == NEAR | IS_ASKED
    assert who(seeing.may_see_that_it_is_stored) == NEAR | IS_ASKED | OVER_IT | READS | {"reveals_as_poster"}
    assert who(seeing.may_see_reasons) == NEAR | OVER_IT | READS
    assert who(seeing.may_see_sign_up) == NEAR | IS_ASKED | {"reveals_as_poster"}
