"""One packet answered, given up and handed over by two at once: one outcome. PostgreSQL only."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from accounts.actions import attesting, campaigns, packet_retiring
from accounts.models import Attestation, Campaign, Packet
from accounts.rules.attesting import Answers
from registry import clock
from registry.audit.models import Entry
from registry.people.models import User
from tests.approvals.test_races import at_once
from tests.cast import Cast
from tests.makers import make_account

pytestmark = pytest.mark.postgres
SAID = Answers(
    recovery_is_ours=True, guidelines_kept=True, password="changed", devices_out=True, backup_stays=True
)  # fmt: skip


def open_one(cast: Cast) -> Campaign:
    return campaigns.open_campaign(
        title="End of winter", kind="season", unit=cast.units.high, due_on=clock.today() + timedelta(days=30),
        by=cast.principal,
    )  # fmt: skip


def seen(packet: Packet) -> int:
    last = packet.account.attestations.first()
    return last.pk if last else 0


def answer(packet: Packet, by: User) -> Callable[[], object]:
    knew = seen(packet)
    return lambda: attesting.answer(packet, SAID, seen=knew, by=by)


def wish(packet: Packet, by: User) -> Callable[[], object]:
    return lambda: packet_retiring.ask(packet, why="The team is gone.", by=by)


def test_two_answers_at_once_are_one_and_the_last_closes_it(district: Cast, two: ThreadPoolExecutor) -> None:
    make_account(district, "active", handle="HarborNordic")
    make_account(district, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    for number in range(5):
        campaign = open_one(district)
        first, last = campaign.packets.all()
        assert at_once(two, answer(first, district.coach), answer(first, district.principal)) == ["done", "stale"]
        assert at_once(two, answer(last, district.coach), wish(last, district.principal)) == ["done", "stale"]
        last.refresh_from_db()
        if last.state == "retire_asked":
            packet_retiring.accept_retiring(last, by=district.director)
        campaign.refresh_from_db()
        assert not campaign.is_open
        assert Entry.objects.filter(action="campaign.closed").count() == number + 1
        assert Attestation.objects.filter(account=first.account).count() == number + 1


def test_two_last_accounts_answered_at_once_close_the_campaign(district: Cast, two: ThreadPoolExecutor) -> None:
    make_account(district, "active", handle="HarborNordic")
    make_account(district, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    for _ in range(5):
        campaign = open_one(district)
        acts = [answer(packet, district.coach) for packet in campaign.packets.all()]
        assert at_once(two, *acts) == ["done", "done"]
        campaign.refresh_from_db()
        assert not campaign.is_open


def test_a_campaign_opened_twice_at_once_is_one(district: Cast, two: ThreadPoolExecutor) -> None:
    make_account(district, "active", handle="HarborNordic")
    assert at_once(two, lambda: open_one(district), lambda: open_one(district)) == ["done", "stale"]
    assert (Campaign.objects.count(), Packet.objects.count()) == (1, 1)
