"""An end that is finished while somebody takes over or deposits, over real connections. PostgreSQL only."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from accounts.actions import credentials, handoff
from accounts.actions.closing import begin_closing
from accounts.actions.closing_steps import keep_archive, tick_closing
from accounts.actions.finishing import finish_closing
from accounts.models import Account, ClosingStep, SecretField, SecretState, Tombstone
from accounts.rules.closing_plan import Plan
from registry import audit, clock
from registry.vault import Secret
from tests.accounts.ending import closing_of, now
from tests.approvals.test_races import at_once
from tests.cast import Cast
from tests.makers import make_account

pytestmark = pytest.mark.postgres
TIMES = 4


def nearly_over(cast: Cast, handle: str) -> Account:
    """An account whose every step is done."""
    account = make_account(cast, "active", handle=handle)
    handoff.offer(account, taker=cast.teacher, why="new", by=cast.coach)
    begin_closing(account, Plan("close", "over", clock.today()), by=cast.communications)
    for code in ("announced", "last_post", "archived", "cut_off", "gone"):
        if code == "archived":
            keep_archive(closing_of(account), archive="Archive 12", by=cast.communications)
        else:
            tick_closing(
                ClosingStep.objects.get(closing__account=account, code=code), done=True, by=cast.communications
            )
    return now(account)


def race(cast: Cast, two: ThreadPoolExecutor, other: Callable[[Account], object]) -> list[tuple[list[str], str, int]]:
    found = []
    for number in range(TIMES):
        with clock.at(clock.now() + timedelta(hours=number)):
            account = nearly_over(cast, f"Harbor{number}")
            closing = closing_of(account)
            said = at_once(
                two,
                lambda closing=closing: finish_closing(closing, by=cast.communications),
                lambda account=account: other(account),
            )
        held = account.custodies.filter(state__in=("open", "offered", "accepted")).count()
        live = account.secrets.filter(state__in=(SecretState.DEPOSITED, SecretState.VERIFIED)).count()
        retired = audit.entries_about(account).filter(action="account.retired").count()
        found.append((said, now(account).state, held + live + retired))
    return found


def one_end(found: list[tuple[list[str], str, int]]) -> bool:
    return all(
        (said in (["done", "done"], ["done", "stale"]), state, n) == (True, "retired", 1) for said, state, n in found
    )


def test_who_takes_it_over_meanwhile_takes_nothing_over(district: Cast, two: ThreadPoolExecutor) -> None:
    found = race(district, two, lambda account: handoff.accept(account.handoffs.get(), by=district.teacher))
    assert one_end(found), found
    assert Tombstone.objects.count() == TIMES


def test_what_is_deposited_meanwhile_opens_nothing(district: Cast, two: ThreadPoolExecutor) -> None:
    def deposit(account: Account) -> None:
        values = {SecretField.PASSWORD: Secret("Deposited-Too-Late-1")}
        credentials.deposit(account, values=values, by=district.second_communications)

    found = race(district, two, deposit)
    assert one_end(found), found
    assert Tombstone.objects.count() == TIMES


def test_two_who_finish_at_once_make_one_end(district: Cast, two: ThreadPoolExecutor) -> None:
    found = race(district, two, lambda account: finish_closing(closing_of(account), by=district.director))
    assert one_end(found), found
