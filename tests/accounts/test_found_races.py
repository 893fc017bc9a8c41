"""Two at once at the adoption desk, over real connections: one file, one end. PostgreSQL only."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from accounts.actions import found as desk
from accounts.actions import found_reporting
from accounts.models import Account, Found
from approvals import actions as approvals
from registry.people.refusal import Refused, Stale
from tests.accounts.founds import make_found
from tests.approvals.test_races import at_once
from tests.cast import Cast
from tests.makers import make_registration

pytestmark = pytest.mark.postgres
TIMES = 5


def told(act: Callable[[], Any]) -> Callable[[], Any]:
    """The same, a refusal said as what it is here: somebody was first."""

    def run() -> Any:
        try:
            return act()
        except Refused as refused:
            raise Stale(str(refused)) from refused

    return run


def test_two_reports_of_one_handle_at_once_are_one_file(district: Cast, two: ThreadPoolExecutor) -> None:
    found = []
    for number in range(TIMES):
        facts = {"handle": f"instagram.com/harborfans{number}", "platform": None, "unit": district.units.high}
        facts |= {"kind": "community", "display_name": "", "claims": ""}
        said = at_once(
            two,
            told(lambda facts=facts: found_reporting.report(**facts, by=district.coach)),
            told(lambda facts=facts: found_reporting.report(**facts, by=district.teacher)),
        )
        found.append((said, Account.objects.filter(key=f"harborfans{number}").count()))
    assert found == [(["done", "stale"], 1)] * TIMES


def test_two_who_end_one_file_at_once_end_it_once(district: Cast, two: ThreadPoolExecutor) -> None:
    for number in range(TIMES):
        made = make_found(district, handle=f"instagram.com/harborfans{number}")
        said = at_once(
            two,
            lambda made=made: desk.close(made, how="gone", words="", ours=None, by=district.communications),
            lambda made=made: desk.close(made, how="removed", words="", ours=None, by=district.director),
        )
        assert (said, Found.objects.get(pk=made.pk).status) == (["done", "stale"], "closed")


def test_two_who_adopt_one_account_at_once_ask_for_it_once(district: Cast, two: ThreadPoolExecutor) -> None:
    make_found(district)
    handle = "https://instagram.com/harborboosters"
    drafts = [make_registration(district, handle=handle, by=by) for by in (district.requester, district.teacher)]
    said = at_once(
        two,
        told(lambda: approvals.submit(drafts[0], by=drafts[0].requester)),
        told(lambda: approvals.submit(drafts[1], by=drafts[1].requester)),
    )
    assert said == ["done", "stale"]
