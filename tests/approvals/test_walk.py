"""One request from draft to an account, and the ways it may end."""

import pytest

from accounts.models import AccountState
from approvals.workflow import Status
from tests.cast import Cast
from tests.makers import STORIES, make_request

ENDS = {
    "draft": Status.DRAFT,
    "with_administrator": Status.DECIDING,
    "with_both": Status.DECIDING,
    "with_director": Status.DECIDING,
    "returned": Status.RETURNED,
    "declined": Status.DECLINED,
    "withdrawn": Status.WITHDRAWN,
    "setting_up": Status.SETTING_UP,
    "completed": Status.COMPLETED,
}


@pytest.mark.parametrize("story", STORIES)
def test_a_request_can_come_to_every_stage(cast: Cast, story: str) -> None:
    request = make_request(cast, story)
    assert (request.status, request.items.get().live) == (
        ENDS[story],
        ENDS[story] in (Status.DECIDING, Status.RETURNED, Status.SETTING_UP),
    )


def test_the_last_yes_opens_the_account_for_set_up(cast: Cast) -> None:
    item = make_request(cast, "setting_up").items.get()
    assert (item.answer, item.account.state, item.account.key) == ("approved", AccountState.SETTING_UP, item.key)
