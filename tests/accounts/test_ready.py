"""What is ready to be made active is one question, whether it is asked of one account or of all."""

from datetime import timedelta

import pytest

from accounts.actions import roles
from accounts.models import Account, RoleLevel
from accounts.rules import lifecycle
from approvals import actions, waiting
from registry import clock
from tests.cast import signed_in
from tests.makers import SETUP, account_of, bring_to, make_account, make_request, proof_of

pytestmark = pytest.mark.django_db


def counted(account) -> int:
    return Account.objects.annotate(n=lifecycle.how_much_is_missing()).get(pk=account.pk).n


def is_ready(account) -> bool:
    return lifecycle.ready().filter(pk=account.pk).exists()


@pytest.mark.parametrize("state", SETUP)
def test_one_account_and_all_of_them_get_the_same_answer(cast, state) -> None:
    account = make_account(cast, state)
    assert is_ready(account) == (lifecycle.missing(account) == []) == (state == "ready")
    assert counted(account) == len(lifecycle.missing(account))


def test_communications_is_asked_to_finish_only_what_is_ready(cast) -> None:
    account = make_account(cast, "accepted")
    assert [task.title for task in waiting.tasks_for(cast.communications)] == []
    for task in account.setup_tasks.all():
        task.done_at, task.done_by = account.opened_at, cast.communications
        task.save()
    assert [task.title.split(":")[0] for task in waiting.tasks_for(cast.communications)] == ["Finish the set-up"]


def test_delegated_roles_need_communications_and_one_more(cast) -> None:
    account = make_account(cast, "setting_up", platform="facebook", handle="lakeviewteam")
    for task in account.setup_tasks.all():
        task.done_at, task.done_by = account.opened_at, cast.communications
        task.save()
    bring_to_custody = SETUP["accepted"][2]
    bring_to_custody(cast, account)
    for person, witness in ((cast.coach, cast.communications), (cast.communications, cast.director)):
        assert is_ready(account) == (lifecycle.missing(account) == [])
        assert (is_ready(account), counted(account)) == (False, 1)
        roles.prove(roles.record(account, person=person, level=RoleLevel.FULL, by=cast.communications), by=witness)
    assert is_ready(account) is True
    assert lifecycle.missing(account) == []


@pytest.mark.parametrize("until", ["said", "overdue"])
def test_a_suspended_account_is_not_ready_and_the_page_says_so(cast, until) -> None:
    request = make_request(cast, "with_administrator", klass="district", group="")
    seen = {"seen_hash": request.rounds.last().text_hash, "proof": proof_of(cast.superintendent)}
    actions.approve_in_emergency(request, reason="Tonight.", by=cast.superintendent, **seen)
    account = bring_to(cast, account_of(request), "ready")
    assert is_ready(account) is True
    with clock.at(clock.now() + timedelta(hours=49)):
        if until == "said":
            actions.suspend_overdue()
        account.refresh_from_db()
        assert (is_ready(account), len(lifecycle.missing(account))) == (False, 1)
        assert counted(account) == 1
        page = signed_in(cast.communications).get(request.get_absolute_url()).content.decode()
        assert ("Make active for now" in page, "suspended until every office" in page) == (False, True)
        assert "Finish the set-up" not in " ".join(task.title for task in waiting.tasks_for(cast.communications))
