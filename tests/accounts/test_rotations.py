"""Secrets that must change: opened by themselves, owned, and closed only by one that really changed."""

import pytest

from accounts.actions.rotation import open_rotation
from accounts.models import ReasonKind, Rotation
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people import actions as people
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def reasons_of(account, field="password"):
    rotation = account.rotations.filter(field=field, closed_at=None).first()
    return [(row.kind, row.person) for row in rotation.reasons.all()] if rotation else []


def test_a_second_reason_is_added_and_the_same_one_only_once(cast, account):
    first = open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.communications)
    for _ in range(2):
        open_rotation(account, field="password", reason=ReasonKind.AGE, by=None)
    again = open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.director)
    assert again == first == Rotation.objects.get()
    assert [kind for kind, _ in reasons_of(account)] == ["incident", "age"]
    assert first.owner == cast.coach
    assert Letter.objects.filter(template="accounts/rotation_opened").count() == 1
    assert Entry.objects.filter(action__startswith="rotation.").count() == 2


def test_a_leaver_who_deposited_is_the_reason_and_one_who_never_saw_it_is_not(cast, account):
    people.deactivate(cast.backup, by=cast.sysadmin)
    assert reasons_of(account) == []
    people.deactivate(cast.coach, by=cast.sysadmin)
    assert reasons_of(account) == [("leaver", cast.coach)]
