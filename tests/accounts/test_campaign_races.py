"""One packet answered, given up and handed over by two at once: one outcome. PostgreSQL only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from accounts.actions import attesting, campaigns, packet_retiring
from accounts.models import Attestation, Campaign, Packet
from accounts.rules.attesting import Answers
from registry import clock
from registry.audit.models import Entry
from tests.approvals.test_races import at_once
from tests.cast import Cast
from tests.makers import make_account

pytestmark = pytest.mark.postgres
SAID = Answers(
    recovery_is_ours=True, guidelines_kept=True, password="changed", devices_out=True, backup_stays=True  # noqa: S106
)  # fmt: skip


def open_one(cast: Cast) -> Campaign:
    return campaigns.open_campaign(
        title="End of winter", kind="season", unit=cast.units.high, due_on=clock.today() + timedelta(days=30),
        by=cast.principal,
    )  # fmt: skip


def seen(packet: Packet) -> int:
    last = packet.account.attestations.first()
    return last.pk if last else 0


def test_two_answers_at_once_are_one_and_two_last_ones_close_it_once(district: Cast, two: ThreadPoolExecutor) -> None:
    make_account(district, "active", handle="HarborNordic")
    make_account(district, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    for number in range(5):
        campaign = open_one(district)
        first, last = campaign.packets.all()
        knew = seen(first)
        once = at_once(
            two,
            lambda: attesting.answer(first, SAID, seen=knew, by=district.coach),
            lambda: attesting.answer(first, SAID, seen=knew, by=district.principal),
        )
        assert once == ["done", "stale"]
        either = at_once(
            two,
            lambda: attesting.answer(last, SAID, seen=seen(last), by=district.coach),
            lambda: packet_retiring.ask(last, why="The team is gone.", by=district.principal),
        )
        assert either == ["done", "stale"]
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
        acts = [
            lambda packet=packet: attesting.answer(packet, SAID, seen=seen(packet), by=district.coach)
            for packet in campaign.packets.all()
        ]
        assert at_once(two, *acts) == ["done", "done"]
        campaign.refresh_from_db()
        assert not campaign.is_open


def test_a_campaign_opened_twice_at_once_is_one(district: Cast, two: ThreadPoolExecutor) -> None:
    make_account(district, "active", handle="HarborNordic")
    assert at_once(two, lambda: open_one(district), lambda: open_one(district)) == ["done", "stale"]
    assert (Campaign.objects.count(), Packet.objects.count()) == (1, 1)
