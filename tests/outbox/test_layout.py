"""How a letter is laid out: facts are a table, a sentence is never broken by its template, nothing is said twice."""

import pytest

from registry.outbox.models import Letter
from registry.outbox.rendering import _blocks, _wrapped, write
from tests.makers import make_request

LINK = "https://district.example/x"


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("It expires if it is not active by\nJanuary 5.", "It expires if it is not active by January 5."),
        ("The reason:\nName a coach.", "The reason:\nName a coach."),
        ("For:    one\nUntil:  two", "For:    one\nUntil:  two"),
        ("- one\n- two", "- one\n- two"),
        (f"Read it here\n{LINK}", f"Read it here\n{LINK}"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        ("", ""),
    ],
)
def test_a_broken_sentence_is_one_again_and_the_rest_stays(text, wrapped):
    assert _wrapped(text) == wrapped


def test_facts_are_a_table_and_words_are_not():
    blocks = _blocks(f"For:    one\nUntil:  two\n\nThe reason:\nNo: not now.\n\n{LINK}", LINK)
    assert blocks == [
        {"facts": [("For", "one"), ("Until", "two")]},
        {"lines": ["The reason:", "No: not now."]},
        {"button": LINK},
    ]


@pytest.mark.django_db
def test_a_letter_that_asks_for_a_decision_has_facts_in_a_table_and_its_own_button(cast):
    make_request(cast, "with_administrator")
    written = write(Letter.objects.get(template="approvals/decision_needed"))
    assert ">Asked for by</th>" in written.html
    assert "Review the request</a>" in written.html
    assert [written.text.count(words) for words in ("by replying", "TO LOOK AT")] == [1, 0]
    assert max(map(len, written.text.splitlines())) <= 72
