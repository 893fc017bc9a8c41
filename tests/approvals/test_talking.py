"""The discussion, through its page: words as typed, mentions of people who can see the request, nothing decided."""

import html
import re
from typing import Any

import pytest
from django.conf import settings

from accounts.actions import credentials
from accounts.models import SecretField
from approvals import actions, rules, seeing
from approvals.models import Comment, Decision, Mention, Request
from registry.people.models import User
from registry.people.refusal import Refused
from registry.vault import Secret
from tests.approvals.days import FRIDAY, letters, text_of
from tests.cast import Cast, signed_in
from tests.makers import STORIES, account_of, make_request


@pytest.fixture
def request_(cast: Cast) -> Request:
    return make_request(cast, "with_administrator")


def say(by: User, request: Request, text: str, *people: User, door: str = "comment") -> Any:
    data = {"text": text, "tell": [str(person.pk) for person in people]}
    return signed_in(by).post(f"{request.get_absolute_url()}{door}/", data)


def offered(by: User, request: Request) -> set[str]:
    page = signed_in(by).get(request.get_absolute_url()).text
    return set(re.findall(r'name="tell" value="([^"]+)"', page))


@pytest.mark.parametrize("story", STORIES)
def test_the_list_of_those_who_see_a_request_is_what_each_of_them_sees(cast: Cast, story: str) -> None:
    request = make_request(cast, story)
    one_by_one = {name for name, person in cast.people.items() if rules.can_see(person, request) and person.is_active}
    there = set(seeing.who_sees(request))
    assert {name for name, person in cast.people.items() if person in there} == one_by_one


def test_only_people_who_can_see_it_are_offered(cast: Cast, request_: Request) -> None:
    seers = {name for name, person in cast.people.items() if rules.can_see(person, request_)}
    assert offered(cast.requester, request_) == {str(getattr(cast, name).pk) for name in seers - {"requester"}}
    assert {"stranger", "teacher", "disabled", "sysadmin"} & seers == set()


def test_somebody_is_named_and_gets_one_letter_of_their_own(cast: Cast, request_: Request) -> None:
    answer = say(cast.requester, request_, "Does this fit?", cast.director, cast.coach)
    assert (answer.status_code, answer.url) == (302, f"{request_.get_absolute_url()}#talk")
    assert letters(request_, "mentioned", "commented") == {
        ("mentioned", cast.director.name): 1,
        ("mentioned", cast.coach.name): 1,
        ("commented", cast.principal.name): 1,
        ("commented", cast.backup.name): 1,
    }
    said = text_of(request_, "mentioned", FRIDAY)
    assert said
    assert said.subject.startswith(f"{cast.requester.name} asks you about Instagram for")
    assert "Does this fit?" not in said.text
    page = signed_in(cast.principal).get(request_.get_absolute_url()).text
    assert f"@{cast.coach.name}, @{cast.director.name}" in page


def test_whoever_was_named_hears_the_answers(cast: Cast, request_: Request) -> None:
    say(cast.requester, request_, "Does this fit?", cast.director)
    say(cast.principal, request_, "I think so.")
    assert letters(request_, "commented")[("commented", cast.director.name)] == 1


@pytest.mark.parametrize("who", ["stranger", "disabled", "sysadmin"])
def test_nobody_is_told_who_cannot_see_it(cast: Cast, request_: Request, who: str) -> None:
    answer = say(cast.requester, request_, "Look at this.", getattr(cast, who))
    assert (answer.status_code, "Choose people from the list" in answer.text) == (422, True)
    assert ("Look at this." in answer.text, Comment.objects.count(), Mention.objects.count()) == (True, 0, 0)
    assert getattr(cast, who).name not in answer.text


@pytest.mark.parametrize("chosen", ["nobody", "1", "' OR 1=1", "\x00"])
def test_a_made_up_person_is_turned_away(cast: Cast, request_: Request, chosen: str) -> None:
    answer = signed_in(cast.requester).post(
        f"{request_.get_absolute_url()}comment/", {"text": "Look.", "tell": [chosen]}
    )
    assert (answer.status_code, "Choose people from the list" in answer.text, Comment.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write something first."),
        ("   \n ", "Write something first."),
        ("x" * 2001, "Ensure this value has at most 2000 characters"),
        ("a\x00b", "Remove the characters that cannot be seen."),
        ("a\x1bb", "Remove the characters that cannot be seen."),
    ],
)
@pytest.mark.parametrize("door", ["comment", "offices"])
def test_words_that_cannot_be_kept_are_sent_back(
    cast: Cast, request_: Request, text: str, sentence: str, door: str
) -> None:
    answer = say(cast.principal, request_, text, door=door)
    assert (answer.status_code, sentence in answer.text, Comment.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("door", ["comment", "offices"])
def test_markup_is_shown_as_typed_and_only_our_own_addresses_are_links(
    cast: Cast, request_: Request, door: str
) -> None:
    ours = f"{settings.SITE_URL}{request_.get_absolute_url()}"
    text = f"<b>Bold</b> & <script>alert(1)</script>\nSee {ours} and https://evil.example/x or {settings.SITE_URL}.evil.example/"
    say(cast.principal, request_, text, door=door)
    page = signed_in(cast.superintendent).get(request_.get_absolute_url()).text
    bubble = re.search(r'<div class="bubble">(.*?)</div>', page, re.DOTALL)
    assert bubble
    assert bubble[1] == (
        f"&lt;b&gt;Bold&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt;<br>See "
        f'<a href="{html.escape(ours)}">{html.escape(ours)}</a> and https://evil.example/x or '
        f"{settings.SITE_URL}.evil.example/"
    )


def test_a_password_of_the_account_is_kept_out_however_long_the_words(cast: Cast) -> None:
    request = make_request(cast, "setting_up")
    password = "blue heron 4471 lantern"
    values = {SecretField.LOGIN: Secret("harbor"), SecretField.PASSWORD: Secret(password)}
    credentials.deposit(account_of(request), values=values, by=cast.coach)
    for text in (f"It is {password}", f"{'Long words. ' * 100}{password}{' and more' * 20}"):
        answers = [say(cast.director, request, text, door=door) for door in ("comment", "offices")]
        assert [(answer.status_code, password in answer.text) for answer in answers] == [(403, False)] * 2
    assert Comment.objects.count() == 0


def test_a_comment_never_decides(cast: Cast, request_: Request) -> None:
    say(cast.principal, request_, "Approved. Yes, go ahead.")
    request_.refresh_from_db()
    assert (request_.status, Decision.objects.count()) == ("deciding", 0)


def test_the_action_itself_tells_nobody_who_cannot_see_it(cast: Cast, request_: Request) -> None:
    with pytest.raises(Refused, match=f"{cast.stranger.name} cannot see this request."):
        actions.comment(request_, text="Look.", by=cast.requester, mentions=[cast.coach, cast.stranger])
    assert (Comment.objects.count(), letters(request_, "mentioned")) == (0, {})
