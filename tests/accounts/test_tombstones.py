"""Handles that were ours: closed, renamed, given up, and ours again (E3.47, E3.51, E4.53)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Tombstone
from accounts.rules.tombstones import leads_to
from approvals.checks import checks_of
from registry import clock
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from tests.accounts.ending import bring_to_its_end, now
from tests.accounts.handing import at, change_login, deliver, hand_over, holder, letters, post, text
from tests.cast import signed_in
from tests.makers import account_of, bring_to, make_account, make_registration, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def buried():
    return Tombstone.objects.get(lifted_at=None)


def test_e4_53_a_renamed_account_keeps_its_history_and_its_old_handle_a_tombstone(cast, account):
    assert post(cast.coach, "rename", account, handle="HarborXC").status_code == 403
    for typed in ("two words", "HarborNordic", "https://x.com/harborxc"):
        assert post(cast.communications, "rename", account, handle=typed).status_code == 422, typed
    other = make_account(cast, "active", handle="HarborAlpine")
    assert post(cast.communications, "rename", account, handle="@harboralpine").status_code == 422
    answer = post(cast.communications, "rename", account, handle="@HarborHawks", words="The mascot has changed.")
    assert (answer.status_code, now(account).name, now(account).key) == (302, "@HarborHawks", "harborhawks")
    assert (buried().key, buried().why, leads_to(buried())) == ("harbornordic", "renamed", account)
    assert now(account).custodies.filter(state="open").get().custodian == cast.coach
    assert "@HarborNordic until" in text(cast.stranger, account.get_absolute_url())
    assert "@HarborHawks" in signed_in(cast.stranger).get("/accounts/?q=hawks").content.decode()
    assert letters("renamed") >= {cast.coach, cast.principal}
    assert (
        "@HarborNordic is @HarborHawks now" in write(Letter.objects.filter(template="accounts/renamed").first()).subject
    )
    page = text(cast.stranger, at("tombstones", None))
    assert ("@HarborNordic" in page, "@HarborHawks on Instagram" in page) == (True, True)
    assert post(cast.communications, "rename", account, handle="HARBORHAWKS").status_code == 302  # only its case
    assert Tombstone.objects.count() == 1
    assert post(cast.communications, "rename", account, handle="HarborNordic").status_code == 302  # and back
    assert (buried().key, Tombstone.objects.get(key="harbornordic").revived_as) == ("harborhawks", account)
    assert not other.tombstones.exists()
    deliver()


def test_e3_51_a_handoff_goes_on_across_a_new_handle(cast, account):
    handoff, _ = hand_over(account, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", account)
    post(cast.communications, "rename", account, handle="HarborXC")
    change_login(now(account), cast.teacher, cast.communications)
    assert post(cast.communications, "handoff-verify", handoff).status_code == 302
    assert holder(account).custodian == cast.teacher


def test_e3_47_a_club_that_was_dissolved_is_revived_under_its_old_handle(cast, account):
    bring_to_its_end(account, cast.communications)
    assert (buried().why, leads_to(buried())) == ("closed", None)
    with clock.at(clock.now() + timedelta(days=3 * 365)):
        request = make_registration(cast, "draft", handle="HarborNordic")
        said = [check for check in checks_of(request) if "This group had HarborNordic on Instagram" in check.title]
        assert (len(said), said[0].url) == (1, account.get_absolute_url())
    again = make_registration(cast, "completed", handle="HarborNordic")
    row = Tombstone.objects.get()
    assert (row.revived_as, row.account, row.lifted_by) == (account_of(again), account, cast.communications)
    assert account.get_absolute_url() in text(cast.stranger, account_of(again).get_absolute_url())


def test_e4_54_what_is_known_of_who_has_it_now_is_noted_for_everybody(cast, account):
    bring_to_its_end(account, cast.communications)
    address = f"/accounts/tombstones/{buried().uuid}/advice/"
    said = {"advice": "Somebody else has it since May; reported."}
    assert signed_in(cast.coach).post(address, said).status_code == 403
    assert signed_in(cast.director).post(address, {"advice": "See Mia Lund, class of 2027"}).status_code == 422
    assert signed_in(cast.director).post(address, said).status_code == 302
    for page in (at("tombstones", None), f"{at('check', None)}?q=HarborNordic&platform=instagram"):
        assert said["advice"] in text(cast.stranger, page)


def test_e3_47_a_set_up_that_is_given_up_leaves_the_tombstone_where_it_is(cast, account):
    bring_to_its_end(account, cast.communications)
    bring_to(cast, account_of(make_registration(cast, "setting_up", handle="HarborNordic")), "deposited")
    assert buried().account == account


def test_e3_47_what_was_merged_leads_to_what_took_its_place_and_what_took_that_ones(cast, account):
    second = make_account(cast, "active", handle="HarborSki")
    third = make_account(cast, "active", handle="HarborSnow")
    bring_to_its_end(account, cast.communications, why="merged", replaced_by=second)
    assert leads_to(Tombstone.objects.get(account=account)) == second
    bring_to_its_end(second, cast.communications, why="merged", replaced_by=third)
    assert leads_to(Tombstone.objects.get(account=account)) == third
    assert third.get_absolute_url() in text(cast.stranger, account.get_absolute_url())
    page = text(cast.stranger, f"{at('check', None)}?q=HarborNordic&platform=instagram")
    assert "@HarborNordic on Instagram was ours until" in page
    bring_to_its_end(third, cast.communications, kind="release")
    assert leads_to(Tombstone.objects.get(account=account)) is None
    assert Tombstone.objects.get(account=third).why == "released"


def test_e1_12_a_handle_that_was_renamed_or_is_parked_is_not_opened_anew(cast, account):
    post(cast.communications, "rename", account, handle="HarborXC")
    titles = [check.text for check in checks_of(make_request(cast, handle="HarborNordic"))]
    assert any("was ours until November 12, 2025, and is called @HarborXC since" in words for words in titles)
    bring_to_its_end(now(account), cast.communications, kind="park")
    titles = [check.text for check in checks_of(make_request(cast, handle="HarborXC"))]
    assert any("is ours and parked" in words for words in titles)


@pytest.mark.counts
def test_one_tombstone_stands_for_a_handle_and_the_list_asks_no_more_for_many(cast, account):
    bring_to_its_end(account, cast.communications)
    asked = []
    for name in ("", "HarborAlpine", "HarborTrack"):
        if name:
            bring_to_its_end(make_account(cast, "active", handle=name), cast.communications)
        with CaptureQueriesContext(connection) as queries:
            text(cast.stranger, at("tombstones", None))
        asked.append(len(queries))
    assert len(set(asked)) == 1
    row = Tombstone.objects.last()
    row.pk, row.uuid = None, Tombstone._meta.get_field("uuid").get_default()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tombstone.objects.update(lifted_at=clock.now())
