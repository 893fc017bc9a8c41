"""Legal holds: nothing goes while one is in force, secrets aside, and nobody reads why who need not (E4.57)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import drop_ends, drops
from accounts.actions.holds import place_hold
from accounts.models import LegalHold, SecretState
from accounts.rules.drops import Asked
from registry import clock
from registry.audit.models import Entry
from tests.accounts.ending import bring_to_its_end, chores, closing_of, now, plan, tick
from tests.accounts.handing import at, change_login, deliver, letters, post, text
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
WORDS = "Case 27-CV-1412"


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def hold(account, by, **data):
    return post(by, "hold", account, **{"why": "lawsuit", "words": WORDS, **data})


def lift(account, by, why="It is settled."):
    return signed_in(by).post(f"{at('hold', account)}{LegalHold.objects.latest('pk').pk}/lift/", {"why": why})


def test_superintendent_and_director_place_it_and_those_concerned_read_that_but_not_why(cast, account):
    for who in (cast.coach, cast.principal, cast.communications, cast.designee):
        assert hold(account, who).status_code == 403
    assert hold(account, cast.superintendent, words="Mia Lund, class of 2027").status_code == 422
    assert hold(account, cast.superintendent).status_code == 302
    assert letters("hold_placed") >= {cast.coach, cast.director, cast.principal}
    page = text(cast.coach, account.get_absolute_url())
    assert ("under legal hold" in page, WORDS in page, "A lawsuit" in page) == (True, False, False)
    assert WORDS in text(cast.communications, account.get_absolute_url())
    entry = Entry.objects.get(action="hold.placed")
    assert WORDS not in f"{entry.reason_text}{entry.after}{entry.reason_code}"
    deliver()


def test_e4_57_what_is_held_is_not_closed_but_may_be_parked(cast, account):
    hold(account, cast.director)
    refused = plan(cast.communications, account)
    assert (refused.status_code, "it can be parked, not closed" in refused.content.decode()) == (422, True)
    assert plan(cast.communications, account, kind="release").status_code == 422
    bring_to_its_end(account, cast.communications, kind="park")
    assert (now(account).state, closing_of(account).state) == ("closing", "parked")
    assert lift(account, cast.coach).status_code == 403
    assert lift(account, cast.superintendent, why="").status_code == 422
    assert lift(account, cast.superintendent).status_code == 302
    assert lift(account, cast.superintendent).status_code == 409
    bring_to_its_end(account, cast.communications)
    assert now(account).state == "retired"


def test_e4_57_a_hold_that_comes_later_stops_the_last_steps(cast, account):
    plan(cast.communications, account, days=0)
    for code in ("announced", "last_post", "cut_off"):
        tick(cast.communications, account, code)
    post(cast.communications, "closing-archive", account, archive="Archive 12")
    hold(account, cast.director)
    assert tick(cast.communications, account, "gone").status_code == 403
    refused = post(cast.communications, "closing-finish", account)
    assert (refused.status_code, "under legal hold" in refused.content.decode()) == (403, True)
    assert plan(cast.communications, account, kind="park", days=0).status_code == 302  # parked instead
    assert tick(cast.communications, account, "gone").status_code == 302
    assert post(cast.communications, "closing-finish", account).status_code == 302
    assert closing_of(account).state == "parked"


def test_e4_57_records_are_kept_as_long_as_it_is_in_force_and_a_secret_never(cast, account):
    drop, _token = drops.make(
        account,
        Asked("students", fields=["password"], class_year=2026, guardian="not_asked"),
        nonce="n" * 24,
        by=cast.coach,
    )
    drops.revoke(drop, by=cast.coach)
    place_hold(account, why="request", words="", by=cast.director)
    change_login(account, cast.coach, cast.communications)
    with clock.at(clock.now() + timedelta(days=300)):
        assert drop_ends.purge_graduated(by=None) == 0
        chores()
        assert account.secrets.filter(state=SecretState.DESTROYED).exists()
        lift(account, cast.director)
        assert drop_ends.purge_graduated(by=None) == 1


def test_the_database_wants_a_reason_for_lifting(cast, account):
    place_hold(account, why="other", words="", by=cast.director)
    for broken in ({"lifted_at": clock.now()}, {"lifted_at": clock.now(), "lifted_by": cast.director}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LegalHold.objects.update(**broken)
