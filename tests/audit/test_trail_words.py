"""Every sentence that the trail shows is found by its words, also one that says more than its event's."""

import pytest

from registry import audit
from registry.audit.models import Entry
from tests.audit.subjects import Thing
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
URL = "/trail/"
REQUEST = Thing("request", "R-0001", "R-0001", None)


@pytest.fixture
def director(cast):
    """Who reads all, after decisions of each kind, what people did of their own, and a refused page."""
    with audit.act():
        for answer in (
            {"answer": "yes"},
            {"answer": "yes", "refused": ["@x"]},
            {"answer": "changes"},
            {"answer": "no"},
        ):
            for event in (audit.Event.DECISION_RECORDED, audit.Event.DECISION_ON_PAPER):
                audit.record(event, by=cast.principal, on=REQUEST, after=answer | {"seat": "administrator"})
        audit.record(audit.Event.REQUEST_DECLINED, by=cast.principal, on=REQUEST)
        for person in (cast.coach, cast.teacher):
            audit.record(audit.Event.EMAIL_CHANGED, by=cast.coach, on=person)
    signed_in(cast.coach).get("/records/")
    return signed_in(cast.director)


def found(browser, words):
    """The sentences that these words find, without who and what they are about."""
    answer = browser.get(URL, {"what": words})
    assert answer.context["form"].errors == {}
    seqs = [line.entry.seq for _day, lines in answer.context["days"] for line in lines]
    entries = Entry.objects.filter(seq__in=seqs).order_by("seq")
    return [one.sentence.removeprefix(f"{one.actor_label} ") for one in entries]


@pytest.mark.parametrize(("words", "sentences"), [
    ("changes asked for", ["decided on R-0001: changes asked for", "recorded that changes to R-0001 were asked for on paper"]),
    ("declined", ["decided on R-0001: declined", "recorded that R-0001 was declined on paper", "declined R-0001"]),
    ("decided approved", ["decided on R-0001: approved", "decided on R-0001: approved in part"]),
    ("Somebody decided on …: approved", ["decided on R-0001: approved"]),
    ("approved in part", ["decided on R-0001: approved in part", "recorded that R-0001 was approved in part on paper"]),
    ("refused the page", ["was refused the page “Public records”"]),
    ("refused public records", ["was refused the page “Public records”"]),
])  # fmt: skip
def test_a_sentence_is_found_by_its_words(director, words, sentences):
    assert found(director, words) == sentences


def test_what_people_did_of_their_own_is_found_and_nothing_else_of_that_kind(director):
    assert "changed their own e-mail" in (told := found(director, "their own"))
    assert not [sentence for sentence in told if "own" not in sentence]
    assert len(found(director, "changed e-mail")) == 2


def test_such_sentences_are_suggested_and_kept_by_the_trail_when_chosen(director):
    page = director.get(URL).content.decode()
    for sentence in (
        "Somebody decided on …: declined", "Somebody changed their own e-mail",
        "Somebody was refused the page “Public records”", "Somebody recorded that … was approved in part on paper",
    ):  # fmt: skip
        assert f'<option value="{sentence}">' in page
        assert len(found(director, sentence)) == 1
        assert Entry.objects.filter(action="trail.read").latest("seq").after == {"what": sentence}
