"""Somebody leaves: tonight, on a day to come, or without knowing of it (E3.37, E3.38, E3.50, E3.52, E5.71)."""

from datetime import datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import handoff, handoff_chores, lifecycle, offer_chores, recovering
from accounts.models import Exposure, Handoff, RotationReason
from desk.actions import departure
from desk.work import tasks_of
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.models import Appointment, Departure
from registry.people.powers import trail_scope
from tests.accounts.posting import designated
from tests.cast import signed_in
from tests.makers import make_account, make_request, reveal
from tests.people.test_offices import boxes

pytestmark = pytest.mark.django_db


def at(name, person):
    return reverse(f"desk:{name}", args=[person.pk])


def page(viewer, person):
    return " ".join(signed_in(viewer).get(at("leaving", person)).content.decode().split())


def post(by, name, person, **data):
    return signed_in(by).post(at(name, person), data)


def last_day(by, person, days, why="leaves"):
    return post(by, "last-day", person, why=why, **boxes("last_day", clock.today() + timedelta(days=days)))


def chores():
    call_command("daily", stdout=StringIO())


def days_later(days):
    return clock.at(clock.now() + timedelta(days=days))


def midnight(days):
    """The end of that day in the district."""
    day = clock.today() + timedelta(days=days + 1)
    return datetime.combine(day, time(), ZoneInfo("America/Chicago"))


def waiting_for(person):
    return Letter.objects.filter(to=person, state__in=("waiting", "held"))


def holder(account):
    return account.custodies.get(state="open")


def test_the_page_foretells_and_one_click_does_it(cast):
    account = make_account(cast, "active")
    make_request(cast, "with_administrator")
    before = page(cast.director, cast.coach)
    assert "Requests that name them" in before
    assert "What if Erik Solberg left tonight?" in before
    assert f"{cast.principal.name} would hold it as interim custodian; backup: {cast.backup.name}" in before
    assert "Logins they know" in before
    assert post(cast.director, "leave-now", cast.coach, why="leaves")["Location"] == at("leaving", cast.coach)
    assert (holder(account).custodian, holder(account).interim) == (cast.principal, True)
    after = page(cast.director, cast.coach)
    assert "Erik Solberg has left" in after
    assert ("Still to change" in after, "Nobody has accepted these yet" in after) == (True, True)
    assert "find" in [task.kind for task in tasks_of(cast.principal) if hasattr(task, "kind")]
    again = post(cast.director, "leave-now", cast.coach, why="leaves")
    assert (again.status_code, "closed already" in again.content.decode()) == (409, True)
    assert Departure.objects.filter(person=cast.coach).count() == 1


def test_e3_37_who_is_dismissed_sees_nothing_of_it_and_needs_not_help(cast):
    account = make_account(cast, "active")
    make_account(cast, "setting_up")  # an offer that waits for them
    theirs = signed_in(cast.coach)
    assert signed_in(cast.coach).get(at("leaving", cast.coach)).status_code == 403
    assert [post(by, "dismiss", cast.coach).status_code for by in (cast.principal, cast.sysadmin)] == [403, 403]
    assert post(cast.director, "dismiss", cast.coach).status_code == 302
    assert theirs.get("/")["Location"].startswith("/sign-in/login/")
    assert not waiting_for(cast.coach).exists()
    reasons = RotationReason.objects.filter(person=cast.coach, kind="leaver")
    assert {(row.rotation.due_on, row.rotation.owner) for row in reasons} == {(clock.today(), cast.backup)}
    chores()
    with days_later(3):
        chores()
    assert not waiting_for(cast.coach).exists()
    assert holder(account).custodian == cast.principal
    reopen = f"/people/{cast.coach.pk}/reactivate/"
    assert [signed_in(who).get(reopen).status_code for who in (cast.sysadmin, cast.director)] == [403, 200]
    dismissed = Entry.objects.filter(action="departure.dismissed")
    read = [dismissed.filter(trail_scope(who)).exists() for who in (cast.director, cast.principal, cast.sysadmin)]
    assert read == [True, False, False]


def test_e3_38_a_last_day_asks_the_backup_and_holds_until_its_midnight(cast):
    account = make_account(cast, "active")
    assert last_day(cast.principal, cast.coach, 60).status_code == 302
    assert {one.to for one in Letter.objects.filter(template="people/last_day")} == {cast.coach}
    said = write(Letter.objects.get(template="people/last_day"))
    assert said.subject == "Your last day: January 11, 2026"
    assert not Handoff.objects.exists()
    assert "Hand" in [task.title.split()[0] for task in tasks_of(cast.coach)]
    assert "Erik Solberg leaves" in " ".join(task.title for task in tasks_of(cast.principal))
    with days_later(31):
        assert [departure.prepare_due(), departure.prepare_due()] == [1, 0]
        made = Handoff.objects.get()
        assert (made.giver, made.taker, made.why, made.state) == (cast.coach, cast.backup, "leaving", "offered")
    with clock.at(midnight(60) - timedelta(minutes=1)):
        assert departure.depart_due() == 0
    with clock.at(midnight(60)):
        assert [departure.depart_due(), departure.depart_due()] == [1, 0]
        assert holder(account).custodian == cast.principal
    cast.coach.refresh_from_db()
    assert (cast.coach.is_active, Handoff.objects.get().state) == (False, "offered")


def test_a_last_day_is_changed_and_taken_back_and_offers_with_it(cast):
    make_account(cast, "active")
    last_day(cast.superintendent, cast.coach, 10)
    assert Handoff.objects.get().state == "offered"
    assert last_day(cast.superintendent, cast.coach, -1).status_code == 422
    assert last_day(cast.superintendent, cast.coach, 12, why="over").status_code == 302
    planned = Departure.objects.get()
    assert (planned.last_day, planned.why) == (clock.today() + timedelta(days=12), "over")
    assert post(cast.principal, "take-back", cast.coach).status_code == 403
    assert last_day(cast.principal, cast.coach, 200).status_code == 403
    assert "Change the last day" not in page(cast.principal, cast.coach)
    assert post(cast.superintendent, "take-back", cast.coach)["Location"] == at("leaving", cast.coach)
    assert (Handoff.objects.get().state, departure.prepare_due()) == ("withdrawn", 0)
    with days_later(13):
        assert departure.depart_due() == 0
    assert post(cast.principal, "take-back", cast.coach).status_code == 409
    subjects = [write(one).subject for one in Letter.objects.filter(template="people/last_day", to=cast.coach)]
    assert "Erik Solberg stays" in subjects


def test_an_administrator_sets_no_last_day_of_who_holds_an_office_nor_elsewhere(cast):
    assert last_day(cast.principal, cast.stranger, 10).status_code == 403
    assert last_day(cast.principal, cast.communications, 10).status_code == 403
    assert last_day(cast.superintendent, cast.director, 10).status_code == 403  # the only one: never vacant
    assert last_day(cast.principal, cast.teacher, 10).status_code == 302
    assert last_day(cast.superintendent, cast.superintendent, 10).status_code == 403


def test_who_cannot_be_closed_out_at_midnight_is_told_of_and_tried_again(cast):
    last_day(cast.superintendent, cast.teacher, 5)
    last_day(cast.superintendent, cast.stranger, 5)
    with days_later(1):
        people.end_appointment(Appointment.objects.get(person=cast.director), by=cast.superintendent)
        director = {"office": "communications_director", "starts_on": clock.today(), "by": cast.superintendent}
        people.appoint(person=cast.teacher, **director)
    with days_later(6):
        assert [departure.depart_due(), departure.depart_due()] == [1, 0]
        told = Letter.objects.filter(template="people/cannot_leave")
        assert {one.to for one in told} == {cast.superintendent, cast.sysadmin}
        assert "only communications director" in write(told.first()).text


def test_e3_50_a_vendor_s_work_is_over_and_what_they_opened_must_change(cast):
    account = make_account(cast, "active")
    designated(cast, account, cast.teacher, may_reveal=True)
    reveal(account, cast.teacher)
    assert "Opened in the last thirty days" in page(cast.director, cast.teacher)
    post(cast.superintendent, "leave-now", cast.teacher, why="over")
    assert RotationReason.objects.filter(person=cast.teacher, rotation__account=account).exists()
    assert account.posters.get(person=cast.teacher).state == "ended"
    assert (holder(account).custodian, Exposure.objects.filter(person=cast.teacher).exists()) == (cast.coach, True)


def test_e3_52_nobody_can_reach_them_and_no_letter_is_sent_there(cast):
    account = make_account(cast, "active")
    post(cast.sysadmin, "leave-now", cast.coach, why="unreachable")
    assert (holder(account).custodian, waiting_for(cast.coach).exists()) == (cast.principal, False)


def test_e5_71_what_somebody_did_stays_with_their_name(cast):
    account = make_account(cast, "active")
    reveal(account, cast.coach)
    known = Exposure.objects.filter(person=cast.coach).count()
    post(cast.director, "leave-now", cast.coach, why="leaves")
    with pytest.raises(ProtectedError), transaction.atomic():
        cast.coach.delete()
    assert Exposure.objects.filter(person=cast.coach).count() == known
    entry = Entry.objects.filter(action="secret.revealed", actor_id=str(cast.coach.pk)).first()
    assert entry.actor_label == "Erik Solberg"


def test_each_who_hears_of_several_things_hears_of_them_in_one_letter(cast):
    for _number in range(2):
        make_account(cast, "active")
    Letter.objects.update(state="dropped")
    post(cast.superintendent, "leave-now", cast.coach, why="leaves")
    assert not Letter.objects.filter(template="people/left", to=cast.coach).exists()
    waiting = list(Letter.objects.filter(state="waiting").exclude(to=cast.coach))
    assert len({one.to for one in waiting}) == len(waiting)
    said = write(next(one for one in waiting if one.to == cast.principal))
    assert said.subject == "Erik Solberg no longer works here: what needs you"
    assert said.text.count("needs a custodian") == 2


def test_the_page_shows_each_viewer_what_is_theirs_and_asks_as_often_for_many(cast):
    make_account(cast, "active")
    costs = []
    for _number in range(2):
        client = signed_in(cast.director)
        with CaptureQueriesContext(connection) as asked:
            client.get(at("leaving", cast.coach))
        costs.append(len(asked))
        make_account(cast, "active")
        reveal(make_account(cast, "active"), cast.coach)
    assert costs[0] == costs[1]
    shown = {who.name: "Logins they know" in page(who, cast.coach) for who in (
        cast.superintendent, cast.communications, cast.principal, cast.sysadmin
    )}  # fmt: skip
    assert list(shown.values()) == [True, True, True, False]
    assert "Held with a backup" in page(cast.sysadmin, cast.coach)
    assert "not shown to you" in page(cast.sysadmin, cast.coach)
    other = [cast.other_principal, cast.teacher, cast.alternate]
    assert [signed_in(who).get(at("leaving", cast.coach)).status_code for who in other] == [403] * 3


def test_what_nobody_answered_is_found_somebody_by_who_comes_after(cast):
    account = make_account(cast, "active")
    made = handoff.offer(account, taker=cast.teacher, why="new", by=cast.coach)
    with days_later(20):
        assert handoff_chores.chase_due() == 1
    made.refresh_from_db()
    assert made.passed_to == cast.principal
    post(cast.superintendent, "leave-now", cast.principal, why="leaves")
    made.refresh_from_db()
    assert (made.passed_to, holder(account).custodian) == (cast.director, cast.coach)
    assert Letter.objects.filter(template="accounts/handoff_timed_out", to=cast.director).count() == 2


def test_a_plain_offer_that_nobody_answers_is_taken_back_in_time(cast):
    account = make_account(cast, "setting_up")
    offered = account.custodies.get(state="offered")
    with days_later(13):
        assert [offer_chores.chase_offers(), offer_chores.chase_offers()] == [1, 0]
        assert write(Letter.objects.get(template="accounts/offer_waits", to=cast.coach)) is not None
    with days_later(19):
        assert [offer_chores.chase_offers(), offer_chores.chase_offers()] == [1, 0]
        offered.refresh_from_db()
        assert (offered.state, holder(account).custodian) == ("withdrawn", cast.principal)
        letter = Letter.objects.get(template="accounts/offer_timed_out", to=cast.principal)
        assert "It is yours now to find somebody else" in write(letter).text
        assert "Find who looks after" in " ".join(task.title for task in tasks_of(cast.principal))


def test_a_set_up_that_is_given_up_ends_the_work_of_getting_back_in(cast):
    account = make_account(cast, "deposited")
    recovery = recovering.report_locked_out(account, why="lost", words="", by=cast.director)
    lifecycle.abandon(account, by=None)
    recovery.refresh_from_db()
    assert (recovery.outcome, recovery.closed_by) == ("given_up", None)
