"""A report of four accounts asks the database no more often than one of two: as a page, a list and on paper."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.accounts.campaigning import open_campaign
from tests.cast import Cast
from tests.makers import make_account, make_page, reveal
from tests.reports.asking import file, page


def queries(cast: Cast, slug: str, **chosen: object) -> list[int]:
    found = []
    for ask in (
        lambda: page(cast.director, slug, **chosen),
        lambda: b"".join(file(cast.director, slug, "csv", **chosen)),
        lambda: file(cast.director, slug, "pdf", **chosen),
    ):
        with CaptureQueriesContext(connection) as taken:
            ask()
        found.append(len(taken))
    return found


def grow(cast: Cast, handle: str) -> None:
    """One more account with everything, and one with roles; somebody has seen the first from inside."""
    reveal(make_account(cast, handle=handle), cast.coach)
    make_page(cast, handle=f"{handle}Page")


@pytest.mark.counts
@pytest.mark.parametrize("slug", ["register", "access", "custody", "logins", "opened", "leaver", "account", "campaign"])
def test_the_queries_do_not_grow_with_the_rows(cast: Cast, slug: str) -> None:
    account = make_account(cast)
    make_page(cast)
    reveal(account, cast.coach)
    chosen = {
        "leaver": {"who": cast.coach.email}, "account": {"account": account.number},
        "campaign": {"campaign": open_campaign(cast).pk} if slug == "campaign" else {},
    }.get(slug, {})  # fmt: skip
    before = queries(cast, slug, **chosen)
    reveal(account, cast.director)
    grow(cast, "second")
    if slug == "campaign":
        chosen = {"campaign": open_campaign(cast, by=cast.director, unit=str(cast.units.district.pk)).pk}
    assert queries(cast, slug, **chosen) == before
