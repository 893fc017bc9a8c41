"""May I post here? (II.2, II.4): the card, its answers, the link that checks it live, and who may post as a page."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import authorizing, posting
from accounts.models import Platform
from accounts.rules import namesakes
from registry import clock
from registry.people import actions as people
from registry.people.models import User
from registry.people.refusal import Refused
from tests.accounts.posting import authorized, designated, proposed
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
CARD = "/accounts/card/"


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def asked(user, text, **more):
    """What the card answers: yes or no, by what right, or why not."""
    context = signed_in(user).get(CARD, {"q": text, **more}).context
    answer = context["asked"].answer
    return answer and (answer.yes, [right.words for right in answer.rights], answer.why)


def link_of(user):
    return urlsplit(signed_in(user).get(CARD).context["link"]).path


@pytest.mark.parametrize(
    ("part", "rights"),
    [
        ("coach", ["Custodian"]), ("backup", ["Backup custodian"]), ("communications", ["Member of Communications"]),
        ("newcomer", ["Member of Communications"]),
    ],
)  # fmt: skip
def test_who_looks_after_it_and_communications_may(cast, account, part, rights):
    assert asked(getattr(cast, part), account.url) == (True, rights, "")


@pytest.mark.parametrize("part", ["teacher", "superintendent", "designee", "principal", "sysadmin", "alternate"])
def test_nobody_else_may_whatever_their_office(cast, account, part):
    yes, rights, why = asked(getattr(cast, part), account.url)
    assert (yes, rights) == (False, [])
    assert why == "You are neither its custodian or backup, nor a designated poster, nor authorized for it."


def test_a_poster_of_the_account_and_one_of_a_unit_above_may(cast, account):
    designated(cast, account, cast.teacher)
    designated(cast, cast.units.high, cast.stranger)
    designated(cast, cast.units.middle, cast.ex_coach)
    assert asked(cast.teacher, account.url) == (True, ["Designated poster"], "")
    assert asked(cast.stranger, account.url) == (True, ["Designated poster of Harbor High School"], "")
    assert asked(cast.ex_coach, account.url)[0] is False


@pytest.mark.parametrize("text", ["@HarborNordic", "harbornordic", "A-{pk:04d}", "a{pk}", "instagram.com/HarborNordic"])
def test_an_account_is_asked_for_by_address_handle_or_number(cast, account, text):
    assert asked(cast.coach, text.format(pk=account.pk)) == (True, ["Custodian"], "")


def test_a_handle_that_several_accounts_have_is_a_choice(cast, account):
    twin = make_account(cast, "active", handle="HarborNordic", platform="x")
    page = signed_in(cast.coach).get(CARD, {"q": "HarborNordic"})
    assert page.context["asked"].choices == [account, twin]
    assert namesakes.namesakes(" @HarborNordic ") == [account, twin]
    assert namesakes.namesakes("@") == []
    assert reverse("accounts:posters", args=[twin.uuid]) in page.content.decode()
    assert asked(cast.coach, "HarborNordic", platform="x") == (True, ["Custodian"], "")


def test_an_authorization_for_one_off_posting_is_a_yes_within_its_scope(cast, account):
    given = authorized(cast, cast.stranger)
    answer = signed_in(cast.stranger).get(CARD, {"q": account.url}).context["asked"].answer
    assert (answer.yes, answer.within) == (True, "Results of the science fair.")
    assert [(right.url, right.until) for right in answer.rights] == [(given.get_absolute_url(), given.ends_on)]


@pytest.mark.parametrize(
    "facts", [{"kind": "spokesperson"}, {"kind": "classroom", "parental_consent": True}, {"platform": "x"}, {"unit": 1}]
)
def test_an_authorization_for_something_else_is_none(cast, account, facts):
    if "platform" in facts:
        facts = {"platform": Platform.objects.get(slug="x")}
    if "unit" in facts:
        facts = {"unit": cast.units.middle}
    authorized(cast, cast.stranger, **facts)
    assert asked(cast.stranger, account.url)[0] is False


def test_why_not_says_what_was_lost_and_when(cast, account):
    revoked, over = (
        designated(cast, account, cast.teacher),
        designated(cast, account, cast.stranger, ends_on=clock.today()),
    )
    posting.revoke(revoked, why="Moved on.", by=cast.director)
    designated(cast, account, cast.ex_coach, starts_on=clock.today() + timedelta(days=40))
    proposed(cast, account, cast.requester)
    gone = authorized(cast, cast.alternate)
    authorizing.revoke(gone, why="Not needed.", by=cast.superintendent)
    with clock.at(clock.now() + timedelta(days=3)):
        said = {user: asked(user, account.url)[2] for user in
                (revoked.person, over.person, cast.ex_coach, cast.requester, cast.alternate)}  # fmt: skip
    assert said == {
        cast.teacher: "Your designation was revoked on November 12, 2025.",
        cast.stranger: "Your designation ended on November 12, 2025.",
        cast.ex_coach: "You are designated from December 22, 2025 on.",
        cast.requester: "You are proposed as a poster; nobody has designated you yet.",
        cast.alternate: f"Your authorization {gone.number} was revoked on November 12, 2025.",
    }


@pytest.mark.parametrize(
    ("state", "words"),
    [("setting_up", "being set up"), ("compromised", "marked as compromised"), ("locked_out", "can get into"),
     ("closing", "being closed")],
)  # fmt: skip
def test_nobody_posts_on_an_account_that_is_not_active(cast, account, state, words):
    type(account).objects.filter(pk=account.pk).update(state=state)
    yes, _rights, why = asked(cast.communications, account.url)
    assert (yes, words in why) == (False, True)


def test_an_account_that_is_not_ours_needs_an_authorization_for_the_class(cast):
    page = signed_in(cast.teacher).get(CARD, {"q": "https://instagram.com/some.science.club"})
    assert page.context["asked"].answer.yes is False
    assert "/requests/new/?kind=authorization&amp;authorization=classroom" in page.content.decode()
    authorized(cast, kind="classroom", parental_consent=True)
    assert asked(cast.teacher, "https://instagram.com/some.science.club")[0] is True


def test_a_no_says_whom_to_ask_and_where(cast, account):
    text = signed_in(cast.stranger).get(CARD, {"q": account.url}).content.decode()
    assert reverse("accounts:posters", args=[account.uuid]) in text
    assert "/requests/new/?kind=authorization&amp;authorization=one_off" in text


@pytest.mark.parametrize("text", ["", "a\x00b", "x" * 501, "not an address", "A-0", "A-999999999999", "#"])
def test_what_names_nothing_is_said_in_words(cast, text):
    page = signed_in(cast.teacher).get(CARD, {"q": text})
    said = page.content.decode()
    assert page.status_code == 200
    assert ("There is a problem" in said) != ("This names no account that we recognize" in said)


def test_the_link_shows_any_colleague_what_still_holds(cast, account):
    row, given = designated(cast, account, cast.teacher), authorized(cast, cast.teacher)
    link = link_of(cast.teacher)
    before = signed_in(cast.stranger).get(link)
    posting.revoke(row, why="Moved on.", by=cast.communications)
    authorizing.revoke(given, why="Too much.", by=cast.superintendent)
    after = signed_in(cast.stranger).get(link)
    shown = [([line["account"] for line in page.context["accounts"]],
              [each for each, _allows in page.context["authorizations"]],
              sorted(line["word"] for line in page.context["ended"])) for page in (before, after)]  # fmt: skip
    assert shown == [([account], [given], []), ([], [], ["Revoked", "Revoked"])]
    assert (cast.teacher.email in after.content.decode(), "Moved on." in after.content.decode()) == (False, False)


def test_the_link_shows_at_once_what_expired_and_who_left(cast, account):
    designated(cast, account, cast.teacher, ends_on=clock.today())
    link = link_of(cast.teacher)
    with clock.at(clock.now() + timedelta(days=1)):
        page = signed_in(cast.stranger).get(link)
        assert ([line["word"] for line in page.context["ended"]], page.context["accounts"]) == (["Ended"], [])
    people.deactivate(cast.teacher, by=cast.sysadmin)
    text = signed_in(cast.stranger).get(link).content.decode()
    assert f"{cast.teacher.name} no longer works here" in text


def test_a_link_that_we_did_not_make_is_404_and_a_stranger_signs_in_first(cast, client):
    link = link_of(cast.teacher)
    forged = [link[:-2] + "x/", f"{CARD}{cast.teacher.pk.hex}/", f"{CARD}nothing/"]
    assert [signed_in(cast.coach).get(address).status_code for address in forged] == [404] * 3
    assert client.get(link)["Location"].startswith("/sign-in/login/")


def test_the_page_of_an_account_says_who_may_post_there_to_everybody(cast, account):
    designated(cast, account, cast.teacher, may_reveal=True)
    designated(cast, cast.units.high, cast.ex_coach)
    text = signed_in(cast.stranger).get(reverse("accounts:posters", args=[account.uuid])).content.decode()
    for words in (cast.coach.name, cast.backup.name, cast.teacher.name, cast.ex_coach.name, "may open the login",
                  f"designated by {cast.communications.name}", cast.director.name, "All accounts of Harbor High School",
                  f"Ask {cast.coach.name} to propose you."):  # fmt: skip
        assert words in text
    assert "Designate a poster" not in text


def test_the_page_of_a_unit_lists_its_posters_and_its_accounts(cast, account):
    designated(cast, account, cast.teacher)
    designated(cast, cast.units.athletics, cast.stranger)
    page = signed_in(cast.newcomer).get(reverse("accounts:unit-posters", args=[cast.units.high.pk]))
    assert ([row.person for row, _may in page.context["posters"]], page.context["accounts"]) == ([], [account])
    athletics = signed_in(cast.stranger).get(reverse("accounts:unit-posters", args=[cast.units.athletics.pk]))
    assert [row.person for row, _may in athletics.context["posters"]] == [cast.stranger]
    assert cast.teacher.name in athletics.content.decode()


def test_the_account_s_page_and_the_person_s_page_say_it_too(cast, account):
    designated(cast, account, cast.teacher)
    given = authorized(cast, cast.teacher)
    assert "Who may post here?" in signed_in(cast.stranger).get(account.get_absolute_url()).content.decode()
    person = reverse("people:person", args=[cast.teacher.pk])
    seen = {part: given.number in signed_in(getattr(cast, part)).get(person).content.decode() for part in
            ("teacher", "principal", "superintendent", "stranger", "other_principal")}  # fmt: skip
    assert seen == {
        "teacher": True,
        "principal": True,
        "superintendent": True,
        "stranger": False,
        "other_principal": False,
    }
    text = signed_in(cast.stranger).get(person).content.decode()
    assert (account.name in text, 'Poster, from <time datetime="2025-11-12">' in text) == (True, True)


@pytest.mark.counts
def test_the_pages_ask_as_often_for_one_as_for_thirty(cast, account):
    other = make_account(cast, "active", handle="HarborTwo")
    pages = [
        CARD, link_of(cast.teacher), f"{CARD}?q={account.url}", reverse("people:person", args=[cast.teacher.pk]),
        reverse("accounts:posters", args=[account.uuid]), reverse("accounts:unit-posters", args=[cast.units.high.pk]),
        "/accounts/authorizations/", account.get_absolute_url(),
    ]  # fmt: skip
    client, counts = signed_in(cast.teacher), []
    designated(cast, other, cast.teacher)
    designated(cast, cast.units.athletics, cast.teacher)
    for number in range(30):
        someone = User.objects.create(email=f"poster{number}@lakeviewps.example", name=f"Poster {number}")
        designated(cast, account, someone)
        designated(cast, cast.units.high, someone)
        authorized(cast, cast.teacher)
        if number in (0, 2, 29):
            counts.append([])
            for page in pages:
                client.get(page)
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(page).status_code == 200
                counts[-1].append(len(captured))
    assert counts[0] == counts[1] == counts[2]


def test_nobody_posts_on_a_suspended_account_or_is_designated_for_it(cast, account):
    account.suspended_at, account.suspended_why = clock.now(), "An office declined it."
    account.save(update_fields=["suspended_at", "suspended_why"])
    why = "The account is suspended until every office has approved it. Nobody posts on it until then."
    assert asked(cast.coach, account.url) == (False, [], why)
    for act in (proposed, designated):
        with pytest.raises(Refused, match="suspended until every office has approved it"):
            act(cast, account, cast.stranger)
