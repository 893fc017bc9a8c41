"""The table of the workflow, walked."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from approvals import drawing, telling
from approvals.workflow import FINAL, IN_ROUND, LIVE, STEPS, Move, Status, moves_from
from desk import work
from registry import outbox
from tests.cast import Cast
from tests.makers import make_request


def test_a_final_status_has_no_exit_and_every_other_has_one() -> None:
    assert {status for status in Status if not moves_from(status)} == FINAL


def test_every_status_can_be_reached_from_a_draft() -> None:
    reached, size = {Status.DRAFT}, 0
    while size != len(reached):
        size = len(reached)
        reached |= {step.target for step in STEPS if step.sources & reached}
    assert reached == set(Status)


def test_every_move_is_one_row() -> None:
    assert sorted(step.move for step in STEPS) == sorted(Move)


def test_a_live_request_is_one_that_was_sent_and_has_not_ended() -> None:
    assert set(LIVE) == set(Status) - {Status.DRAFT} - FINAL
    assert IN_ROUND < LIVE


@pytest.mark.parametrize("letter", sorted({letter for step in STEPS for letter in step.letters} | set(telling._TO)))
def test_every_letter_is_registered_has_its_file_and_goes_to_somebody(letter: str) -> None:
    path = Path(settings.BASE_DIR, "templates", "mail", f"{letter}.txt")
    assert (letter in outbox.templates(), path.exists(), letter in telling._TO) == (True, True, True)


@pytest.mark.parametrize(
    ("story", "holds_the_ball"),
    [
        ("with_administrator", ["principal"]),
        ("with_both", ["designee", "director", "superintendent"]),
        ("with_director", ["director"]),
        ("returned", ["requester"]),
        (
            "setting_up",
            ["backup", "coach", "communications", "director", "newcomer", "principal", "second_communications"],
        ),
        ("declined", []),
        ("withdrawn", []),
        ("completed", []),
    ],
)
def test_every_status_that_is_not_final_says_who_holds_the_ball(
    cast: Cast, story: str, holds_the_ball: list[str]
) -> None:
    make_request(cast, story)
    assert sorted(part for part, person in cast.people.items() if work.tasks_of(person)) == holds_the_ball


def test_the_drawn_page_is_up_to_date() -> None:
    said = StringIO()
    call_command("draw_workflow", "--check", stdout=said)
    assert said.getvalue() == "docs/workflow.md: up to date\n"
    assert drawing.page().count("\n| ") == len(STEPS) + 2
