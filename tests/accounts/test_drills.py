"""Recovery drills: drawn once a year, done with what is stored, and work where one does not get in (E2.28)."""

import secrets
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import ways_waiting
from accounts.actions import credentials, drills
from accounts.models import Account, AccountState, Drill, DrillRound, DrillState, ReasonKind, Rotation, SecretField
from accounts.rules import drills as rules
from accounts.rules import ways_in
from accounts.rules.control import proof_plan
from registry import audit, clock
from registry.outbox.models import Letter
from registry.vault import Secret
from tests.accounts.care import care_of
from tests.cast import signed_in
from tests.makers import make_account, make_page, proof_of, reveal

pytestmark = pytest.mark.django_db
LIST = reverse("accounts:drills")
PASS = {"outcome": "passed", "step": "", "minutes": "4", "note": ""}
FAIL = {"outcome": "failed", "step": "login", "minutes": "9", "note": "It says that the password is wrong."}


@pytest.fixture
def account(cast):
    return make_account(cast, "active")


@pytest.fixture
def client(cast):
    return signed_in(cast.communications)


def page(account, name):
    return reverse(f"accounts:{name}", args=[account.uuid])


def kinds(user):
    return [task.kind for task in ways_waiting.tasks_for(user)]


def attention(account):
    return care_of(account)


def told(template):
    return set(Letter.objects.filter(template=template).values_list("to", flat=True))


# The draw -------------------------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_and_never_more_than_there_are():
    assert rules.draw(range(200), size=12, seed="tide") == rules.draw(reversed(range(200)), size=12, seed="tide")
    assert rules.draw(range(200), size=12, seed="tide") != rules.draw(range(200), size=12, seed="ebb")
    assert rules.draw([3, 1, 2], size=12, seed="tide") == [1, 2, 3]


def test_the_school_year_begins_in_july():
    days = [date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 1)]
    assert [rules.school_year(day) for day in days] == [2024, 2025, 2025]


def test_the_daily_run_draws_once_a_school_year_and_tells_communications(cast):
    made = [make_account(cast, "active") for _each in range(3)]
    make_account(cast, "setting_up")
    drills.plan(drill_size=2, drill_days=5, role_months=12, by=cast.director)
    assert (drills.draw_due(seed="tide"), drills.draw_due(seed="tide")) == (2, 0)
    chosen = set(Drill.objects.values_list("account_id", flat=True))
    assert chosen == set(rules.draw([row.pk for row in made], size=2, seed="tide"))
    drawn = DrillRound.objects.get()
    assert (drawn.year, drawn.seed, drawn.population, drawn.size) == (2025, "tide", 3, 2)
    assert set(Drill.objects.values_list("due_on", flat=True)) == {date(2025, 11, 19)}
    assert told("accounts/drills_drawn") == {
        person.pk for person in (cast.director, cast.communications, cast.second_communications, cast.newcomer)
    }
    assert (kinds(cast.communications), kinds(cast.coach)) == (["drill"], [])
    with clock.at(clock.now() + timedelta(days=235)):
        assert (drills.draw_due(), drills.draw_due()) == (1, 0)


def test_nothing_is_drawn_from_an_empty_register_and_the_command_runs_it(cast):
    call_command("daily", verbosity=0)
    assert not DrillRound.objects.exists()
    make_account(cast, "active")
    call_command("daily", verbosity=0)
    assert (DrillRound.objects.get().size, Drill.objects.count()) == (1, 1)


# One drill ------------------------------------------------------------------------------------------------------------


def test_who_got_in_with_what_is_stored_has_passed_the_drill(cast, account):
    reveal(account, cast.communications)
    with clock.at(clock.now() + timedelta(minutes=30)):
        client = signed_in(cast.communications)
        assert client.post(page(account, "drill-start"), follow=True).status_code == 200
        refused = client.post(page(account, "drill"), PASS)
        assert refused.status_code == 422
        assert "Reveal the login first, and sign in with exactly what is stored." in refused.content.decode()
        reveal(account, cast.communications)
        assert (
            "You have revealed the login since the drill began." in client.get(page(account, "drill")).content.decode()
        )
        done = client.post(page(account, "drill"), PASS, follow=True).content.decode()
    assert ("Drill passed." in done, "4 min" in done) == (True, True)
    drill = Drill.objects.get()
    assert (drill.state, drill.minutes, drill.closed_by) == ("passed", 4, cast.communications)
    assert signed_in(cast.director).get(page(account, "drill")).status_code == 409
    assert audit.entries_about(account).filter(action="drill.passed").exists()


def test_e2_28_a_password_changed_without_a_word_fails_the_drill_and_becomes_work(cast, account, client):
    drills.start(account, by=cast.communications)
    reveal(account, cast.communications)
    assert client.post(page(account, "drill"), FAIL).status_code == 302
    rotation = Rotation.objects.get(account=account)
    assert (rotation.field, rotation.owner) == (SecretField.PASSWORD, cast.coach)
    assert [row.kind for row in rotation.reasons.all()] == [ReasonKind.DRILL_FAILED]
    said = "The last recovery drill failed: the login or the password was refused."
    assert said in attention(account)
    assert ways_in.map_of(account).ways[0].people == ()
    assert {cast.coach.pk, cast.director.pk} <= told("accounts/drill_failed")
    assert cast.communications.pk not in told("accounts/drill_failed")
    assert kinds(cast.communications) == ["recover"]
    credentials.deposit(account, values={SecretField.PASSWORD: Secret(secrets.token_urlsafe(15))}, by=cast.coach)
    with clock.at(clock.now() + timedelta(hours=1)):
        again = drills.start(account, by=cast.second_communications)
        reveal(account, cast.second_communications)
        waits = signed_in(cast.second_communications).post(page(account, "drill"), PASS)
        assert "A new deposit waits: verify it first, then drill." in waits.content.decode()
        credentials.verify(account, by=cast.second_communications, proof=proof_of(cast.second_communications))
        drills.passed(again, minutes=2, by=cast.second_communications)
        assert (attention(account), kinds(cast.communications)) == (
            ["A password or another way in must change."],  # until other sessions are signed out
            [],
        )


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"step": ""}, "Say at which step it ended."),
        ({"step": "role"}, "Choose one of these steps."),
        ({"outcome": "perhaps"}, "Choose yes or no."),
        ({"outcome": ""}, "Choose an answer for"),
        ({"minutes": ""}, "Fill in “How many minutes did it take?”."),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"minutes": "-3"}, "greater than or equal to 1"),
        ({"minutes": "9" * 400}, "less than or equal to 600"),
        ({"minutes": "1e400"}, "whole number"),
        ({"minutes": "9" * 10_000}, "whole number"),
        ({"note": "a\x00b"}, "Remove the characters that cannot be seen."),
        ({"note": "x" * 1_000_000}, "at most 300 characters"),
    ],
)
def test_what_cannot_be_an_answer_is_said_and_nothing_is_lost(cast, account, client, said, error):
    drills.start(account, by=cast.communications)
    answer = client.post(page(account, "drill"), FAIL | said)
    assert (answer.status_code, Drill.objects.get().state) == (422, "open")
    assert error in answer.content.decode()
    if "note" not in said:
        assert FAIL["note"] in answer.content.decode()


def test_a_password_typed_into_the_note_is_refused_and_not_shown_again(cast, account, client):
    drills.start(account, by=cast.communications)
    shown = reveal(account, cast.communications)
    password = next(each.secret.expose() for each in shown.shown if each.field == "password")
    answer = client.post(page(account, "drill"), FAIL | {"note": f"I typed {password} twice"})
    assert "Your words contain a password" in answer.content.decode()
    assert password not in answer.content.decode()
    assert Drill.objects.get().state == "open"


def test_only_communications_drills_and_never_the_system_administrator(cast, account):
    drills.start(account, by=cast.communications)
    for person in (cast.coach, cast.principal, cast.superintendent, cast.sysadmin, cast.teacher):
        assert signed_in(person).get(page(account, "drill")).status_code == 403
        assert signed_in(person).post(page(account, "drill"), FAIL).status_code == 403
    assert Drill.objects.get().state == "open"


def test_one_drill_is_open_at_a_time_and_answered_once(cast, account, client):
    drill = drills.start(account, by=cast.communications)
    assert client.post(page(account, "drill-start")).status_code == 409
    drills.failed(drill, step="gone", minutes=1, by=cast.communications)
    assert client.post(page(account, "drill"), FAIL).status_code == 409
    assert Drill.objects.get().step == "gone"
    assert ways_in.map_of(account).people == ()
    assert not Rotation.objects.exists()


def test_a_drill_of_an_account_that_is_no_longer_used_is_dropped(cast, account):
    drills.start(account, by=cast.communications)
    Account.objects.filter(pk=account.pk).update(state=AccountState.CLOSING)
    assert (drills.drop_moot(), drills.drop_moot()) == (1, 0)
    assert Drill.objects.get().state == DrillState.DROPPED


def test_where_roles_are_delegated_who_has_full_control_drills(cast):
    running = make_page(cast)
    drills.start(running, by=cast.director)
    answer = signed_in(cast.director).post(page(running, "drill"), PASS)
    assert "You have no full control that somebody has seen" in answer.content.decode()
    assert signed_in(cast.communications).post(page(running, "drill"), PASS).status_code == 302
    drill = drills.start(running, by=cast.director)
    drills.failed(drill, step="role", minutes=2, by=cast.director)
    assert running.role_holders.get(person=cast.communications).prove_by == clock.today()
    assert kinds(cast.director) == ["role_due", "recover"]


# The figure and the pages ---------------------------------------------------------------------------------------------


def test_proven_recoverable_is_the_share_of_active_accounts_with_a_passed_drill_within_a_year(cast):
    made = [make_account(cast, "active") for _each in range(3)]
    make_account(cast, "setting_up")
    assert (rules.proven_recoverable().percent, rules.proven_recoverable().active) == (0, 3)
    drill = drills.start(made[0], by=cast.communications)
    reveal(made[0], cast.communications)
    drills.passed(drill, minutes=3, by=cast.communications)
    drills.failed(drills.start(made[1], by=cast.director), step="gone", minutes=3, by=cast.director)
    found = rules.proven_recoverable()
    assert (found.proven, found.active, found.percent, found.as_of) == (1, 3, 33, date(2025, 11, 12))
    assert rules.proven_recoverable(date(2025, 11, 11)).proven == 0
    assert rules.proven_recoverable(date(2026, 11, 12)).proven == 1
    assert rules.proven_recoverable(date(2026, 11, 13)).proven == 0
    shown = signed_in(cast.superintendent).get(LIST).content.decode()
    assert ("33%" in shown, "1 of 3 active accounts" in shown) == (True, True)
    assert rules.Proven(0, 0, date(2025, 1, 1)).percent is None


def test_the_director_says_how_often(cast):
    address = reverse("accounts:drill-plan")
    assert signed_in(cast.communications).get(address).status_code == 403
    client = signed_in(cast.director)
    wrong = client.post(address, {"drill_size": "0", "drill_days": "9" * 400, "role_months": "x"})
    assert (wrong.status_code, proof_plan().drill_size) == (422, 12)
    client.post(address, {"drill_size": "30", "drill_days": "15", "role_months": "6"})
    assert (proof_plan().drill_size, proof_plan().role_months) == (30, 6)
    assert "30 accounts are drawn at random" in client.get(LIST).content.decode()


@pytest.mark.counts
@pytest.mark.parametrize("state", ["open", "passed"])
def test_the_pages_ask_as_often_for_one_drill_as_for_many(cast, client, state):
    counts = []
    for number in (1, 3):
        while Drill.objects.filter(state=state).count() < number:
            drills.start(make_account(cast, "active"), by=cast.communications)
            if state == "passed":
                done = {"state": "passed", "closed_at": clock.now(), "closed_by": cast.director, "minutes": 3}
                Drill.objects.update(**done)
        account = Account.objects.first()
        for address in (LIST, page(account, "ways-in")):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            ways_waiting.tasks_for(cast.communications)
        counts.append(len(asked))
    assert counts[:3] == counts[3:]


WRONG = {
    "failed at no step": {"state": "failed", "minutes": 3},
    "passed in no time": {"state": "passed"},
    "over without a date": {"state": "dropped", "closed_at": None},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_takes_no_outcome_without_what_belongs_to_it(cast, account, wrong):
    drill = drills.start(account, by=cast.communications)
    facts = {"closed_at": clock.now(), "closed_by": cast.communications} | WRONG[wrong]
    with pytest.raises(IntegrityError), transaction.atomic():
        Drill.objects.filter(pk=drill.pk).update(**facts)


def test_the_account_says_whether_it_was_drilled(cast, account, client):
    assert "No recovery drill yet" in client.get(account.get_absolute_url()).content.decode()
    assert "No recovery drill yet" not in signed_in(cast.teacher).get(account.get_absolute_url()).content.decode()
