"""Pages and lists ask the database as often for many requests as for one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals import actions, waiting
from registry.people.models import User
from tests.cast import Cast, signed_in
from tests.makers import make_permission, make_registration, make_request


def counted(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


#: A query for each row would show with eight as with thirty; making one takes longer than asking for it.
TOTALS = (1, 3, 8)


def counts_for(cast: Cast, act: Callable[[], Any], story: str = "with_both") -> list[int]:
    """How many queries with so many requests."""
    found, made = [], 0
    for total in TOTALS:
        while made < total:
            make_request(cast, story)
            made += 1
        act()
        found.append(counted(act))
    return found


@pytest.mark.counts
@pytest.mark.parametrize("view", ["mine", "waiting", "all"])
def test_the_lists(cast: Cast, view: str) -> None:
    person = cast.requester if view == "mine" else cast.superintendent
    client: Client = signed_in(person)
    assert len(set(counts_for(cast, lambda: client.get(f"/requests/?view={view}")))) == 1


def people_of(cast: Cast) -> list[User]:
    return [cast.superintendent, cast.designee, cast.requester, cast.communications]


@pytest.mark.counts
@pytest.mark.parametrize("story", ["with_both", "returned", "setting_up"])
def test_what_waits_for_somebody(cast: Cast, story: str) -> None:
    def ask() -> None:
        for person in people_of(cast):
            waiting.tasks_for(person)
            waiting.requests_of(person)

    assert len(set(counts_for(cast, ask, story))) == 1


@pytest.mark.counts
def test_the_page_of_a_request_with_a_long_discussion(cast: Cast) -> None:
    request = make_request(cast, "with_both")
    client, found = signed_in(cast.superintendent), []
    for more in (1, 2, 7):
        for number in range(more):
            mentions = [cast.director, cast.coach][: number + 1]
            actions.comment(request, text=f"Line {number}", by=cast.requester, mentions=mentions)
            actions.confer(request, text=f"Line {number}", by=cast.principal)
        client.get(request.get_absolute_url())
        found.append(counted(lambda: client.get(request.get_absolute_url())))
    assert len(set(found)) == 1


@pytest.mark.counts
@pytest.mark.parametrize("make", [make_permission, make_registration])
def test_the_lists_of_every_kind(cast: Cast, make: Callable[..., Any]) -> None:
    client, found, made = signed_in(cast.principal), [], 0
    for total in TOTALS:
        while made < total:
            make(cast, "with_administrator")
            made += 1
        urls = ("/requests/?view=all", "/requests/?view=waiting", "/")
        for url in urls:
            client.get(url)
        found.append([counted(lambda url=url: client.get(url)) for url in urls])  # type: ignore[misc]
    assert found[0] == found[1] == found[2]


@pytest.mark.counts
@pytest.mark.parametrize(("make", "story"), [(make_permission, "completed"), (make_registration, "setting_up")])
def test_the_page_of_every_kind_among_others(cast: Cast, make: Callable[..., Any], story: str) -> None:
    request = make(cast, story)
    client, found = signed_in(cast.superintendent), []
    for more in (0, 2, 9):
        for _number in range(more):
            make(cast, "with_administrator")
        client.get(request.get_absolute_url())
        found.append(counted(lambda: client.get(request.get_absolute_url())))
    assert len(set(found)) == 1
