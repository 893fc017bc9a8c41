"""A trail that is old enough for some of it to go."""

from datetime import timedelta

import pytest

from registry import audit, clock
from registry.audit import sealing
from registry.audit.models import Seal
from tests.audit.subjects import edits
from tests.cast import MOMENT

EIGHT_YEARS = timedelta(days=8 * 366)


@pytest.fixture
def old(cast, monkeypatch):
    """Eight years later: sealed segments of the first day, the last of which is told, and one of yesterday."""
    monkeypatch.setattr(sealing, "RUN", 10)
    with audit.coming_from(lambda: audit.Context("r-1", "", "192.0.2.7", "Firefox", [])):
        edits(25)
    sealing.seal_due(by=None)
    last = Seal.objects.latest("last").last
    with clock.at(MOMENT + EIGHT_YEARS - timedelta(days=1)):
        edits(5)
        sealing.seal_due(by=None)
    with clock.at(MOMENT + EIGHT_YEARS):
        yield last
