"""People leave while offices decide: requests are locked before accounts, so nobody waits in a circle. PostgreSQL only."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from accounts.actions import custody
from approvals import actions
from approvals.actions import deciding
from approvals.models import Request
from approvals.workflow import Status
from registry.people import actions as people
from registry.people.models import Office
from tests.approvals.test_races import at_once
from tests.cast import Cast
from tests.makers import decide, make_request, proof_of

pytestmark = pytest.mark.postgres
#: Longer than the other side needs for as far as it would come.
MOMENT = 3


def test_a_sign_in_is_closed_while_a_request_of_theirs_is_declined(
    district: Cast, two: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = make_request(
        district, "with_administrator", by=district.coach, custodian=district.coach, klass="district", group=""
    )
    seen = {"seen_hash": request.rounds.get().text_hash, "proof": proof_of(district.superintendent)}
    actions.approve_in_emergency(request, reason="Tonight.", by=district.superintendent, **seen)
    account_is_held, end, withdraw = Event(), deciding.end_setup, custody.withdraw_offer

    def end_setup(*args: Any, **how: Any) -> None:
        account_is_held.wait(MOMENT)
        end(*args, **how)

    def withdraw_offer(*args: Any, **how: Any) -> Any:
        account_is_held.set()
        return withdraw(*args, **how)

    monkeypatch.setattr(deciding, "end_setup", end_setup)
    monkeypatch.setattr(custody, "withdraw_offer", withdraw_offer)
    said = at_once(
        two,
        lambda: decide(request, Office.COMMUNICATIONS_DIRECTOR, district.director, "no", "Not like this."),
        lambda: people.deactivate(district.coach, by=district.sysadmin),
    )
    district.coach.refresh_from_db()
    now = Request.objects.get(pk=request.pk)
    assert (said, now.status, district.coach.is_active) == (["done", "done"], Status.DECLINED, False)
