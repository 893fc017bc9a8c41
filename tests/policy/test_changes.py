"""A new version shows what changed: sentence by sentence, in words, for everybody against what they confirmed."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.policy import actions, comparing
from registry.policy.comparing import compare, sentences
from registry.policy.models import PolicyVersion
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
BEFORE = "# Logins\n\nAsk first. Share the login\nwith Communications. Keep it safe.\n\n- One rule\n- Another rule\n"
AFTER = (
    "# Logins\n\nAsk first. Share the login with Communications the same day.\nKeep it safe.\n\n- One rule\n- A third\n"
)


def version(body: str = "", guidelines: str = "", title: str = "Policy") -> PolicyVersion:
    return PolicyVersion(title=title, body=body, guidelines=guidelines)


def told(old: str, new: str) -> Iterator[tuple[str, str | int]]:
    for section in compare(version(old), version(new)).sections:
        for line in section.lines:
            yield line.kind.value, line.text or line.count


def test_a_text_falls_into_sentences_whatever_its_lines() -> None:
    assert sentences(BEFORE) == [
        "Logins", "Ask first.", "Share the login with Communications.", "Keep it safe.", "One rule", "Another rule",
    ]  # fmt: skip


def test_new_and_gone_sentences_stand_in_their_place() -> None:
    assert list(told(BEFORE, AFTER)) == [
        ("same", "Logins"),
        ("same", "Ask first."),
        ("removed", "Share the login with Communications."),
        ("added", "Share the login with Communications the same day."),
        ("same", "Keep it safe."),
        ("same", "One rule"),
        ("removed", "Another rule"),
        ("added", "A third"),
    ]


def test_what_was_only_wrapped_or_emphasized_anew_has_not_changed() -> None:
    old, new = "Ask first. Then\nwait for it.", "*Ask first.*\nThen **wait**\nfor it."
    assert compare(version(old), version(new)).sections == []


def test_the_address_behind_a_link_is_a_difference() -> None:
    assert list(told("See [here](https://a.example).", "See [here](https://b.example).")) == [
        ("removed", "See here (https://a.example)."),
        ("added", "See here (https://b.example)."),
    ]


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("", "New.", [("added", "New.")]),
        ("Old.", "", [("removed", "Old.")]),
        ("```\na\nb\n```", "```\na\nc\n```", [("same", "a"), ("removed", "b"), ("added", "c")]),
        ("|h|\n|-|\n|x|", "|h|\n|-|\n|y|", [("same", "h"), ("removed", "x"), ("added", "y")]),
        (
            "![alt](https://a.example/p.gif)",
            "![other](https://a.example/p.gif)",
            [("removed", "alt"), ("added", "other")],
        ),
    ],
)
def test_every_kind_of_text_is_compared(old: str, new: str, lines: list[tuple[str, str]]) -> None:
    assert list(told(old, new)) == lines


def test_a_long_part_that_stayed_is_counted_and_not_shown() -> None:
    many = "\n\n".join(f"Sentence {number}." for number in range(10))
    assert list(told(f"First.\n\n{many}\n\nLast.", f"First one.\n\n{many}\n\nLast one.")) == [
        ("removed", "First."), ("added", "First one."), ("same", "Sentence 0."), ("skipped", 8),
        ("same", "Sentence 9."), ("removed", "Last."), ("added", "Last one."),
    ]  # fmt: skip
    assert next(told(f"{many}\n\nLast.", f"{many}\n\nLast one.")) == ("skipped", 9)


def test_title_and_guidelines_are_parts_of_their_own() -> None:
    found = compare(version("Same.", "Be calm.", "Policy 470"), version("Same.", "Be kind.", "Policy 471"))
    assert [(section.name, section.changed) for section in found.sections] == [("title", 2), ("guidelines", 2)]
    assert (found.added, found.removed) == (2, 2)


def test_texts_of_too_many_sentences_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST", 2)
    found = compare(version("One. Two."), version("One. Two. Three."))
    assert (found.too_long, found.sections, compare(version("One."), version("Two.")).too_long) == (True, [], False)


# Pages ----------------------------------------------------------------------------------------------------------------


def publish(cast: Cast, body: str, guidelines: str = "Show no student who opted out.") -> PolicyVersion:
    return actions.publish(title="Social media policy", body=body, guidelines=guidelines, by=cast.director)


def changes_on(page: str) -> list[tuple[str, str]]:
    """What the page says of each sentence: the word that is read, and the sentence."""
    found = re.findall(
        r'<span class="word">(?:<svg.*?</svg>)?([^<]+)</span><(?:ins|del|span)>([^<]*)<', page, re.DOTALL
    )
    return [(word, text) for word, text in found if word != "As before"]


def test_the_page_to_confirm_shows_what_changed_since_the_version_one_confirmed(cast: Cast) -> None:
    publish(cast, "Accounts belong to the district. Ask first.")
    publish(cast, "Accounts belong to the district. Ask first, always.")
    page = signed_in(cast.coach).get("/policy/").text
    assert "What changed since version 1" in page
    assert changes_on(page) == [("New", "Ask first, always.")]


def test_whoever_confirmed_in_between_sees_only_what_is_new_to_them(cast: Cast) -> None:
    actions.acknowledge(publish(cast, "Accounts belong to the district. Ask first."), by=cast.coach)
    publish(cast, "Accounts belong to the district. Ask first, always.")
    page = signed_in(cast.coach).get("/policy/").text
    assert "What changed since version 2" in page
    assert changes_on(page) == [("Gone", "Ask first."), ("New", "Ask first, always.")]


def test_nothing_is_compared_for_somebody_who_confirmed_it_or_never_confirmed_any(cast: Cast) -> None:
    newest = publish(cast, "Ask first.")
    actions.acknowledge(newest, by=cast.coach)
    cast.teacher.acknowledgements.all().delete()
    pages = [signed_in(user).get("/policy/").text for user in (cast.coach, cast.teacher)]
    assert ["What changed since" in page for page in pages] == [False, False]


def test_any_two_versions_can_be_compared_and_the_last_two_are_at_first(cast: Cast) -> None:
    publish(cast, "Ask first.")
    publish(cast, "Ask always.")
    client = signed_in(cast.coach)
    assert changes_on(client.get("/policy/changes/").text) == [("Gone", "Ask first."), ("New", "Ask always.")]
    assert changes_on(client.get("/policy/changes/", {"old": "3", "new": "1"}).text) == [
        ("Gone", "Ask always."), ("New", "Accounts belong to the district."),
    ]  # fmt: skip
    assert "The words are the same." in client.get("/policy/changes/", {"old": "2", "new": "2"}).text


@pytest.mark.parametrize("query", [{"old": "99"}, {"new": "x"}, {"old": "\x00"}, {"old": "9" * 40}, {"new": "-1"}])
def test_a_version_that_is_not_there_is_said_at_its_field(cast: Cast, query: dict[str, str]) -> None:
    publish(cast, "Ask first.")
    page = signed_in(cast.coach).get("/policy/changes/", query)
    assert (page.status_code, "There is a problem" in page.text) == (200, True)
    assert [name for name in ("old", "new") if name in page.context["form"].errors] == list(query)


def test_with_one_version_or_none_there_is_nothing_to_compare(cast: Cast) -> None:
    client = signed_in(cast.coach)
    one = client.get("/policy/changes/").text
    PolicyVersion.objects.get().acknowledgements.all().delete()
    PolicyVersion.objects.all().delete()
    none = client.get("/policy/changes/").text
    assert ("The words are the same." in one, "Nothing is published yet." in none) == (True, True)


def test_the_words_of_a_difference_are_text_and_never_html(cast: Cast) -> None:
    publish(cast, "Never write <script>alert(1)</script> there.")
    page = signed_in(cast.coach).get("/policy/").text
    assert "<ins>Never write &lt;script&gt;alert(1)&lt;/script&gt; there.</ins>" in page
    assert "<script>alert" not in page


@pytest.mark.counts
@pytest.mark.parametrize("path", ["/policy/", "/policy/changes/"])
def test_the_queries_do_not_grow_with_the_versions(cast: Cast, path: str) -> None:
    client, counts = signed_in(cast.coach), []
    publish(cast, "Text 0.")
    client.get(path)
    for more in (0, 2, 27):
        for number in range(more):
            publish(cast, f"Text {number}.")
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        counts.append(len(seen))
    assert counts == [counts[0]] * 3
