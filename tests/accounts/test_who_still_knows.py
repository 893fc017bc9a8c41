"""Whoever leaves takes what they have seen along, however they came to see it (E2.33 to E2.36): all of it on the pages."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts import kdbx
from accounts.models import Kit
from registry import clock
from registry.people.models import User
from tests.accounts.brought import words
from tests.accounts.kits import CHEAP, WHY
from tests.accounts.test_reveal import open_it
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
ROTATIONS = reverse("accounts:rotations")


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def page(account, name="account"):
    return reverse(f"accounts:{name}", args=[account.uuid])


def sees(user, account):
    assert open_it(signed_in(user), page(account, "reveal")).status_code == 200


def changes(user, account, password):
    assert signed_in(user).post(page(account, "deposit"), {"password": password}).status_code == 302


def verifies(user, account):
    sees(user, account)
    assert signed_in(user).post(page(account, "verify")).status_code == 302


def of_person(cast, person, what, **data):
    answer = signed_in(cast.sysadmin).post(reverse(f"people:{what}", args=[person.pk]), data)
    assert answer.status_code == 302, words(answer)
    person.refresh_from_db()


def why(cast, account):
    """What the page of the open change gives as reasons, or nothing where none is open."""
    client = signed_in(cast.director)
    text = client.get(page(account)).content.decode()
    rotation = account.rotations.filter(closed_at=None).first()
    assert (rotation is not None) == ("must change by" in text)
    return words(client.get(rotation.get_absolute_url())).partition(" Why ")[2] if rotation else ""


def is_asked_for(cast, account, leaver):
    return f"Somebody who knows it has left {leaver.name}" in why(cast, account)


def test_e2_33_a_kit_taken_by_somebody_who_leaves_tomorrow_counts_for_everything_in_it(cast, account, monkeypatch):
    other = make_account(cast, "active", platform="x", handle="harborband")
    first, second = cast.second_communications, cast.superintendent
    one, two = signed_in(first), signed_in(second)
    assert one.post(reverse("accounts:kit-ask"), {"reason": WHY}).status_code == 302
    at = partial(reverse, args=[Kit.objects.get().uuid])
    assert two.post(at("accounts:kit-agree")).status_code == 302
    assert [client.post(at("accounts:kit-half")).status_code for client in (one, two)] == [200, 200]
    really = kdbx.write
    monkeypatch.setattr(kdbx, "write", lambda *args, cost, **more: really(*args, cost=CHEAP, **more))
    assert one.post(at("accounts:kit-download"))["Content-Type"] == "application/x-keepass2"
    for each in (account, other):
        known = words(signed_in(cast.communications).get(page(each, "history")))
        assert known.count("Got it in a kit") >= 2
        assert all(
            person.name in words(signed_in(cast.director).get(page(each, "knows"))) for person in (first, second)
        )
    call_command("daily")
    assert [why(cast, each) for each in (account, other)] == ["", ""], "who is here and may know it is no reason"
    of_person(cast, first, "deactivate")
    assert [is_asked_for(cast, each, first) for each in (account, other)] == [True, True]


def test_e2_34_two_coaches_share_and_one_leaves_though_the_other_stays(cast, account):
    sees(cast.backup, account)
    of_person(cast, cast.backup, "deactivate")
    assert is_asked_for(cast, account, cast.backup)
    asked = words(signed_in(cast.coach).get("/"))
    assert f"Change the password of {account.name}" in asked, "who stays sees to it"


def test_e2_35_a_leaver_who_changed_it_himself_yesterday_still_knows_it(cast, account):
    changes(cast.coach, account, "Set-By-The-Leaver-1")
    verifies(cast.communications, account)
    with clock.at(clock.now() + timedelta(days=1)):
        of_person(cast, cast.coach, "deactivate")
        assert is_asked_for(cast, account, cast.coach)
        rotation = account.rotations.get(closed_at=None)
        assert "No new one was deposited yet." in words(signed_in(cast.director).get(rotation.get_absolute_url()))


def test_e2_36_the_ledger_follows_the_person(cast, account):
    same = {"name": cast.coach.name, "title": "Coach", "unit": cast.units.high.pk, "language": "en"}
    sent = {**same, "email": f"erik.two@{cast.coach.email.partition('@')[2]}", "another": "on"}
    assert signed_in(cast.sysadmin).post(reverse("people:invite"), sent).status_code == 302
    namesake = User.objects.get(email=sent["email"])
    of_person(cast, cast.coach, "edit", name="Erik Married-Name", title="", unit=cast.units.athletics.pk)
    of_person(cast, namesake, "deactivate")
    assert why(cast, account) == "", "another of the same name knows nothing"
    of_person(cast, cast.coach, "deactivate")
    assert is_asked_for(cast, account, cast.coach)
    rotation = account.rotations.get(closed_at=None)
    changes(cast.director, account, "Quite-Another-9")
    done = reverse("accounts:rotation-sessions", args=[rotation.uuid])
    assert signed_in(cast.director).post(done, {"done": "on"}).status_code == 302
    verifies(cast.communications, account)
    of_person(cast, cast.coach, "reactivate")  # hired again in August
    call_command("daily")
    assert why(cast, account) == ""
    known = words(signed_in(cast.director).get(page(account, "knows")))
    assert "Erik Married-Name" in known, "the login did not change"
    assert "Works here, and may not open it" in known
