"""Delegated roles: who is asked to prove them, and pages that ask as often for one holder as for thirty (E2.21)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import roles
from accounts.models import RoleLevel
from accounts.rules import lifecycle
from accounts.waiting import tasks_for
from registry.people.models import User
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "setting_up", platform="facebook", handle="HarborHigh")


def holders(account, cast, count):
    for number in range(account.role_holders.count(), count):
        person = User.objects.create(email=f"holder{number}@lakeviewps.example", name=f"Holder {number}")
        roles.record(account, person=person, level=RoleLevel.EDITOR, by=cast.communications)


@pytest.mark.parametrize("who", ["communications", "superintendent"])
def test_the_pages_ask_as_often_for_one_role_as_for_thirty(cast, account, who):
    client, counts = signed_in(getattr(cast, who)), []
    names = ["account", "roles"] if who == "communications" else ["account"]
    for number in (1, 3, 30):
        holders(account, cast, number)
        for name in names:
            address = reverse(f"accounts:{name}", args=[account.uuid])
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append((name, len(asked)))
    assert counts == counts[: len(names)] * 3


def test_the_task_stays_until_nothing_is_missing(cast, account):
    def asked():
        return "roles" in {task.kind for task in tasks_for(cast.communications)}

    steps = [(cast.coach, cast.communications), (cast.teacher, cast.communications)]
    for person, witness in steps:
        roles.prove(roles.record(account, person=person, level=RoleLevel.FULL, by=cast.communications), by=witness)
    said = [words for words in lifecycle.missing(account) if "full control" in words]
    assert (asked(), said) == (True, ["Nobody of Communications is proven to have full control."])
    ours = roles.record(account, person=cast.communications, level=RoleLevel.FULL, by=cast.communications)
    roles.prove(ours, by=cast.director)
    assert not asked()
    assert not [words for words in lifecycle.missing(account) if "full control" in words]
