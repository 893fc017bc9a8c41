"""An approval that nobody uses expires."""

from datetime import timedelta

from accounts.models import AccountState
from approvals import actions
from approvals.workflow import Status
from registry import clock
from tests.cast import Cast
from tests.makers import make_request


def test_e1_17_an_approval_not_used_in_60_days_expires_and_frees_the_handle(cast: Cast) -> None:
    request = make_request(cast, "setting_up", handle="harbornordic")
    with clock.at(clock.now() + timedelta(days=59)):
        assert actions.expire_due() == 0
    with clock.at(clock.now() + timedelta(days=60)):
        assert [actions.expire_due() for _ in range(2)] == [1, 0]
    request.refresh_from_db()
    item = request.items.get()
    assert (request.status, item.live, item.account.state) == (Status.EXPIRED, False, AccountState.RETIRED)
    assert make_request(cast, "with_both", handle="harbornordic").status == Status.DECIDING
