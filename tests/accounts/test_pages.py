"""The list, the account page and the history: who sees what, filters, paging, no growth of queries."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import listing, panels
from accounts.actions import credentials
from accounts.models import Account
from registry import audit, clock
from registry.people.models import Appointment
from registry.policy import actions as policies
from tests.cast import signed_in
from tests.makers import bring_to, make_account, refuse, reveal, secrets_for

pytestmark = pytest.mark.django_db
LIST = "/accounts/"


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def page(account, name="account"):
    return reverse(f"accounts:{name}", args=[account.uuid])


def text_of(user, address):
    return signed_in(user).get(address).content.decode()


def listed(user, query=""):
    answer = signed_in(user).get(f"{LIST}?{query}")
    return [each.account.handle for each in answer.context["page"].rows]


def test_everybody_who_signs_in_sees_identity_custodian_and_state(cast, account):
    text = text_of(cast.stranger, page(account))
    for words in ("@HarborNordic", cast.coach.name, "Official and active", account.number):
        assert words in text
    assert "Login and recovery" not in text


def test_a_stranger_is_asked_to_sign_in(client, account):
    assert client.get(page(account)).status_code == 302
    assert client.get(LIST).status_code == 302


def test_an_account_that_is_not_there_is_404(cast):
    assert signed_in(cast.coach).get("/accounts/7b0e4a8e-3f0c-4a3c-9d0a-000000000000/").status_code == 404


@pytest.mark.parametrize(
    ("part", "versions"),
    [("communications", True), ("coach", True), ("backup", True), ("principal", False), ("superintendent", False)],
)
def test_the_vault_panel_says_as_much_as_the_person_may_know(cast, account, part, versions):
    text = text_of(getattr(cast, part), page(account))
    assert "Login and recovery" in text
    assert (f"version 1, verified by {cast.communications.name}" in text) is versions
    assert signed_in(getattr(cast, part)).get(page(account, "history")).status_code == (200 if versions else 403)


def test_buttons_are_those_that_the_rules_let_through(cast, account):
    hers = ["reveal", "deposit", "handoff", "attest", "look", "backup", "outside", "seasons"]
    assert list(signed_in(cast.coach).get(page(account)).context["offers"]) == hers
    theirs = ["handoff", "attest", "look", "reassign", "backup", "outside", "seasons"]
    assert list(signed_in(cast.principal).get(page(account)).context["offers"]) == theirs
    assert list(signed_in(cast.sysadmin).get(page(account)).context["offers"]) == []
    fresh = make_account(cast, "deposited")
    assert list(signed_in(cast.coach).get(page(fresh)).context["offers"]) == ["accept", "decline", "deposit"]
    assert list(signed_in(cast.communications).get(page(fresh)).context["offers"]) == [
        "reveal",
        "verify",
        "refuse",
        "deposit",
        "take_back",
        "beside",
        "backup",
        "outside",
        "seasons",
    ]


def test_nothing_is_revealed_where_nothing_is_current(cast):
    account = make_account(cast, "deposited")
    refuse(account, "Wrong password.", cast.communications)
    assert account.secrets.filter(is_current=True).exists()  # the recovery address
    assert "reveal" not in signed_in(cast.communications).get(page(account)).context["offers"]


def test_an_offer_is_accepted_only_once_the_policy_is_confirmed(cast):
    account = make_account(cast, "setting_up")
    policies.publish(
        title="Social media", summary="Shorter.", body="Be kind.", guidelines="Be brief.", by=cast.superintendent
    )
    answer = signed_in(cast.coach).get(page(account))
    assert [key for key in answer.context["offers"] if key in ("accept", "decline")] == ["decline"]
    assert "Confirm the policy first" in answer.content.decode()


def test_a_witness_verifies_what_the_one_they_witness_has_opened(cast):
    account = make_account(cast, "setting_up")
    for person in (cast.second_communications, cast.director, cast.newcomer):
        for office in Appointment.objects.in_force().filter(person=person, on_behalf_of=None):
            Appointment.objects.filter(pk=office.pk).update(ended_at=clock.now(), ended_by=cast.superintendent)
    credentials.deposit(account, values=secrets_for(account), by=cast.communications)
    client = signed_in(cast.superintendent)
    address = page(account, "verify")
    assert "has not opened these versions yet" in client.get(address).content.decode()
    reveal(account, cast.communications)
    assert client.get(address).context["opened"] is True
    assert "accounts/refuse" not in client.get(address).content.decode()


def test_history_shows_who_knows_and_every_version(cast, account):
    reveal(account, cast.director, reason="Yearly look at it")
    text = text_of(cast.communications, page(account, "history"))
    for words in (
        "Who knows this",
        cast.director.name,
        "Yearly look at it",
        "Revealed it: login, password",
        "Deposited it",
    ):
        assert words in text


def test_search_and_filters(cast, account):
    other = make_account(cast, "setting_up", platform="x", handle="LakesBand", unit=cast.units.middle, klass="program",
                         display_name="Lakes Middle Band", group="Band")  # fmt: skip
    cases = {
        "": ["LakesBand", "HarborNordic"],
        "q=nordic": ["HarborNordic"],
        "q=https://www.instagram.com/harbornordic/?igsh=1": ["HarborNordic"],
        "q=Lakes+Middle": ["LakesBand"],
        f"q={cast.coach.name}": ["HarborNordic"],
        "platform=x": ["LakesBand"],
        "platform=x&platform=instagram": ["LakesBand", "HarborNordic"],
        "state=active": ["HarborNordic"],
        "klass=program": ["LakesBand"],
        f"unit={cast.units.high.pk}": ["HarborNordic"],
        f"custodian={cast.other_principal.pk}": ["LakesBand"],
        "platform=x&state=active": [],
        "platform=nonsense&unit=999999&before=x": ["LakesBand", "HarborNordic"],
        f"before={other.pk}": ["HarborNordic"],
    }
    assert {query: listed(cast.teacher, query) for query in cases} == cases


@pytest.mark.parametrize(
    "words",
    ["A-{pk:04d}", " a-{pk} ", "harbor nordic ski", "ski girls NORDIC", "Nórdic", "@HarborNordic", "nordic solberg",
     "athletics nordic", "instagram nordic", "nordic  Érik"],
)  # fmt: skip
def test_an_account_is_found_by_number_and_by_all_words_in_any_order(cast, account, words):
    make_account(cast, "setting_up", platform="x", handle="HarborBand", display_name="Harbor Band", group="Band")
    assert listed(cast.teacher, urlencode({"q": words.format(pk=account.pk)})) == ["HarborNordic"]


@pytest.mark.parametrize("words", ["A-0", "A-999999999999999", "nordic nobody", "' OR 1=1", "A-٣"])
def test_words_that_nothing_has_find_nothing(cast, account, words):
    assert listed(cast.teacher, urlencode({"q": words})) == []


def test_an_account_with_accents_is_found_without_them(cast):
    made = make_account(cast, "setting_up", display_name="École Überskí", group="Ñandú")
    assert [listed(cast.teacher, f"q={words}") for words in ("ecole", "uberski", "NANDU")] == [[made.handle]] * 3


def test_a_filter_in_use_is_a_chip_that_takes_it_away(cast, account):
    answer = signed_in(cast.teacher).get(f"{LIST}?platform=x&platform=tiktok&q=abc")
    chips = {chip["label"]: chip["url"] for chip in answer.context["chips"]}
    assert chips == {
        "“abc”": "?platform=tiktok&platform=x",
        "X (Twitter)": "?platform=tiktok&q=abc",
        "TikTok": "?platform=x&q=abc",
    }
    assert "No account matches" in answer.content.decode()


def test_an_empty_register_says_what_will_stand_there(cast):
    assert "No accounts yet" in text_of(cast.teacher, LIST)


def test_pages_follow_each_other_without_gap(cast, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    made = [make_account(cast, "setting_up").handle for _ in range(5)]
    client, seen, address = signed_in(cast.teacher), [], LIST
    while address:
        answer = client.get(address)
        seen += [each.account.handle for each in answer.context["page"].rows]
        address = answer.context["page"].older and LIST + answer.context["page"].older
    assert seen == made[::-1]


def test_checking_an_address(cast, account):
    client = signed_in(cast.teacher)
    found = client.get("/accounts/check/", {"q": "instagram.com/HARBORNORDIC"}).content.decode()
    assert "HarborNordic on Instagram is in the register" in found
    assert page(account) in found
    assert "is not in the register" in client.get("/accounts/check/", {"q": "x.com/nobody"}).content.decode()
    assert "This names no account that we recognize" in client.get("/accounts/check/", {"q": "nobody"}).content.decode()
    bare = client.get("/accounts/check/", {"q": "@harbornordic", "platform": "instagram"}).content.decode()
    assert "is in the register" in bare


def checked(user, text):
    return signed_in(user).get("/accounts/check/", {"q": text})


@pytest.mark.parametrize("text", ["@HarborNordic", "harbornordic", " HARBORNORDIC ", "A-{pk:04d}"])
def test_a_bare_handle_or_number_is_looked_up_on_all_platforms(cast, account, text):
    answer = checked(cast.teacher, text.format(pk=account.pk))
    assert answer.context["twin"] == account
    assert page(account) in answer.content.decode()


def test_a_handle_on_several_platforms_leaves_the_choice(cast, account):
    other = make_account(cast, "setting_up", platform="x", handle="harbornordic")
    answer = checked(cast.teacher, "@harbornordic")
    assert (answer.context["twin"], answer.context["named"]) == (None, [account, other])
    assert "Several accounts have this handle" in answer.content.decode()


@pytest.mark.parametrize(
    "text",
    ["instagram.com/harborn0rdic", "instagram.com/HarborNordlc", "@harb0rn0rd1c", "harbor_nordic", "harbornordlc",
     "x.com/harbor_n0rdic", "h\u0430rbornordic", "instagram.com/harbornordics"],
)  # fmt: skip
def test_a_name_that_reads_like_an_account_says_which_it_may_imitate(cast, account, text):
    answer = checked(cast.teacher, text)
    assert answer.context["imitated"] == [account]
    assert "It reads like an account in the register" in answer.content.decode()


@pytest.mark.parametrize("text", ["instagram.com/lakesband", "nobody", "@", "instagram.com/harbor", "'%_"])
def test_a_name_of_its_own_imitates_nobody(cast, account, text):
    assert checked(cast.teacher, text).context["imitated"] == []


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("instagram.com/harbornordic", ["/posters/"]),
        ("x.com/nobody_here", ["/requests/new/?kind=registration", "/accounts/?q=x.com%2Fnobody_here", "/people/?q="]),
        ("no body", ["/accounts/?q=no%20body", "/people/?q="]),
    ],
)
def test_every_answer_gives_a_next_step(cast, account, text, links):
    text = checked(cast.teacher, text).content.decode().partition('role="status" class="stack')[2]
    assert [link for link in links if link not in text] == []


@pytest.mark.counts
@pytest.mark.parametrize("part", ["teacher", "coach", "communications"])
def test_the_pages_ask_as_often_for_one_row_as_for_many(cast, part):
    user, first = getattr(cast, part), bring_to(cast, make_account(cast, "setting_up"), "ready")
    client, counts = signed_in(user), []
    for number in (1, 3, 8):
        while Account.objects.count() < number:
            make_account(cast, "deposited")
        asked = []
        for address in (LIST, page(first)):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            asked.append(len(queries))
        counts.append(asked)
    assert counts == [counts[0]] * 3


@pytest.mark.counts
def test_history_asks_as_often_for_one_version_as_for_many(cast, account):
    client, counts = signed_in(cast.coach), []
    client.get(page(account, "history"))
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(page(account, "history"))
        counts.append(len(queries))
        reveal(account, cast.director)
        reveal(account, cast.coach)
    assert counts == [counts[0]] * 3


def test_what_one_act_did_several_times_is_said_once_under_recent(cast, account):
    with audit.act():
        for _each in range(6):
            audit.record(audit.Event.SECRET_SUPERSEDED, on=account, by=cast.coach, field="backup_code")
    said = [entry.action for entry in panels.recent(account, cast.communications)]
    assert said.count("secret.superseded") == 1
    assert len(said) > 1
