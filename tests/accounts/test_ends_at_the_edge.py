"""What an end, a hold or a new handle must not do to what stands beside it (E4.53, E4.56, E4.57)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions.holds import lift_hold, place_hold
from accounts.actions.recovering import report_locked_out
from accounts.actions.sunset import begin_sunset
from accounts.models import Closing, Found, FoundNote, LegalHold, Tombstone
from registry import audit, clock
from registry.audit.blanking import blank_origins
from registry.audit.models import Entry, Origin
from registry.outbox.models import Letter
from tests.accounts.campaigning import asked, at, open_campaign
from tests.accounts.ending import bring_to_its_end, chores, now, plan, tick
from tests.accounts.founds import DAY, do, make_found, report
from tests.accounts.handing import change_login, post, text
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def test_e4_56_a_platform_that_ends_ends_nothing_that_is_not_ours(cast, account):
    found = make_found(cast)
    day = clock.today()
    begin_sunset(found.account.platform, becomes="withdrawn", ends_on=day, words="The board decided.", by=cast.director)
    assert [row.account for row in Closing.objects.all()] == [account]
    with clock.at(clock.now() + timedelta(days=2)):
        chores()  # raises where one of them fails
    assert (now(found.account).state, now(account).state) == ("found", "closing")


def test_a_tombstone_stands_while_what_is_renamed_to_its_handle_is_only_set_up(cast, account):
    bring_to_its_end(account, cast.communications)
    other = make_account(cast, "setting_up", handle="HarborTwo")
    assert post(cast.communications, "rename", other, handle="HarborNordic").status_code == 302
    assert Tombstone.objects.get(key="harbornordic").lifted_at is None


def test_e4_57_what_is_under_legal_hold_is_not_taken_out_of_the_register(cast):
    found = make_found(cast)
    assert post(cast.superintendent, "hold", found.account, why="lawsuit", words="Case 1").status_code == 302
    do(cast.stranger, "note", found, words="Seen a post", **DAY)
    answer = do(cast.communications, "close", found, how="personal")
    assert (answer.status_code, "under legal hold" in answer.content.decode()) == (422, True)
    assert FoundNote.objects.get().words == "Seen a post"
    number = LegalHold.objects.get().pk
    signed_in(cast.superintendent).post(f"{found.account.get_absolute_url()}hold/{number}/lift/", {"why": "Settled."})
    assert do(cast.communications, "close", found, how="personal").status_code == 302


def test_what_an_account_that_is_not_ours_is_called_never_gets_on_the_trail(cast):
    found = make_found(cast)
    for why in ("HARBORBOOSTERS objects", "They say that Harbor Boosters is theirs"):
        assert do(cast.communications, "dispute", found, why=why).status_code == 422, why
    assert do(cast.communications, "close", found, how="gone", words="@harborboosters is gone").status_code == 422
    assert do(cast.communications, "dispute", found, why="The boosters of Harbor object").status_code == 302
    assert do(cast.communications, "close", found, how="gone", words="The account is gone").status_code == 302
    assert do(cast.communications, "reopen", found, why="harborboosters is back").status_code == 422
    assert not Entry.objects.filter(reason_text__icontains="harborboosters").exists()


def test_those_concerned_are_told_when_the_last_day_is_the_first_one_again(cast, account):
    for minutes, days in enumerate((10, 20, 10, 10)):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            assert plan(cast.communications, account, days=days).status_code == 302
    assert Letter.objects.filter(template="accounts/closing_begun", to=cast.coach).count() == 3


def test_a_login_won_back_while_it_was_being_closed_is_in_use_once_that_is_called_off(cast, account):
    report_locked_out(account, why="lost", words="", by=cast.communications)
    plan(cast.communications, account, days=0)
    for code in ("announced", "last_post"):
        tick(cast.communications, account, code)
    change_login(account, cast.communications, cast.second_communications)
    assert now(account).state == "closing"
    assert post(cast.communications, "closing-call-off", account, why="We keep it.").status_code == 302
    assert now(account).state == "active"


def test_e4_57_under_legal_hold_the_trail_keeps_where_an_act_came_from(cast, account):
    with audit.coming_from(lambda: audit.Context("r-1", "", "192.0.2.7", "Firefox", [])):
        plan(cast.communications, account)
    hold = place_hold(account, why="lawsuit", words="Case 1", by=cast.director)
    acts = Entry.objects.filter(object_id=account.trail_id, action="closing.begun").values("seq")
    kept = Origin.objects.filter(seq__in=acts).exclude(source_ip="")
    with clock.at(clock.now() + timedelta(days=401)):
        blank_origins(by=None)
        assert kept.exists()
        lift_hold(hold, why="It is settled.", by=cast.director)
        blank_origins(by=None)
        assert not kept.exists()


def test_no_password_stands_in_the_words_of_a_campaign(cast, account):
    typed = asked(cast, title="Winter, password: Herons-7-Wade!")
    answer = signed_in(cast.principal).post(reverse("campaigns:open"), {**typed, "agreed": "x"})
    token = answer.context["preview"].token if answer.context["preview"] else ""
    refused = signed_in(cast.principal).post(reverse("campaigns:open"), {**typed, "agreed": token})
    assert (refused.status_code, "Herons-7" in refused.content.decode()) == (422, False)
    campaign = open_campaign(cast)
    refused = signed_in(cast.principal).post(at("cancel", campaign), {"why": "The password is Herons-7-Wade!"})
    assert (refused.status_code, "Herons-7" in refused.content.decode()) == (422, False)


def test_what_a_compromised_account_was_signed_in_with_is_destroyed_as_it_is_closed(cast, account):
    post(cast.director, "compromised", account, why="Posts that nobody of us wrote.")
    bring_to_its_end(account, cast.communications)
    assert set(account.secrets.values_list("state", flat=True)) == {"destroyed"}


def test_e4_54_of_a_handle_that_was_ours_before_it_was_renamed_the_file_says_no_day(cast, account):
    post(cast.communications, "rename", account, handle="HarborHawks")
    report(cast.teacher, handle="instagram.com/harbornordic", kind="impostor")
    page = text(cast.communications, Found.objects.get().get_absolute_url())
    assert ("has another one now" in page, "Until  it" in page) == (True, False)
    checked = text(cast.stranger, f"{reverse('accounts:check')}?q=instagram.com/harbornordic")
    assert ("The handle was ours before" in checked, "until ," in checked) == (True, False)


def test_a_persons_own_account_does_not_get_in_by_way_of_an_impostor(cast):
    report(cast.teacher, handle="instagram.com/eriksolberg", kind="impostor", display_name="Erik Solberg")
    found = Found.objects.get()
    answer = do(cast.communications, "classify", found, kind="community")
    found.refresh_from_db()
    assert (answer.status_code, found.kind) == (422, "impostor")
    assert do(cast.communications, "classify", found, kind="impostor", poses_as=cast.coach.email).status_code == 302
    other = make_found(cast, "impostor")
    assert do(cast.communications, "classify", other, kind="unapproved").status_code == 302
