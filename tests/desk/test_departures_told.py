"""Whose word a last day is, and that who leaves reads each one, the first one again too."""

from datetime import timedelta

import pytest

from accounts.models import Handoff
from desk.actions import departure
from registry import audit, clock
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.models import Office
from tests.makers import make_account

pytestmark = pytest.mark.django_db


def test_the_first_day_again_is_told_again(cast):
    first, other = (clock.today() + timedelta(days=days) for days in (60, 80))
    planned = departure.depart(cast.coach, why="leaves", by=cast.director, when=first)
    for minutes, day in enumerate((other, first, first), 1):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            departure.change(planned, when=day, why="leaves", by=cast.director)
    assert Letter.objects.filter(template="people/last_day", to=cast.coach).count() == 3


def test_an_administrators_word_closes_nobody_out_who_was_given_an_office_since(cast):
    planned = departure.depart(cast.coach, why="leaves", by=cast.principal, when=clock.today())
    with clock.at(clock.now() + timedelta(minutes=5)):
        given = {"office": Office.COMMUNICATIONS_STAFF, "starts_on": clock.today()}
        people.appoint(person=cast.coach, by=cast.director, **given)
    with clock.at(clock.now() + timedelta(days=1, hours=1)):
        assert departure.depart_due() == 0
        cast.coach.refresh_from_db()
        assert cast.coach.is_active
        letter = Letter.objects.get(template="people/cannot_leave", to=cast.superintendent)
        assert "Communications staff" in write(letter).text
        departure.depart(cast.coach, why="leaves", by=cast.superintendent)
    planned.refresh_from_db()
    assert planned.done_at


def test_who_stays_while_the_chore_runs_has_nothing_offered(cast):
    make_account(cast, "active")
    planned = departure.depart(cast.coach, why="leaves", by=cast.director, when=clock.today() + timedelta(days=60))
    departure.take_back(cast.coach, by=cast.director)
    with clock.at(clock.now() + timedelta(days=40)), audit.act():
        assert departure._prepare(planned) == 0
    assert not Handoff.objects.exists()
