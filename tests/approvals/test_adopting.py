"""An account that is not ours is adopted: its registration is asked for, decided, set up, and its row goes on as ours."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import adopting
from accounts.models import Account, Found
from approvals import actions as approvals
from approvals.actions.adopting import adopt as begin
from approvals.models import Item, Request
from registry import audit, clock
from registry.outbox.models import Letter
from registry.people.refusal import Refused, Stale
from tests.accounts.founds import do, make_found
from tests.cast import Cast, signed_in
from tests.makers import account_of, bring_to, make_registration

pytestmark = pytest.mark.django_db
HANDLE = "https://instagram.com/harborboosters"


def adopt(user, found):
    return signed_in(user).post(reverse("approvals:adopt", args=[found.account.uuid]))


def registered(cast: Cast, status: str) -> Request:
    return make_registration(cast, status, handle=HANDLE, group="Boosters", display_name="Harbor Boosters")


def test_one_click_begins_a_registration_that_knows_what_the_file_knows(cast):
    found = make_found(cast)
    do(cast.communications, "classify", found, kind="community", made_by_students="on")
    answer = adopt(cast.coach, found)
    request = Request.objects.get()
    assert answer["Location"] == reverse("approvals:edit", args=[request.reference])
    assert adopt(cast.coach, found)["Location"] == answer["Location"]
    item = request.items.get()
    assert (request.kind, item.key, request.unit, request.made_by, request.hangs_on_email) == (
        "registration", "harborboosters", cast.units.high, "students", "student_or_parent",
    )  # fmt: skip
    assert adopt(cast.teacher, found).status_code == 302, "who only drafts holds nothing"


def test_an_impostor_is_not_adopted_and_what_is_ours_has_no_file(cast):
    found = make_found(cast, "impostor")
    refused = adopt(cast.coach, found)
    assert (refused.status_code, "An impostor is not adopted." in refused.content.decode()) == (403, True)
    page = signed_in(cast.coach).get(found.account.get_absolute_url()).content.decode()
    assert "Ask for its registration" not in page
    with pytest.raises(Refused, match="is in the register as an impostor"):
        registered(cast, "with_administrator")


def test_e3_49_the_account_of_the_file_becomes_the_account_of_the_request(cast):
    found = make_found(cast)
    do(cast.communications, "conflict", found, person=cast.coach.email)
    request = registered(cast, "setting_up")
    account = account_of(request)
    assert (account.pk, account.state, account.klass, account.retroactive) == (
        found.account_id, "setting_up", "student_group", True,
    )  # fmt: skip
    page = signed_in(cast.communications).get(found.get_absolute_url()).content.decode()
    assert "It is being set up as ours." in page
    assert do(cast.communications, "close", found, how="gone").status_code == 409
    bring_to(cast, account, "ready")
    approvals.finish_setup(request, by=cast.communications)
    found.refresh_from_db()
    assert (found.status, found.kind, found.conflict_end, found.due_on) == ("adopted", "community", "registered", None)
    assert found.account.is_official
    assert {one.to for one in Letter.objects.filter(template="accounts/found_ended")} >= {cast.requester}
    events = [entry.action for entry in audit.entries_about(found)]
    assert events[:2] == ["found.adopted", "found.adopting"]
    assert "It was not ours, and is now." in signed_in(cast.requester).get(found.get_absolute_url()).content.decode()


def test_a_set_up_that_is_given_up_leaves_it_as_it_was_and_it_can_be_adopted_again(cast):
    found = make_found(cast)
    request = registered(cast, "setting_up")
    first = account_of(request)
    with clock.at(clock.now() + timedelta(days=61)):
        approvals.expire_due()
        found.refresh_from_db()
        first.refresh_from_db()
        assert (first.state, found.account.state, found.account.klass) == ("retired", "found", "community")
        assert (found.account_id != first.pk, found.is_open, Found.objects.count()) == (True, True, 1)
        again = registered(cast, "setting_up")
        assert account_of(again).pk == found.account_id
        assert Account.objects.filter(key="harborboosters").exclude(state="retired").count() == 1


def test_one_that_was_relabelled_can_still_be_adopted(cast):
    found = make_found(cast)
    do(cast.communications, "relabel", found, words="Run by supporters.", on_month="11", on_day="11", on_year="2025")
    account = account_of(registered(cast, "setting_up"))
    found.refresh_from_db()
    assert (account.pk, found.status) == (found.account_id, "found")


def test_of_two_who_adopt_at_once_the_second_is_told(cast):
    found = make_found(cast)
    mine, theirs = begin(found, by=cast.coach), begin(found, by=cast.teacher)
    assert mine != theirs
    registered(cast, "with_administrator")
    with pytest.raises(Stale, match="asked for"):
        begin(found, by=cast.stranger)
    answer = adopt(cast.stranger, found)
    assert (answer.status_code, "Somebody has asked for its registration already." in answer.content.decode()) == (
        409, True,
    )  # fmt: skip
    page = signed_in(cast.stranger).get(found.account.get_absolute_url()).content.decode()
    assert "Somebody has asked for its registration." in page
    with pytest.raises(Refused):
        registered(cast, "with_administrator")
    assert Item.objects.filter(key="harborboosters", live=True).count() == 1


def test_a_new_account_never_takes_the_row_of_one_that_is_not_ours(cast):
    found = make_found(cast)
    platform = found.account.platform
    with audit.act():
        assert adopting.take_over(platform, "nobodys", facts={}, by=cast.communications) is None
    Found.objects.update(kind="impostor")
    Account.objects.filter(pk=found.account_id).update(klass="impostor")
    with audit.act():
        assert adopting.take_over(platform, "harborboosters", facts={}, by=cast.communications) is None


def test_a_draft_keeps_nothing_of_what_turns_out_to_be_somebodys_own_account(cast):
    found = make_found(cast)
    name, other = "Harbor Boosters", begin(make_found(cast, handle="instagram.com/harborfans"), by=cast.coach)
    Account.objects.filter(pk=found.account_id).update(display_name=name)
    adopt(cast.coach, found)
    draft = Request.objects.get(items__key="harborboosters")
    assert draft.display_name == name
    assert do(cast.communications, "close", found, how="personal").status_code == 302
    draft.refresh_from_db()
    kept = f"{Request.objects.values().get(pk=draft.pk)} {Item.objects.values().get(request=draft)}"
    assert "boosters" not in kept.casefold()
    assert other.items.get().key == "harborfans", "nothing else is forgotten"
    entry = audit.entries_about(draft).first()
    assert (entry.action, entry.actor_id) == ("request.edited", cast.communications.trail_id)
    assert signed_in(cast.coach).get(reverse("approvals:edit", args=[draft.reference])).status_code == 200
