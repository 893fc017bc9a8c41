"""A link used, answered and ended by two at once, over real connections: one outcome. PostgreSQL only."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.actions import drops, leaving
from accounts.models import Account, Drop, SecretField
from accounts.rules.drops import Asked
from registry import audit
from registry.outbox.models import Letter
from registry.vault import Secret
from tests.approvals.test_races import at_once
from tests.cast import Cast
from tests.makers import make_account

pytestmark = pytest.mark.postgres
TIMES = 10


def link(account: Account, cast: Cast) -> tuple[Drop, Secret]:
    asked = Asked("former_coach", fields=["password"])
    return drops.make(account, asked, nonce=secrets.token_urlsafe(), by=cast.coach)


def leave(token: Secret) -> Drop:
    return leaving.leave(token, values={SecretField.PASSWORD: Secret(secrets.token_urlsafe())}, by=None)


def test_a_link_used_twice_at_once_takes_one_and_two_answers_at_once_are_one(
    district: Cast,
    two: ThreadPoolExecutor,
) -> None:
    account, found = make_account(district, "setting_up"), []
    for _ in range(TIMES):
        row, token = link(account, district)
        used = at_once(two, lambda token=token: leave(token), lambda token=token: leave(token))
        answered = at_once(
            two,
            lambda row=row: drops.confirm(row, by=district.coach),
            lambda row=row: drops.discard(row, why="Not them.", by=district.communications),
        )
        row.refresh_from_db()
        found.append((used, answered, row.state in ("confirmed", "discarded"), bytes(row.blob)))
    assert found == [(["done", "stale"], ["done", "stale"], True, b"")] * TIMES
    assert audit.entries_about(account).filter(action="drop.left").count() == TIMES
    assert Letter.objects.filter(template="accounts/drop_left", to=district.coach).count() == TIMES
    confirmed = Drop.objects.filter(state="confirmed").count()
    assert account.secrets.exclude(drop=None).count() == confirmed
