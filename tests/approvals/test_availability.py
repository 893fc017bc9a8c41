"""Whether a handle is free, said while somebody types (E1.12): what the form would say, and no more."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Account, AccountClass, AccountState, Platform
from approvals import availability
from approvals.models import Request
from registry import clock
from tests.approvals.test_pages import answers_for, begin
from tests.cast import Cast, signed_in
from tests.makers import account_of, make_account, make_request


@pytest.fixture(autouse=True)
def nobody_has_asked() -> None:
    cache.clear()


@pytest.fixture
def asking(cast: Cast) -> Client:
    return signed_in(cast.requester)


def look(client: Client, request: Request, handle: str, platform: str = "instagram", **more: str) -> dict[str, str]:
    data = {"handle": handle, "platform": str(Platform.objects.get(slug=platform).pk), **more}
    response = client.post(f"/requests/{request.reference}/handle/", data)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    found: dict[str, str] = response.json()
    return found


def test_e1_12_free_taken_formerly_ours_and_impostor(cast: Cast, asking: Client) -> None:
    draft = begin(asking)
    free = look(asking, draft, "@harbornordic")
    assert (free["state"], free["said"]) == ("free", "Nobody here has or asks for @harbornordic on Instagram.")
    account = make_account(cast, "active", handle="harborski")
    taken = look(asking, draft, "https://www.instagram.com/HarborSki/")
    assert (taken["state"], taken["url"]) == ("taken", account.get_absolute_url())
    assert "Ask Erik Solberg to let you post there" in taken["said"]
    Account.objects.filter(pk=account.pk).update(klass=AccountClass.IMPOSTOR, state="found")
    assert look(asking, draft, "harborski")["state"] == "impostor"
    Account.objects.filter(pk=account.pk).update(
        klass=AccountClass.STUDENT_GROUP, state=AccountState.RETIRED, retired_at=clock.now()
    )
    buried = look(asking, draft, "harborski")
    assert (buried["state"], buried["url"], buried["action"]) == (
        "formerly", "/requests/new/?kind=registration", "Ask to revive it",
    )  # fmt: skip


def test_of_anothers_request_it_says_only_that_somebody_asks(cast: Cast) -> None:
    make_request(cast, "with_administrator", handle="harborski")
    client = signed_in(cast.stranger)
    found = look(client, begin(client), "harborski")
    assert (found["state"], found["said"], found["url"]) == (
        "taken", "Somebody has asked for harborski on Instagram already.", "",
    )  # fmt: skip


def test_one_s_own_handle_is_free_and_a_close_one_is_said_to_be_fine(cast: Cast, asking: Client) -> None:
    make_account(cast, "active", handle="harborskiteam", unit=cast.units.athletics)
    own = make_request(cast, "with_administrator", handle="harborskiteams")
    found = look(asking, own, "harborskiteams")
    assert (found["state"], "That is fine for the same team." in found["said"]) == ("free", True)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\x00", "two words", "a" * 301, "\ud800".encode("utf-8", "surrogatepass").decode("latin1"), "1" * 10_000],
)
def test_what_cannot_be_a_handle_is_answered_in_words_or_not_at_all(asking: Client, typed: str) -> None:
    assert look(asking, begin(asking), typed)["state"] in ("", "unfit")


@pytest.mark.parametrize("platform", ["", "0", "x", "9" * 400, "\x00"])
def test_without_a_platform_there_is_no_answer(asking: Client, platform: str) -> None:
    response = asking.post(f"/requests/{begin(asking).reference}/handle/", {"handle": "ski", "platform": platform})
    assert (response.status_code, response.json()["state"]) == (200, "")


def test_only_its_writer_asks_and_not_without_end(cast: Cast, asking: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    draft, sent = begin(asking), make_request(cast, "with_administrator")
    others = [signed_in(one).post(f"/requests/{sent.reference}/handle/") for one in (cast.principal, cast.stranger)]
    assert [response.status_code for response in others] == [403, 404]
    monkeypatch.setattr(availability, "MOST", 3)
    url = f"/requests/{draft.reference}/handle/"
    answers = [asking.post(url, {"handle": f"ski{number}", "platform": "1"}) for number in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].json()["state"] == "wait"


def test_without_script_a_button_says_the_same_and_keeps_what_was_typed(cast: Cast, asking: Client) -> None:
    account = make_account(cast, "active", handle="harborski")
    draft = begin(asking)
    answers = answers_for(cast, handle="harborski", display_name="Nordic at Harbor")
    page = asking.post(f"/requests/{draft.reference}/edit/", {**answers, "look": "1"})
    draft.refresh_from_db()
    assert (page.status_code, draft.display_name) == (200, "Nordic at Harbor")
    shown = (
        f"{account.trail_label} is in the register already.",
        'data-handle-note="handle" aria-live="polite"',
        "Nordic at Harbor",
    )
    assert [words in page.text for words in shown] == [True] * 3
    assert f'<a href="{account.get_absolute_url()}">Look at that account</a>' in page.text


def test_further_platforms_have_their_own_answer(cast: Cast, asking: Client) -> None:
    make_request(cast, "with_administrator", handle="harbor.ski", platform="tiktok", by=cast.teacher)
    tiktok = str(Platform.objects.get(slug="tiktok").pk)
    more = {"platform_2": tiktok, "handle_2": "harbor.ski", "look": "1"}
    page = asking.post(f"/requests/{begin(asking).reference}/edit/", {**answers_for(cast), **more}).text
    assert "Somebody has asked for harbor.ski on TikTok already." in page
    assert 'data-handle-note="handle_2"' in page


def test_the_first_platforms_are_shown_and_the_others_open_on_demand(cast: Cast, asking: Client) -> None:
    page = asking.get(f"/requests/{begin(asking).reference}/edit/").text
    before, after = page.split("<summary>More platforms</summary>")
    assert [before.count('type="radio" name="platform"'), "Mastodon" in before, "Mastodon" in after] == [8, False, True]
    assert '<details class="more mt-3"><summary>More platforms' in page
    mastodon = Platform.objects.get(slug="mastodon")
    chosen = make_request(cast, "draft", platform="mastodon", handle="@ski@example.social", by=cast.requester)
    assert chosen.items.get().platform == mastodon
    page = asking.get(f"/requests/{chosen.reference}/edit/").text
    assert '<details class="more mt-3" open><summary>More platforms' in page


def test_a_handle_is_shown_as_its_platform_writes_it(cast: Cast) -> None:
    request = make_request(cast, "setting_up", handle="harborski")
    page = signed_in(cast.requester).get(request.get_absolute_url()).text
    assert "@harborski" in page
    account = account_of(request)
    account.platform = Platform.objects.get(slug="facebook")
    assert (account.name, request.items.get().written) == ("harborski", "@harborski")


def test_a_unit_is_not_named_twice(cast: Cast) -> None:
    account = make_account(cast, "active", group="", display_name=cast.units.athletics.name)
    page = signed_in(cast.teacher).get(account.get_absolute_url()).text
    assert (f"Instagram for {account.unit.name}</p>" in page, f"{account.unit.name}, {account.unit.name}" in page) == (
        True, False,
    )  # fmt: skip
