"""Several ends at once: a team's dormant accounts settled in one act, and a platform that ends (E3.47, E4.56)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.holds import place_hold
from accounts.models import Closing, Platform
from accounts.rules.dormant import groups_for
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from tests.accounts.ending import boxes, closing_of, now, plan, tick
from tests.accounts.founds import make_found
from tests.accounts.handing import at, deliver, letters, post, text
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    return make_account(cast, "active", handle="HarborNordic"), make_account(
        cast, "active", handle="HarborSki", group="girls nórdic ski"
    )


def settled(by, keep, close, **data):
    facts = {"keep": keep.pk, "close": [one.pk for one in close], **boxes(clock.today() + timedelta(days=9)), **data}
    return post(by, "settle", keep, **facts)


def test_e3_47_one_account_of_a_team_stays_and_the_others_end_in_its_favor(cast, two):
    keep, other = two
    make_account(cast, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    page = text(cast.communications, at("dormant", None))
    assert ("Several on Instagram" in page, "@HarborSki" in page, "@HarborAlpine" in page) == (True, True, False)
    assert signed_in(cast.coach).get(at("dormant", None)).status_code == 403
    assert settled(cast.coach, keep, [other]).status_code == 403
    assert settled(cast.communications, keep, []).status_code == 422
    assert settled(cast.communications, keep, [keep, other]).status_code == 422
    assert not Closing.objects.exists()
    assert settled(cast.communications, keep, [other], taker=cast.teacher.email).status_code == 302
    closing = closing_of(other)
    assert (closing.state, closing.why, closing.replaced_by, closing.account) == ("under_way", "merged", keep, other)
    assert keep.handoffs.get().taker == cast.teacher
    said = Entry.objects.filter(reference=closing.reference).values_list("action", flat=True)
    assert set(said) == {"closing.begun", "account.settled"}
    assert letters("handoff_offered") == {cast.teacher}
    assert groups_for(cast.communications) == [], "it is settled, though the other is used for nine days yet"
    deliver()


def test_the_administrator_proposes_and_communications_decides(cast, two):
    keep, other = two
    assert [group.name for group in groups_for(cast.principal)] == [keep.group]
    assert groups_for(cast.other_principal) == []
    assert settled(cast.other_principal, keep, [other]).status_code == 403
    assert settled(cast.principal, keep, [other]).status_code == 302
    assert (closing_of(other).state, closing_of(other).asked_by) == ("asked", cast.principal)
    plan(cast.communications, other, why="merged", replaced_by=str(keep.pk))
    assert closing_of(other).state == "under_way"


@pytest.mark.counts
def test_the_list_of_groups_asks_no_more_for_many_than_for_one(cast, two):
    asked = []
    for number in range(3):
        if number:
            with clock.at(clock.now() + timedelta(hours=number)):  # nobody opens so many at once
                for handle in (f"Choir{number}a", f"Choir{number}b"):
                    make_account(cast, "active", handle=handle, group=f"Choir {number}")
        with CaptureQueriesContext(connection) as queries:
            groups_for(cast.communications)
        asked.append(len(queries))
    assert len(set(asked)) == 1


def sunset(by, slug, days=30, **data):
    day = clock.today() + timedelta(days=days)
    facts = {"ends_on_month": day.month, "ends_on_day": day.day, "ends_on_year": day.year, **data}
    address = f"/accounts/sunsets/{slug}/begin/"
    return signed_in(by).post(address, {"becomes": "shut_down", "words": "The board decided it in May.", **facts})


def test_e4_56_a_platform_ends_and_so_does_every_account_there_once_its_records_are_kept(cast, two):
    keep, other = two
    elsewhere = make_account(cast, "active", platform="x", handle="harborx")
    plan(cast.communications, other, days=3)
    place_hold(keep, why="request", words="", by=cast.director)
    assert sunset(cast.principal, "instagram").status_code == 403
    assert sunset(cast.communications, "instagram", days=-1).status_code == 422
    assert sunset(cast.communications, "instagram", words="").status_code == 422
    assert sunset(cast.communications, "instagram").status_code == 302
    assert sunset(cast.communications, "instagram").status_code == 409
    assert Platform.objects.get(slug="instagram").state == "shut_down"
    assert (closing_of(keep).why, closing_of(keep).planned_on) == ("platform", clock.today() + timedelta(days=30))
    assert closing_of(other).planned_on == clock.today() + timedelta(days=3)  # it was to end sooner
    assert not elsewhere.closings.exists()
    assert now(keep).state == "active"  # until its last day
    board = text(cast.superintendent, at("sunsets", None))
    assert "0 of 2 ended, records of 0 kept" in board
    tick(cast.communications, other, "last_post")
    refused = tick(cast.communications, other, "gone")
    assert (refused.status_code, "First say where its records are kept" in refused.content.decode()) == (403, True)
    post(cast.communications, "closing-archive", other, archive="Archive 12")
    for code in ("announced", "cut_off", "gone"):
        tick(cast.communications, other, code)
    post(cast.communications, "closing-finish", other)
    page = text(cast.communications, "/accounts/sunsets/instagram/")
    assert ("1 of 2 accounts have ended" in page, "The board decided it in May." in page) == (True, True)
    assert letters("closing_begun") >= {cast.coach, cast.principal}
    deliver()


def test_a_platform_that_ends_ends_nothing_that_is_not_ours(cast, two):
    stranger = make_found(cast, kind="impostor").account
    assert sunset(cast.communications, "instagram").status_code == 302
    assert not Closing.objects.filter(account=stranger).exists()
    assert now(stranger).state == "found"


def test_each_who_hears_of_several_ends_hears_of_them_in_one_letter(cast, two):
    Letter.objects.update(state="dropped")
    assert sunset(cast.communications, "instagram").status_code == 302
    waiting = list(Letter.objects.filter(state="waiting"))
    assert len({one.to for one in waiting}) == len(waiting)
    said = write(next(one for one in waiting if one.to == cast.coach))
    assert said.subject.startswith("Accounts on Instagram end by")
    assert all(account.name in said.text for account in two)
