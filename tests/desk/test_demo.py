"""The demo district comes about through the real actions."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from accounts.actions import keeping_health
from accounts.models import (
    Account,
    AccountHealth,
    Authorization,
    Closing,
    Drill,
    Found,
    LegalHold,
    Poster,
    PosterState,
    Season,
    Tombstone,
)
from approvals.models import Comment, Kind, Request, Seat
from desk.demo.district import EVERYONE, UNITS
from desk.demo.permissions import WISHES
from desk.demo.plans import PLANS
from desk.overview.day import AsOf
from desk.overview.gather import overview
from registry import clock, policy
from registry.audit.models import Entry
from registry.models import Holiday
from registry.people.models import Departure, Office, User
from registry.policy.models import Acknowledgement, PolicyVersion
from tests.desk.slow_overview import slowly, told


@pytest.fixture
def evening() -> Iterator[None]:
    """The moment as of which the demo is loaded, whenever that is done."""
    with clock.at(datetime(2026, 11, 20, 23, tzinfo=UTC)):
        yield


def demo(*more: str) -> dict[str, list[dict[str, str]]]:
    out = StringIO()
    call_command("demo", "--json", "--as-of", "2026-11-20", *more, stdout=out)
    found: dict[str, list[dict[str, str]]] = json.loads(out.getvalue())
    return found


@pytest.mark.long
def test_the_demo_shows_every_stage_and_loads_once(committed_db: None, evening: None) -> None:
    people = demo()["people"]
    assert len(people) == len(EVERYONE) == User.objects.count()
    assert set(Account.objects.values_list("state", flat=True)) == {"active", "setting_up", "found", "retired"}
    assert Account.objects.count() >= 40
    assert set(Found.objects.values_list("status", flat=True)) == {"found", "contacted", "relabelled", "closed"}
    assert set(Request.objects.values_list("status", flat=True)) == {
        "draft", "deciding", "waiting", "returned", "setting_up", "completed", "declined", "withdrawn",
    }  # fmt: skip
    assert Request.objects.count() == len(PLANS) + len(WISHES)
    assert set(Request.objects.values_list("kind", flat=True)) == set(Kind)
    assert set(Authorization.objects.values_list("kind", flat=True)) == {"classroom", "spokesperson", "district_email"}
    assert Request.objects.exclude(differs="").get().earlier is not None
    said = Acknowledgement.objects.filter(version=policy.current())
    assert (said.filter(on_paper=True).count(), len(EVERYONE) - said.count()) == (3, 5)
    assert PolicyVersion.objects.count() == 2
    assert set(Poster.objects.values_list("state", flat=True)) == set(PosterState.values)
    assert [row.person.name for row in Departure.objects.planned()] == ["Luis Herrera"]
    assert set(Drill.objects.values_list("state", flat=True)) == {"open", "passed", "failed"}
    assert (Season.objects.count(), AccountHealth.objects.filter(state="resting").exists()) == (3, True)
    ends = set(Closing.objects.values_list("state", flat=True))
    assert (ends, Tombstone.objects.count(), LegalHold.objects.count()) == ({"done", "under_way", "asked"}, 1, 1)
    times = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    assert times == sorted(times)
    assert Seat.objects.exclude(escalated_on=None).count() == 1
    assert [Comment.objects.filter(private=private).count() for private in (False, True)] == [2, 2]
    assert Holiday.objects.count() >= 9
    assert Client().get("/readyz").json() == {"status": "ready", "degraded": []}, "at its first answer"
    assert mail.outbox, "what was news in the last days has gone out"
    assert keeping_health.recompute() == 0, "badges say what time has brought, too"
    assert told(overview(AsOf(clock.today()))) == slowly(), "the overview’s figures, counted once more"
    before = Entry.objects.count()
    assert demo()["people"] == people
    assert Entry.objects.count() == before


def test_the_demo_has_about_a_dozen_units_and_somebody_in_every_office() -> None:
    assert len(UNITS) == 12
    assert {cast.office for cast in EVERYONE if cast.office} == set(Office)
    assert any(cast.designee_of for cast in EVERYONE)
    assert [name for name, count in Counter(cast.email for cast in EVERYONE).items() if count > 1] == []
