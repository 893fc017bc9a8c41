"""The trail of one account, and of one person: the same list under its name, by months."""

from datetime import timedelta

import pytest

from registry import audit, clock
from registry.audit.models import Entry
from tests.audit.subjects import edit
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


def numbers(answer):
    return [line.entry.seq for _day, lines in answer.context["days"] for line in lines]


def test_an_accounts_timeline_has_its_name_and_months(cast):
    account = make_account(cast, handle="HarborNordic")
    with clock.at(clock.now() + timedelta(days=40)):
        edit(account)
        answer = signed_in(cast.director).get(f"/trail/of/account/{account.uuid}/")
    page = answer.content.decode()
    assert "<h1><bdi>HarborNordic on Instagram</bdi></h1>" in page
    assert page.index("December 2025") < page.index("November 2025")
    found = set(Entry.objects.filter(seq__in=numbers(answer)).values_list("action", flat=True))
    assert {"account.edited", "custody.accepted", "request.approved"} <= found
    assert f'href="{account.get_absolute_url()}"' in page


def test_a_persons_timeline_is_what_they_did_and_what_was_done_to_them(cast):
    with audit.act():
        audit.record(audit.Event.SIGNED_IN, by=cast.coach)
        audit.record(audit.Event.PERSON_CHANGED, by=cast.director, on=cast.coach)
        audit.record(audit.Event.SIGNED_OUT, by=cast.director)
    answer = signed_in(cast.director).get(f"/trail/of/user/{cast.coach.pk}/")
    found = set(Entry.objects.filter(seq__in=numbers(answer)).values_list("action", flat=True))
    assert ({"signin.done", "person.changed"} <= found, "signin.out" in found) == (True, False)
    assert f"<h1><bdi>{cast.coach.trail_label}</bdi></h1>" in answer.content.decode()


def test_a_timeline_is_filtered_and_its_copy_is_of_it(cast):
    account = make_account(cast, "setting_up", handle="HarborNordic")
    edit(account)
    answer = signed_in(cast.director).get(f"/trail/of/account/{account.uuid}/", {"what": "account.edited"})
    assert numbers(answer) == [Entry.objects.get(action="account.edited").seq]
    copies = signed_in(cast.director).get(answer.context["copy"])
    assert copies.context["count"] == 1
    assert copies.context["chips"][0] == "HarborNordic on Instagram"
    assert copies.context["back"] == f"/trail/of/account/{account.uuid}/?what=account.edited"
    read = Entry.objects.filter(action="trail.read").latest("seq").after
    assert read == {"what": "account.edited", "about": f"account:{account.uuid}"}


@pytest.mark.parametrize("address", ["account/{account}", "user/{person}", "request/R-0001", "account/none", "user/x"])
def test_a_timeline_with_nothing_for_this_reader_does_not_exist(cast, address):
    account = make_account(cast, "setting_up")
    path = address.format(account=account.uuid, person=cast.director.pk)
    assert signed_in(cast.stranger).get(f"/trail/of/{path}/").status_code == 404


def test_the_pages_of_an_account_and_of_a_person_lead_there(cast):
    account = make_account(cast)
    browser = signed_in(cast.director)
    assert f'href="/trail/of/account/{account.uuid}/"' in browser.get(account.get_absolute_url()).content.decode()
    assert f'href="/trail/of/user/{cast.coach.pk}/"' in browser.get(f"/people/{cast.coach.pk}/").content.decode()
    stranger = signed_in(cast.stranger)
    assert "/trail/of/" not in stranger.get(account.get_absolute_url()).content.decode()
