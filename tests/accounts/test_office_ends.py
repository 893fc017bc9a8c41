"""An office ends and its holder stays: what they held by it passes on (domain.md: custody; E1.6, E3.46)."""

from datetime import timedelta

import pytest

from accounts.actions.office_ends import follow_ended
from accounts.models import Custody, Handoff
from desk.work import tasks_of
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import Appointment, Office
from tests.accounts.handing import deliver, holder, letters, post
from tests.makers import make_account, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def appoint(cast, person, unit, days=None, first=0):
    today = clock.today() + timedelta(days=first)
    last = None if days is None else today + timedelta(days=days)
    facts = {"office": Office.ADMINISTRATOR, "unit": unit, "starts_on": today, "ends_on": last}
    return people.appoint(person=person, by=cast.superintendent, **facts)


def held_by_office(cast, account, days=10):
    """The assistant principal takes the account over in their office, whose last day is so many days ahead."""
    office = appoint(cast, cast.deputy, cast.units.athletics, days)
    take_over(cast, account)
    return office


def take_over(cast, account):
    post(cast.principal, "custody-reassign", account, because="vacant", custodian=cast.deputy.email)
    assert post(cast.deputy, "custody-accept", account).status_code == 302


def after(days):
    return clock.at(clock.now() + timedelta(days=days))


def kept():
    return Letter.objects.count(), Entry.objects.count(), Handoff.objects.count()


# Held meanwhile -------------------------------------------------------------------------------------------------------


def test_who_holds_it_meanwhile_by_an_office_that_is_over_is_followed_by_the_next_holder_once(cast, account):
    post(cast.principal, "custody-reassign", account, because="vacant")
    position = holder(account).position
    reveal(account, cast.principal)
    assert follow_ended() == 0
    people.end_appointment(Appointment.objects.get(person=cast.principal), by=cast.superintendent)
    appoint(cast, cast.deputy, cast.units.high)
    assert follow_ended() == 1
    now = holder(account)
    assert (now.custodian, now.interim, now.position) == (cast.deputy, True, position)
    assert {cast.principal, cast.deputy, cast.director} <= letters("interim_passed_on")
    reasons = account.rotations.get(closed_at=None).reasons
    assert reasons.filter(person=cast.principal, withdrawn_at=None).exists(), "they know it and may not any more"
    before = kept()
    assert (follow_ended(), kept()) == (0, before)
    deliver()


def test_until_somebody_else_has_an_office_communications_holds_it(cast, account):
    post(cast.principal, "custody-reassign", account, because="vacant")
    people.end_appointment(Appointment.objects.get(person=cast.principal), by=cast.superintendent)
    follow_ended()
    assert (holder(account).custodian, holder(account).interim) == (cast.director, True)
    appoint(cast, cast.deputy, cast.units.high)
    assert (follow_ended(), holder(account).custodian) == (0, cast.director), "whose office still says so, keeps it"


# Accepted in an office ------------------------------------------------------------------------------------------------


def test_at_the_midnight_of_an_office_what_was_taken_in_it_is_offered_to_who_has_it_now(cast, account):
    held_by_office(cast, account, days=10)
    with after(10):
        assert follow_ended() == 0
    with after(11):
        appoint(cast, cast.teacher, cast.units.athletics)
        assert follow_ended() == 1
        handoff = Handoff.objects.get()
        assert (handoff.giver, handoff.taker, handoff.offered_by) == (cast.deputy, cast.teacher, cast.superintendent)
        assert "Administrator, Harbor High Athletics" in handoff.words
        assert (letters("handoff_offered"), letters("handoff_announced")) == ({cast.teacher}, {cast.deputy})
        before = kept()
        assert (follow_ended(), kept()) == (0, before)
        post(cast.teacher, "handoff-call-off", handoff, why="x")
        deliver()


def test_a_title_of_the_giver_is_no_position_that_the_taker_takes_over(cast, account):
    other = make_account(cast, "active", handle="HarborOther")
    held_by_office(cast, account, days=10)
    take_over(cast, other)
    position = holder(account).position
    Custody.objects.filter(pk=holder(other).pk).update(position=cast.deputy.title)
    with after(11):
        assert follow_ended() == 2
    kept_as = {one.account: one.custody.position for one in Handoff.objects.select_related("custody", "account")}
    assert kept_as == {account: position, other: ""}


def test_where_nobody_has_the_office_the_backup_is_asked_and_after_a_no_people_find_somebody(cast, account):
    held_by_office(cast, account, days=10)
    with after(11):
        assert (follow_ended(), Handoff.objects.get().taker) == (1, cast.backup)
        post(cast.backup, "custody-decline", account, why="I coach two teams.")
        assert (follow_ended(), Handoff.objects.count()) == (1, 1)
        assert {cast.deputy, cast.principal, cast.director} <= letters("office_over")
        assert f"Hand {account.name} over: your office is over" in [task.title for task in tasks_of(cast.deputy)]
        words = f"Find who takes {account.name} over from {cast.deputy.name}"
        assert words in [task.title for task in tasks_of(cast.principal)]
        assert words not in [task.title for task in tasks_of(cast.director)]
        before = kept()
        assert (follow_ended(), kept()) == (0, before)
        deliver()
    with after(45):
        assert words not in [task.title for task in tasks_of(cast.principal)]


def test_an_office_that_is_renewed_or_that_it_was_not_taken_in_changes_nothing(cast, account):
    appoint(cast, cast.coach, cast.units.athletics, days=3, first=1)
    with after(5):
        assert follow_ended() == 0, "the coach had accepted it before"
    other = make_account(cast, "active", handle="HarborOther")
    held_by_office(cast, other, days=10)
    with after(11):
        appoint(cast, cast.deputy, cast.units.high)
        assert (follow_ended(), Handoff.objects.count()) == (0, 0), "an office further up reaches it too"


def test_who_leaves_altogether_is_closed_out_by_the_departure_alone(cast, account):
    held_by_office(cast, account)
    people.deactivate(cast.deputy, by=cast.superintendent)
    assert (follow_ended(), holder(account).custodian, letters("office_over")) == (0, cast.principal, set())
