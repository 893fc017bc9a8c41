"""The demo's campaign leaves alone what the rest of the district's story has answered, or is about to."""

from datetime import timedelta

import pytest

from accounts.actions import campaigns, packet_retiring
from accounts.models import Packet, PacketState
from desk.demo.campaigns import _answer
from registry import clock
from tests.makers import make_account

pytestmark = pytest.mark.django_db


def test_what_somebody_asks_to_retire_in_the_meantime_is_left_as_it_is(cast):
    make_account(cast)
    facts = {"title": "End of fall", "kind": "season", "unit": cast.units.high, "by": cast.principal}
    campaigns.open_campaign(due_on=clock.today() + timedelta(days=30), **facts)
    begun = Packet.objects.get()
    packet_retiring.ask(Packet.objects.get(), why="Nobody posts there any more.", by=cast.principal)
    _answer(begun, well=True)
    assert Packet.objects.get().state == PacketState.RETIRE_ASKED
