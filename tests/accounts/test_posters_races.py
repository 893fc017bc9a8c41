"""Two at once about one poster, over real connections: one outcome, one event, one letter. PostgreSQL only."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import posting
from accounts.models import Account, Poster
from registry import audit, clock
from registry.outbox.models import Letter
from tests.accounts.posting import designated, proposed
from tests.approvals.test_races import at_once
from tests.cast import Cast
from tests.makers import make_account

pytestmark = pytest.mark.postgres
TIMES = 20


def outcome(account: Account) -> tuple[list[str], int, int]:
    rows = list(Poster.objects.filter(account=account).order_by("pk"))
    events = sum(audit.entries_about(row).filter(action="poster.designated").count() for row in rows)
    told = Letter.objects.filter(template="accounts/poster_designated", about_id__in=[str(row.uuid) for row in rows])
    return [row.state for row in rows], events, told.filter(to=rows[0].person).count()


def test_two_designations_of_one_person_at_once_are_one(district: Cast, two: ThreadPoolExecutor) -> None:
    found, account = [], make_account(district, "active")
    for _ in range(TIMES):
        said = at_once(
            two,
            lambda: designated(district, account, by=district.communications),
            lambda: designated(district, account, by=district.principal),
        )
        live = Poster.objects.get(account=account, state="designated")
        found.append((said, Poster.objects.filter(account=account, state="designated").count()))
        posting.revoke(live, why="Again.", by=district.director)
    assert found == [(["done", "stale"], 1)] * TIMES
    assert outcome(account) == (["revoked"] * TIMES, TIMES, TIMES)


def test_a_designation_and_a_refusal_of_one_proposal_at_once_are_one(
    district: Cast,
    two: ThreadPoolExecutor,
) -> None:
    found, account = [], make_account(district, "active")
    for _ in range(TIMES):
        row = proposed(district, account)
        said = at_once(
            two,
            lambda row=row: designated(district, account, proposal=row),
            lambda row=row: posting.refuse(row, why="Not now.", by=district.principal),
        )
        row.refresh_from_db()
        found.append((said, row.state in ("designated", "refused")))
        if row.state == "designated":
            posting.revoke(row, why="Again.", by=district.director)
    assert found == [(["done", "stale"], True)] * TIMES


def test_the_chore_run_twice_at_once_ends_each_designation_once(
    district: Cast,
    two: ThreadPoolExecutor,
) -> None:
    account = make_account(district, "active")
    rows = [designated(district, account, person) for person in (district.teacher, district.stranger)]
    Poster.objects.update(starts_on=clock.today().replace(day=1), ends_on=clock.today().replace(day=2))
    at_once(two, posting.end_due, posting.end_due)
    ended = [audit.entries_about(row).filter(action="poster.ended").count() for row in rows]
    assert (ended, list(Poster.objects.values_list("state", flat=True))) == ([1, 1], ["ended", "ended"])


def test_the_database_keeps_two_open_designations_apart_even_without_the_lock(district: Cast) -> None:
    row = designated(district, make_account(district, "active"))
    row.pk, row.uuid = None, Poster._meta.get_field("uuid").get_default()
    with pytest.raises(IntegrityError, match="poster_one_open_per_account"), transaction.atomic():
        row.save(force_insert=True)
