"""One clock is the only source of time (invariant 10)."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest

from registry import clock

MIDNIGHT_IN_CHICAGO = datetime(2026, 11, 18, 6, tzinfo=UTC)


def test_the_clock_shows_the_machines_time_in_utc():
    before = datetime.now(UTC)
    shown = clock.now()
    assert before <= shown <= datetime.now(UTC)
    assert shown.tzinfo is UTC


def test_a_school_day_lasts_until_the_districts_midnight():
    with clock.at(MIDNIGHT_IN_CHICAGO - timedelta(seconds=1)):
        assert clock.today() == date(2026, 11, 17)
    with clock.at(MIDNIGHT_IN_CHICAGO):
        assert clock.today() == date(2026, 11, 18)


def test_a_moment_is_shown_as_the_districts_clocks_show_it(settings):
    settings.TIME_ZONE = "America/Chicago"
    assert clock.local(MIDNIGHT_IN_CHICAGO).isoformat() == "2026-11-18T00:00:00-06:00"


def test_a_set_clock_goes_back_when_its_block_ends_even_by_an_error():
    outer, inner = MIDNIGHT_IN_CHICAGO, MIDNIGHT_IN_CHICAGO + timedelta(days=1)
    with clock.at(outer):
        with pytest.raises(KeyError), clock.at(inner):
            assert clock.now() == inner
            raise KeyError
        assert clock.now() == outer
    assert clock.now() > inner


def test_setting_the_clock_concerns_this_thread_only():
    seen = []
    with clock.at(MIDNIGHT_IN_CHICAGO):
        other = Thread(target=lambda: seen.append(clock.now() == MIDNIGHT_IN_CHICAGO))
        other.start()
        other.join()
    assert seen == [False]


@pytest.mark.parametrize("use", [clock.local, lambda moment: clock.at(moment).__enter__()])
def test_a_moment_without_a_time_zone_is_refused(use):
    with pytest.raises(ValueError, match="time zone"):
        use(datetime(2026, 11, 18))
