"""The page before a departure says what is asked of them about accounts, and which files of the desk they handle."""

from datetime import timedelta

import pytest
from django.urls import reverse

from registry import clock
from tests.accounts.campaigning import open_campaign
from tests.accounts.ending import plan
from tests.accounts.founds import contacted, do, make_found
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


def page(viewer, person):
    return " ".join(signed_in(viewer).get(reverse("desk:leaving", args=[person.pk])).content.decode().split())


def test_a_packet_and_an_end_are_foretold_to_who_watches_over_the_account(cast):
    account = make_account(cast, "active", handle="HarborNordic")
    open_campaign(cast, title="End of winter")
    plan(cast.communications, account, days=60)
    day = f"{clock.today() + timedelta(days=30):%B %-d}"
    seen = page(cast.principal, cast.coach)
    assert ("What a campaign asks them" in seen, f"End of winter, by {day}" in seen) == (True, True)
    assert f"Last day {clock.today() + timedelta(days=60):%B %-d, %Y}" in seen
    assert "What a campaign asks them" not in page(cast.sysadmin, cast.coach)


def test_files_of_the_desk_are_foretold_of_who_handles_them_and_of_who_runs_the_account(cast):
    found = make_found(cast)
    assert contacted(cast.communications, found, who="Its president").status_code == 302
    assert f"{found.number}: They handle it" in page(cast.director, cast.communications)
    assert do(cast.communications, "conflict", found, person=cast.coach.email).status_code == 302
    assert f"{found.number}: They are said to run it" in page(cast.superintendent, cast.coach)
    assert "On the adoption desk" not in page(cast.sysadmin, cast.coach)
