"""What each of the cast is to one account, flag by flag (domain.md: who may do what)."""

from dataclasses import fields

import pytest

from accounts.rules.reassigning import knows_no_way_in
from accounts.rules.standing import Standing, standing_of
from tests.makers import make_account

pytestmark = pytest.mark.django_db
FLAGS = [field.name for field in fields(Standing) if field.name not in ("account", "user", "passing_since")]


def parts(account, person):
    standing = standing_of(account, person)
    assert (standing.account, standing.user) == (account, person)
    return {flag for flag in FLAGS if getattr(standing, flag)}


def test_each_has_the_part_of_their_office_or_of_their_care(cast):
    account = make_account(cast, "active")
    for who, flags in {
        "coach": {"custodian"}, "backup": {"backup"}, "communications": {"communications"},
        "director": {"communications"}, "superintendent": {"superintendent"}, "sysadmin": {"system_administrator"},
        "principal": {"administrator"}, "teacher": set(), "stranger": set(),
    }.items():  # fmt: skip
        assert parts(account, getattr(cast, who)) == flags, who


def test_before_it_is_accepted_the_custody_is_offered_and_the_administrator_stands_in(cast):
    account = make_account(cast, "setting_up")
    assert parts(account, cast.coach) == {"offered"}
    assert knows_no_way_in(account)
    assert not knows_no_way_in(make_account(cast, "active"))
    assert parts(account, cast.principal) == {"administrator", "interim"}
