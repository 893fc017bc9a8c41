"""Several platforms in one request (E1.15): asked for row by row, without script, and kept as a draft."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Platform
from approvals import actions, checks
from approvals.models import Item, Request
from approvals.workflow import Status
from registry.people.models import Office
from registry.people.refusal import Refused
from tests.approvals.test_pages import answers_for, begin, errors_of
from tests.cast import Cast, signed_in
from tests.makers import decide, make_request

TIKTOK, YOUTUBE = "tiktok", "youtube"


def row(number: int, slug: str, handle: str) -> dict[str, str]:
    platform = str(Platform.objects.get(slug=slug).pk) if slug else ""
    return {f"platform_{number}": platform, f"handle_{number}": handle}


def asked(request: Request) -> list[tuple[int, str, str]]:
    rows = request.items.select_related("platform")
    return [(item.position, item.platform.slug if item.platform else "", item.key) for item in rows]


def more(*pairs: tuple[str, str]) -> list[tuple[Platform, str]]:
    return [(Platform.objects.get(slug=slug), handle) for slug, handle in pairs]


@pytest.fixture
def asking(cast: Cast) -> Client:
    return signed_in(cast.requester)


@pytest.fixture
def draft(asking: Client) -> Request:
    return begin(asking)


def edit(client: Client, request: Request, **data: str) -> Any:
    return client.post(f"/requests/{request.reference}/edit/", data)


def test_another_platform_is_a_button_and_keeps_what_was_typed(cast: Cast, asking: Client, draft: Request) -> None:
    response = edit(asking, draft, **answers_for(cast), add="1")
    page = response.content.decode()
    assert (response.status_code, 'name="platform_2"' in page, 'name="platform_3"' in page) == (200, True, False)
    draft.refresh_from_db()
    assert (draft.group, asked(draft)) == ("Girls Nordic Ski", [(1, "instagram", "harbornordic")])


def test_three_platforms_are_kept_and_asked_for_together(cast: Cast, asking: Client, draft: Request) -> None:
    rows = row(2, TIKTOK, "harbor.nordic") | row(3, "", "https://www.youtube.com/@harbornordic")
    response = edit(asking, draft, **answers_for(cast), **rows)
    assert response.status_code == 302
    assert asked(draft) == [
        (1, "instagram", "harbornordic"),
        (2, "tiktok", "harbor.nordic"),
        (3, "youtube", "harbornordic"),
    ]
    page = asking.get(response.url).content.decode()
    assert ("Platform 3" in page, "harbor.nordic" in page) == (True, True)
    draft.refresh_from_db()
    assert draft.title == "Instagram, TikTok and YouTube for Girls Nordic Ski"


def test_the_script_keeps_the_rows_of_a_draft(cast: Cast, asking: Client, draft: Request) -> None:
    data = answers_for(cast) | row(2, TIKTOK, "harbor.nordic")
    assert asking.post(f"/requests/{draft.reference}/keep/", data).status_code == 204
    page = asking.get(f"/requests/{draft.reference}/edit/").content.decode()
    assert 'value="harbor.nordic"' in page


def test_a_platform_is_removed_and_those_below_move_up(cast: Cast, asking: Client, draft: Request) -> None:
    rows = row(2, TIKTOK, "harbor.nordic") | row(3, YOUTUBE, "@harbornordic")
    edit(asking, draft, **answers_for(cast), **rows)
    response = edit(asking, draft, **answers_for(cast), **rows, remove="2")
    assert (response.status_code, asked(draft)) == (
        200,
        [(1, "instagram", "harbornordic"), (2, "youtube", "harbornordic")],
    )


def test_an_empty_row_asks_for_nothing(cast: Cast, asking: Client, draft: Request) -> None:
    assert edit(asking, draft, **answers_for(cast), **row(2, "", "")).status_code == 302
    assert len(asked(draft)) == 1


#: What is typed into the second row, and what is said at it.
BAD = [
    (("instagram", "HarborNordic"), "This handle stands here twice. Remove one of the two."),
    ((TIKTOK, ""), "Enter a handle, or remove this platform."),
    (("", "harbornordic"), "Enter a handle without spaces, like lakeviewnordic, or paste the address."),
    ((TIKTOK, "two words"), "Enter a handle without spaces, like lakeviewnordic, or paste the address."),
    ((TIKTOK, "harbor\x00nordic"), "Remove the characters that cannot be seen. Typing the text again helps."),
    ((TIKTOK, "x" * 301), "Ensure this value has at most 300 characters (it has 301)."),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), BAD)
def test_what_is_wrong_in_a_row_is_said_there(
    cast: Cast, asking: Client, draft: Request, typed: tuple[str, str], said: str
) -> None:
    response = edit(asking, draft, **answers_for(cast), **row(2, *typed))
    assert (response.status_code, errors_of(response)["handle_2"], len(asked(draft))) == (422, [said], 1)


@pytest.mark.parametrize("platform", ["9999", "abc", "\x00"])
def test_a_platform_that_is_none_is_said_at_the_row(cast: Cast, asking: Client, draft: Request, platform: str) -> None:
    response = edit(asking, draft, **answers_for(cast), platform_2=platform, handle_2="harbor.nordic")
    assert (response.status_code, "platform_2" in errors_of(response)) == (422, True)


def test_each_handle_is_looked_up_in_the_register(cast: Cast, asking: Client, draft: Request) -> None:
    make_request(cast, "with_both", platform=TIKTOK, handle="harbor.nordic")
    response = edit(asking, draft, **answers_for(cast), **row(2, TIKTOK, "harbor.nordic"))
    assert "is asked for already" in errors_of(response)["handle_2"][0]


def test_a_sixth_platform_is_not_taken(cast: Cast, asking: Client, draft: Request) -> None:
    rows: dict[str, str] = {}
    for number, slug in enumerate((TIKTOK, YOUTUBE, "threads", "x", "vimeo"), 2):
        rows |= row(number, slug, f"harbor{number}")
    assert edit(asking, draft, **answers_for(cast), **rows).status_code == 302
    assert [position for position, _slug, _key in asked(draft)] == [1, 2, 3, 4, 5]
    with pytest.raises(Refused, match="at most 5 platforms"):
        pairs = more(*[(TIKTOK, f"harbor{n}") for n in range(5)])
        actions.save_draft(draft, values={"more": pairs}, by=cast.requester)


def test_the_same_handle_twice_is_never_sent(cast: Cast) -> None:
    request = make_request(cast, handle="harborski", more=more(("instagram", "HarborSki")))
    with pytest.raises(Refused, match="asks for the same handle twice"):
        actions.submit(request, by=cast.requester)


def test_the_checks_say_which_platform_they_are_about(cast: Cast) -> None:
    request = make_request(
        cast, "with_administrator", handle="harborski", more=more((TIKTOK, "harbor.ski")), under_13=True
    )
    failed = [check.title for check in checks.checks_of(request) if check.state == checks.FAIL]
    assert failed == [
        "Instagram, @harborski: Students under 13 are involved",
        "TikTok, @harbor.ski: Students under 13 are involved",
    ]


def test_changing_the_platforms_opens_a_round(cast: Cast) -> None:
    request = make_request(cast, "with_both", handle="harborski", more=more((TIKTOK, "harbor.ski")))
    actions.revise(request, values={"more": more((YOUTUBE, "@harborski"))}, by=cast.requester)
    assert (request.rounds.count(), [item.live for item in request.items.all()]) == (2, [True, True])
    assert asked(request)[1] == (2, "youtube", "harborski")


def test_two_items_may_change_places_in_a_live_request(cast: Cast) -> None:
    request = make_request(cast, "with_both", handle="harborski", more=more(("instagram", "harborskate")))
    first, second = (item.platform for item in request.items.select_related("platform"))
    values = {"platform": second, "handle": "harborskate", "more": [(first, "harborski")]}
    actions.revise(request, values=values, by=cast.requester)
    assert [key for _at, _slug, key in asked(request)] == ["harborskate", "harborski"]


def test_an_item_that_was_answered_is_set_aside_and_never_written_over(cast: Cast) -> None:
    request = make_request(cast, "with_both", handle="harborski", more=more((TIKTOK, "harbor.ski")))
    actions.revise(request, values={"more": []}, by=cast.requester)
    aside = Item.everything.get(request=request, dropped_at__isnull=False)
    assert (aside.key, aside.live, aside.answers.count()) == ("harbor.ski", False, 1)
    assert asked(request) == [(1, "instagram", "harborski")]
    assert make_request(cast, "with_both", platform=TIKTOK, handle="harbor.ski").status == Status.DECIDING


def test_the_rows_can_be_changed_while_it_is_decided(cast: Cast) -> None:
    request = make_request(cast, "with_both", handle="harborski")
    client, url = signed_in(cast.requester), f"/requests/{request.reference}/revise/"
    data = answers_for(cast, handle="harborski", images_plan="none")
    assert 'name="handle_2"' in client.post(url, {**data, "add": "1"}).content.decode()
    assert (request.rounds.count(), len(asked(request))) == (1, 1)
    client.post(url, data | row(2, TIKTOK, "harbor.ski"))
    assert (request.rounds.count(), len(asked(request))) == (2, 2)


def test_asking_again_after_a_decline_takes_all_platforms_along(cast: Cast) -> None:
    request = make_request(cast, "with_administrator", handle="harborski", more=more((TIKTOK, "harbor.ski")))
    decide(request, Office.ADMINISTRATOR, cast.principal, "no", "Not this year.")
    request.refresh_from_db()
    assert [key for _at, _slug, key in asked(actions.start_over(request, by=cast.requester))] == [
        "harborski",
        "harbor.ski",
    ]
