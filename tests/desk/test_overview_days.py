"""Random districts live some days; each day the overview and a slow count agree, and later it still says the same of it."""

from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from accounts.actions import drills, handoff, keeping_health, keeping_past
from accounts.actions.rotation import open_by_date, open_rotation
from accounts.models import Account, Handoff
from desk.overview.day import AsOf
from desk.overview.gather import overview
from registry import clock
from registry.people.refusal import Refused
from tests.accounts.ending import bring_to_its_end
from tests.desk.slow_overview import slowly, told
from tests.makers import make_account, make_page, make_request, reveal
from tests.scene_accounts import a_campaign

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SAID_OF_THE_DAY = (
    "health", "platforms", "schools", "verified", "attested", "proven", "rotations", "campaigns", "made", "retired",
    "openings",
)  # fmt: skip


def anything(cast, chance):
    """One act of somebody on something; refused, it is none."""
    account = chance.choice(list(Account.objects.exclude(state__in=("retired", "setting_up")).order_by("pk")))
    unit = chance.choice([cast.units.high, cast.units.athletics, cast.units.middle])
    handle = f"any{Account.objects.count()}x{chance.randrange(10**6)}"
    acts = [
        lambda: make_account(cast, unit=unit, handle=handle, platform=chance.choice(["instagram", "x"])),
        lambda: make_account(cast, "deposited", unit=unit, handle=handle),
        lambda: make_page(cast, unit=unit, handle=handle),
        lambda: make_request(cast, chance.choice(["with_administrator", "with_both", "declined"])),
        lambda: open_rotation(account, field="password", reason="incident", by=cast.director),
        lambda: reveal(account, chance.choice([cast.coach, cast.communications])),
        lambda: drills.start(account, by=cast.communications),
        lambda: a_campaign(cast, unit),
        lambda: handoff.offer(account, taker=chance.choice([cast.stranger, cast.teacher]), why="new", by=cast.director),
        lambda: [handoff.accept(row, by=row.taker) for row in Handoff.objects.filter(state="offered")],
        lambda: bring_to_its_end(account, cast.director),
        lambda: Account.objects.filter(pk=account.pk).update(unit=chance.choice([cast.units.district, unit])),
    ]
    with suppress(Refused):
        chance.choice(acts)()


@pytest.mark.parametrize("seed", [1, 2])
def test_each_day_is_counted_right_and_is_the_same_later(cast, seed):
    chance, kept, moment = Random(seed), {}, clock.now()
    make_account(cast, handle="first")
    for number in range(4):
        moment += timedelta(days=chance.choice([1, 2, 40]))
        with clock.at(moment):
            for _act in range(4):
                anything(cast, chance)
            open_by_date(by=None)
            keeping_health.recompute()
            keeping_past.keep()
            now = told(overview(AsOf(clock.today())))
            assert now == slowly(), (seed, number)
            kept[clock.today()] = now
    with clock.at(moment + timedelta(days=1)):
        for day, then in kept.items():
            later = told(overview(AsOf(day)))
            assert {key: later[key] for key in SAID_OF_THE_DAY} == {key: then[key] for key in SAID_OF_THE_DAY}, day
            assert _by_kind(later) == _by_kind(then), "with whom, only today knows"


def _by_kind(figures):
    found = {}
    for (kind, _who), n in figures["late"].items():
        found[kind] = found.get(kind, 0) + n
    return found
