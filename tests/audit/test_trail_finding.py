"""Finding in the trail what an entry is about, and going on from there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import audit
from registry.audit.models import Entry
from registry.outbox.delivery import deliver_due
from tests.audit.subjects import NORDIC, edit
from tests.cast import signed_in
from tests.makers import make_account, make_request, reveal

pytestmark = pytest.mark.django_db
URL = "/trail/"


@pytest.fixture
def director(cast, moment):
    return signed_in(cast.director)


def text(browser, **query):
    return browser.get(URL, query).content.decode()


def numbers(browser, **query):
    return [line.entry.seq for _day, lines in browser.get(URL, query).context["days"] for line in lines]


@pytest.mark.parametrize(
    "words",
    ["{number}", "harbornordic", "@HarborNordic", "instagram.com/harbornordic", "harbornord", "harbor nordic",
     "HarborNordic on Instagram"],
)  # fmt: skip
def test_an_account_is_found_by_number_handle_address_and_words(director, cast, words):
    account = make_account(cast, "setting_up", handle="HarborNordic")
    make_account(cast, "setting_up", handle="Chess", platform="x", display_name="Chess", group="Chess")
    seqs = numbers(director, about=words.format(number=account.number))
    about = Entry.objects.filter(object_type="account", object_id=account.trail_id)
    assert about.exists()
    assert set(about.values_list("seq", flat=True)) <= set(seqs)
    assert not Entry.objects.filter(seq__in=seqs, object_label__contains="Chess").exists()


def test_a_request_is_found_by_number_and_by_handle(director, cast):
    request = make_request(cast, "with_administrator", handle="HarborNordic")
    make_request(cast, "draft", handle="other", group="Chess", display_name="Chess")
    seqs = list(Entry.objects.about(request).newest_first().values_list("seq", flat=True))
    assert {words: numbers(director, about=words) for words in (request.reference, "r-1", "@harbornordic")} == {
        request.reference: seqs, "r-1": seqs if request.pk == 1 else [], "@harbornordic": seqs,
    }  # fmt: skip


@pytest.mark.parametrize("words", ["@", "A-99999999999999999999", "%", "account:", ":", "R-0"])
def test_words_that_name_nothing_find_nothing(director, cast, words):
    make_account(cast, "setting_up", handle="HarborNordic")
    assert numbers(director, about=words) == []


def test_finding_by_words_costs_the_same_for_one_entry_and_for_many(director, cast):
    account, counts = make_account(cast, "setting_up", handle="HarborNordic"), []
    director.get(URL)  # the session's first page costs a little more
    for more in (1, 30):
        for _ in range(more):
            edit(account)
        with CaptureQueriesContext(connection) as queries:
            director.get(URL, {"about": "harbornordic"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_says_what_about_can_be_searched_by(director):
    assert "A number such as A-0042 or R-0055, a handle, or words of a name" in text(director)


def test_the_thing_opens_and_leads_to_all_about_it(director, cast):
    account = make_account(cast, "setting_up", handle="HarborNordic")
    page, link = text(director), f'href="/trail/?about=account%3A{account.uuid}"'
    assert f'<a href="{account.get_absolute_url()}">HarborNordic on Instagram</a>' in page
    assert link in page
    assert "All entries about HarborNordic on Instagram" in page
    for asked in ({"about": account.number}, {"account": account.number}):  # that is what one looks at
        assert link not in text(director, **asked)
    assert link not in director.get(f"/trail/of/account/{account.uuid}/").content.decode()


def test_a_sentence_that_names_no_thing_leads_to_none(director, cast):
    with audit.act():
        audit.record(audit.Event.SIGNED_IN, by=cast.coach, on=cast.coach)
    page = text(director, who=cast.coach.name, what="signin.done")
    assert "signed in" in page
    assert "All entries about" not in page


def test_an_opening_is_said_in_words_and_leads_to_all_of_it(director, cast):
    account = make_account(cast, "deposited", handle="HarborNordic")
    act = reveal(account, cast.communications).reveal
    page = text(director, about=account.number)
    assert f"Part of {act.uuid}" not in page
    link = f"/trail/?about=account%3A{account.uuid}&amp;part={act.uuid}"
    assert f'<a href="{link}">Everything of this opening</a>' in page
    belong = Entry.objects.filter(reference=str(act.uuid)).newest_first().values_list("seq", flat=True)
    assert numbers(director, about=f"account:{account.uuid}", part=act.uuid) == list(belong)
    chips = director.get(URL, {"about": f"account:{account.uuid}", "part": act.uuid}).context["chips"]
    assert [chip["label"] for chip in chips] == [
        "About: HarborNordic on Instagram", "One act: with all that belongs to it",
    ]  # fmt: skip


def test_a_part_of_a_request_leads_to_the_request(director, cast):
    request = make_request(cast, "setting_up", handle="HarborNordic")
    with audit.act():
        audit.record(audit.Event.ACCOUNT_EDITED, by=cast.director, on=NORDIC, reference=request.reference)
    link = f'Part of request <a href="{request.get_absolute_url()}">{request.reference}</a>.'
    assert link in text(director, what="account.edited")


def test_a_letter_says_to_whom(director, cast):
    make_account(cast, "setting_up")
    deliver_due()
    sent = Entry.objects.filter(action="letter.sent", after__contains=cast.coach.name)
    assert sent.exists()
    assert f"<p>To {cast.coach.name}.</p>" in text(director, what="letter.sent")


def test_the_trail_prints(director):
    assert "data-print" in text(director)
