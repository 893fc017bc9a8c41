"""Publishing shows the text and what it changes first, publishes exactly that, and loses nothing on the way."""

import re
from typing import Any

import pytest
from django.test import Client

from registry.policy import actions
from registry.policy.models import PolicyVersion
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
URL = "/policy/publish/"
TEXTS = {
    "title": "Policy 470",
    "summary": "New: *TikTok*.",
    "body": "Accounts belong to the district.\n\n- Ask first.",
    "guidelines": "Show no student who opted out.",
}


def hidden(page: str) -> dict[str, str]:
    """What the page would send along, as a browser does: with its own line breaks."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value.replace("\n", "\r\n") for name, value in found if name != "csrfmiddlewaretoken"}


def look(client: Client, **texts: Any) -> Any:
    return client.post(URL, {**TEXTS, "after": 1} | texts)


def test_the_text_is_shown_as_it_will_be_read_with_what_it_changes_before_anything_is_published(cast: Cast) -> None:
    page = look(signed_in(cast.director))
    shown = ("<em>TikTok</em>", "<li>Ask first.</li>", "What changes against version 1", "<ins>Ask first.</ins>")
    assert [text for text in shown if text not in page.text] == []
    assert PolicyVersion.objects.count() == 1


def test_what_was_looked_at_is_published_as_it_was(cast: Cast) -> None:
    client = signed_in(cast.director)
    answer = client.post(URL, hidden(look(client).text))
    version = PolicyVersion.objects.get(number=2)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/policy/")
    assert {name: getattr(version, name) for name in TEXTS} == TEXTS


def test_another_text_than_the_one_that_was_looked_at_is_shown_first(cast: Cast) -> None:
    client = signed_in(cast.director)
    page = client.post(URL, hidden(look(client).text) | {"body": "Accounts belong to nobody."})
    assert (page.status_code, "The text has changed since you looked at it." in page.text) == (200, True)
    assert ("Accounts belong to nobody." in page.text, PolicyVersion.objects.count()) == (True, 1)


def test_one_can_go_back_from_the_preview_and_change_the_text(cast: Cast) -> None:
    client = signed_in(cast.director)
    page = client.post(URL, hidden(look(client).text) | {"change": "yes"})
    form = page.context["form"]
    assert {name: form[name].value().replace("\r\n", "\n") for name in TEXTS} == TEXTS
    assert ("Look at it first" in page.text, PolicyVersion.objects.count()) == (True, 1)


def test_a_double_click_publishes_once(cast: Cast) -> None:
    client = signed_in(cast.director)
    sent = hidden(look(client).text)
    answers = [client.post(URL, sent).status_code for _ in range(2)]
    assert (answers, PolicyVersion.objects.count()) == ([302, 409], 2)


@pytest.mark.parametrize("step", ["while it was written", "while it was looked at"])
def test_who_was_second_sees_what_the_first_changed_and_keeps_the_text(cast: Cast, step: str) -> None:
    client = signed_in(cast.superintendent)
    sent = hidden(look(client).text)
    actions.publish(
        title="Policy 470", body="Accounts belong to the schools.", guidelines=TEXTS["guidelines"], by=cast.director
    )
    page = look(client) if step == "while it was written" else client.post(URL, sent)
    assert (page.status_code, "Version 2 was published while you wrote." in page.text) == (409, True)
    assert ("What version 2 changed" in page.text, "What your text would change in version 2" in page.text) == (
        True,
        True,
    )
    assert (
        page.text.count("<ins>Accounts belong to the schools.</ins>"),
        page.text.count("<ins>Ask first.</ins>"),
    ) == (1, 1)
    form = page.context["form"]
    assert {name: form[name].value().replace("\r\n", "\n") for name in TEXTS} == TEXTS
    assert (form["after"].value(), PolicyVersion.objects.count()) == (2, 2)


def test_from_there_it_goes_on_against_the_new_version(cast: Cast) -> None:
    client = signed_in(cast.superintendent)
    actions.publish(title="Policy 470", body="Other.", by=cast.director)
    stale = look(client)
    again = look(client, after=stale.context["form"]["after"].value())
    assert "What changes against version 2" in again.text
    assert client.post(URL, hidden(again.text)).status_code == 302
    assert PolicyVersion.objects.get(number=3).body == TEXTS["body"]


@pytest.mark.parametrize("after", ["", "0", "7", "-1", "9" * 40])
def test_a_base_that_is_not_in_force_is_no_base(cast: Cast, after: str) -> None:
    page = look(signed_in(cast.director), after=after)
    assert (page.status_code, PolicyVersion.objects.count()) == (409, 1)
    assert page.context["form"]["after"].value() == 1


def test_the_first_version_changes_nothing(cast: Cast) -> None:
    PolicyVersion.objects.get().acknowledgements.all().delete()
    PolicyVersion.objects.all().delete()
    client = signed_in(cast.director)
    page = look(client, after=0)
    assert ("Look at the new version" in page.text, "What changes against" in page.text) == (True, False)
    assert client.post(URL, hidden(page.text)).status_code == 302
    assert PolicyVersion.objects.get().number == 1


def test_the_same_words_may_be_published_again_and_the_page_says_so(cast: Cast) -> None:
    first = PolicyVersion.objects.get()
    same = {name: getattr(first, name) for name in ("title", "body", "guidelines")}
    page = look(signed_in(cast.director), **same)
    assert "The words are the same. At most their layout has changed." in page.text
