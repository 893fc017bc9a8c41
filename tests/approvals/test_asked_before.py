"""Asking again for what was declined (E1.11), and for a handle that is somebody's already (E1.12)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account, AccountClass, AccountState
from approvals import actions
from approvals.models import Kind, Request
from approvals.workflow import Status
from registry import clock
from registry.people.refusal import Refused
from tests.approvals.test_pages import answers_for, begin, errors_of
from tests.cast import Cast, signed_in
from tests.makers import account_of, make_account, make_permission, make_registration, make_request

WHY = "The school account covers this."


@pytest.fixture
def asking(cast: Cast) -> Client:
    return signed_in(cast.requester)


def edit(client: Client, request: Request, answers: dict[str, str]) -> Any:
    return client.post(f"/requests/{request.reference}/edit/", answers)


@pytest.mark.parametrize("part", ["requester", "stranger"])
def test_e1_11_asking_for_a_declined_handle_shows_the_decline_and_asks_what_is_different(cast: Cast, part: str) -> None:
    declined = make_request(cast, "declined", handle="harbornordic")
    client = signed_in(getattr(cast, part))
    request = begin(client)
    response = edit(client, request, answers_for(cast))
    page = response.content.decode()
    assert (response.status_code, errors_of(response)) == (
        422,
        {"differs": ["The same was declined before. Say what is different now."]},
    )
    sees = part == "requester"
    assert [words in page for words in (WHY, declined.reference, declined.get_absolute_url())] == [sees] * 3
    request.refresh_from_db()
    assert request.earlier == declined


def test_e1_11_without_what_is_different_it_is_not_sent(cast: Cast, asking: Client) -> None:
    make_request(cast, "declined", handle="harbornordic")
    request = begin(asking)
    edit(asking, request, answers_for(cast))
    response = asking.post(f"/requests/{request.reference}/check/")
    request.refresh_from_db()
    assert (response.status_code, request.status, "what is different now" in response.content.decode()) == (
        403, Status.DRAFT, True,
    )  # fmt: skip


def test_e1_11_whoever_decides_reads_the_earlier_reason_and_what_is_different(cast: Cast) -> None:
    make_request(cast, "declined", handle="harbornordic")
    client = signed_in(cast.stranger)
    request = begin(client)
    differs = "The school account was closed in October."
    check = edit(client, request, answers_for(cast, differs=differs)).url
    shown = client.get(check).content.decode()
    client.post(check)
    page = signed_in(cast.principal).get(request.get_absolute_url()).content.decode()
    assert [words in text for text in (shown, page) for words in (WHY, differs)] == [False, True, True, True]


def test_e1_11_another_handle_asks_nothing(cast: Cast, asking: Client) -> None:
    make_request(cast, "declined", by=cast.stranger, handle="harbornordic")
    request = begin(asking)
    edit(asking, request, answers_for(cast))
    edit(asking, request, answers_for(cast, handle="harborrobotics"))
    request.refresh_from_db()
    assert (request.earlier, asking.post(f"/requests/{request.reference}/check/").status_code) == (None, 302)


def test_e1_11_of_permissions_ones_own_decline_counts_and_nobody_elses(cast: Cast) -> None:
    declined = make_permission(cast, "declined")
    own, others = make_permission(cast), make_permission(cast, by=cast.stranger)
    assert (own.earlier, others.earlier) == (declined, None)


def test_e1_11_asking_again_for_a_permission_keeps_its_kind_and_answers(cast: Cast, asking: Client) -> None:
    declined = make_permission(cast, "declined", kind="spokesperson")
    url = asking.post(f"/requests/{declined.reference}/again/").url
    follow = Request.objects.get(earlier=declined)
    assert (url, follow.kind, follow.items.get().authorization, follow.scope, follow.differs) == (
        f"/requests/{follow.reference}/edit/", Kind.AUTHORIZATION, "spokesperson", declined.scope, "",
    )  # fmt: skip


def stand(account: Account, **columns: Any) -> None:
    """As later rooms of the product will leave it."""
    Account.objects.filter(pk=account.pk).update(**columns)


@pytest.mark.parametrize(
    ("klass", "said"),
    [
        ("community", "is in the register as a community account, which the district does not run. Choose another handle, or ask for its registration."),
        ("unapproved", "is in the register as unapproved. Ask Communications, who look into it, to adopt it."),
    ],
)  # fmt: skip
def test_e1_12_one_that_is_not_ours_is_no_new_account_and_may_be_registered(cast: Cast, klass: str, said: str) -> None:
    stand(make_account(cast, "active", handle="harbornordic"), klass=klass, state="found")
    for kind, errors in (("new_account", [f"harbornordic on Instagram {said}"]), ("registration", None)):
        client = signed_in(cast.stranger)
        client.post("/requests/new/", {"kind": kind})
        request = Request.objects.order_by("pk").last()
        assert request
        assert errors_of(edit(client, request, answers_for(cast))).get("handle") == errors


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "is in the register already. Ask Erik Solberg to let you post there, or to hand it over."),
        ({"state": "compromised"}, "is in the register, and marked as compromised. Ask Erik Solberg, not for a second one."),
        ({"state": "locked_out"}, "is in the register, and nobody can get in just now. Ask Erik Solberg, not for a second one."),
        ({"state": "closing"}, "is being closed. Ask Erik Solberg to keep it and hand it over before it is gone."),
        ({"klass": AccountClass.IMPOSTOR, "state": "found"}, "is in the register as an impostor: it poses as ours. Say what you know to the adoption desk, and choose another handle."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["new_account", "registration"])
def test_e1_12_a_handle_in_the_register_says_what_it_is_and_what_to_do(
    cast: Cast, kind: str, columns: dict[str, str], said: str
) -> None:
    account = make_account(cast, "active", handle="harbornordic")
    stand(account, **columns)
    client = signed_in(cast.stranger)
    client.post("/requests/new/", {"kind": kind})
    request = Request.objects.order_by("pk").last()
    assert request
    response = edit(client, request, answers_for(cast))
    assert errors_of(response)["handle"] == [f"harbornordic on Instagram {said}"]
    assert account.get_absolute_url() in response.content.decode()


def test_e1_12_an_account_that_is_being_set_up_is_not_asked_for_twice(cast: Cast, asking: Client) -> None:
    make_account(cast, "setting_up", handle="harbornordic")
    response = edit(asking, begin(asking), answers_for(cast))
    assert errors_of(response)["handle"] == [
        "harbornordic on Instagram is being set up. Ask Marcus Bell to let you take part, or to hand it over."
    ]


def test_e1_12_a_request_that_one_may_not_see_is_neither_named_nor_linked(cast: Cast) -> None:
    other = make_request(cast, "with_both", handle="harbornordic")
    client = signed_in(cast.stranger)
    response = edit(client, begin(client), answers_for(cast))
    assert errors_of(response)["handle"] == ["Somebody has asked for harbornordic on Instagram already."]
    assert other.reference not in response.content.decode()


def retired(cast: Cast) -> Account:
    account = make_account(cast, "active", handle="harbornordic")
    stand(account, state=AccountState.RETIRED, retired_at=clock.now(), retired_by=cast.communications)
    return account


def test_e1_12_a_tombstone_of_ours_is_revived_as_a_registration(cast: Cast, asking: Client) -> None:
    retired(cast)
    response = edit(asking, begin(asking), answers_for(cast))
    assert errors_of(response)["handle"] == [
        "harbornordic on Instagram was ours until November 12, 2025. If it still exists, ask to revive it: register it"
        " as an account that exists."
    ]
    assert "/requests/new/?kind=registration" in response.content.decode()
    with pytest.raises(Refused, match="was ours until"):
        actions.submit(make_request(cast, handle="harbornordic"), by=cast.requester)
    assert account_of(make_registration(cast, "setting_up", handle="harbornordic")).key == "harbornordic"


def test_e1_12_a_set_up_that_was_given_up_leaves_no_tombstone(cast: Cast) -> None:
    make_request(cast, "setting_up", handle="harbornordic")
    assert actions.expire_due(clock.now() + timedelta(days=61)) == 1
    again = make_request(cast, "with_administrator", handle="harbornordic")
    assert again.status == Status.DECIDING
