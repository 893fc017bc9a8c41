"""Custody passes on through HTTP: offered, accepted, credentials changed, verified, done (E3)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import credentials, custody, recovering, roles
from accounts.actions import handoff as handoffs
from accounts.models import Account, Custody, CustodyState, Handoff, Platform, RoleLevel, SecretField
from desk.work import tasks_of
from registry import clock
from registry.audit.models import Entry
from registry.calendar import due_after
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.refusal import Refused, Stale
from registry.vault import Secret
from tests.accounts.handing import at, change_login, deliver, hand_over, holder, letters, post, text
from tests.cast import signed_in
from tests.makers import make_account, make_page, proof_of, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def days_later(days):
    return clock.at(clock.now() + timedelta(days=days))


def chores():
    call_command("daily", stdout=StringIO())


def kinds_of(user):
    return [task.kind for task in tasks_of(user)]


def test_a_handoff_goes_through_its_steps_and_the_giver_answers_until_the_last(cast, account):
    handoff, answer = hand_over(account, cast.coach, cast.teacher, words="The keys are in the office.")
    assert answer["Location"] == handoff.get_absolute_url()
    assert letters("handoff_offered") == {cast.teacher}
    assert "The keys are in the office." in text(cast.teacher, at("custody-accept", account))
    assert post(cast.teacher, "custody-accept", account)["Location"] == handoff.get_absolute_url()
    assert holder(account).custodian == cast.coach
    assert "answers for it until the last step" in text(cast.coach, handoff.get_absolute_url())
    assert post(cast.communications, "handoff-verify", handoff).status_code == 403
    change_login(account, cast.teacher, cast.communications)
    assert (holder(account).custodian, "handoff" in kinds_of(cast.director)) == (cast.coach, True)
    assert post(cast.communications, "handoff-verify", handoff)["Location"] == account.get_absolute_url()
    assert (holder(account).custodian, holder(account).accepted_policy) == (cast.teacher, 1)
    assert letters("handoff_done") >= {cast.coach, cast.teacher}
    handoff.refresh_from_db()
    assert (handoff.state, handoff.verified_by) == ("done", cast.communications)
    said = set(Entry.objects.filter(reference=handoff.number).values_list("action", flat=True))
    assert said == {"handoff.offered", "custody.accepted", "handoff.verified", "handoff.done"}
    deliver()


def test_e3_38_a_coach_on_leave_hands_over_to_the_backup_and_keeps_the_other_team(cast, account):
    other = make_account(cast, "active", handle="HarborAlpine", group="Girls Alpine Ski")
    handoff, _ = hand_over(account, cast.principal, cast.backup, why="leave")
    assert letters("handoff_announced") == {cast.coach}
    post(cast.backup, "custody-accept", account)
    change_login(account, cast.backup, cast.communications)
    post(cast.second_communications, "handoff-verify", handoff)
    assert (holder(account).custodian, holder(other).custodian) == (cast.backup, cast.coach)
    assert not account.backups.filter(ended_at=None).exists()
    assert other.backups.filter(ended_at=None).exists()
    assert post(cast.backup, "backup", account, person=cast.backup.email).status_code == 422
    assert post(cast.backup, "backup", account, person=cast.coach.email).status_code == 302
    asked = signed_in(cast.backup).get(reverse("accounts:backup", args=[account.uuid])).content.decode()
    assert f"Now it is {cast.coach.name}, and no longer once you name somebody else." in asked
    assert f'<a href="{account.get_absolute_url()}">' in asked, "the way back stands above"
    assert account.backups.get(ended_at=None).person == cast.coach


def test_e3_42_an_offer_to_who_is_away_or_has_not_confirmed_waits_and_then_is_the_administrators(cast, account):
    newcomer = people.invite(
        email=f"new.coach@{cast.coach.email.partition('@')[2]}", name="New Coach", title="", unit=cast.units.high,
        by=cast.sysadmin,
    )  # fmt: skip
    today = clock.today()
    people.record_absence(
        person=newcomer, starts_on=today, ends_on=today + timedelta(days=30), by=cast.superintendent,
        proof=proof_of(cast.superintendent),
    )  # fmt: skip
    for taker, words in ((cast.disabled, "no longer works here"), (cast.coach, "looks after it already")):
        answer = post(cast.coach, "handoff-offer", account, taker=taker.email, why="new", words="Kept when refused")
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Kept when refused" in answer.content.decode()
    handoff, _ = hand_over(account, cast.coach, newcomer)
    assert handoff.answer_by == due_after(10)
    page = text(cast.coach, handoff.get_absolute_url())
    assert "is away until December" in page
    assert "has not confirmed the policy yet" in page
    refused = post(newcomer, "custody-accept", account)
    assert (refused.status_code, holder(account).custodian) == (403, cast.coach)
    with clock.at(clock.now() + timedelta(days=14)):  # the working day before it is due
        chores()
        chores()
        assert letters("handoff_waits") == {newcomer}
    with days_later(20):
        for _ in range(2):
            chores()
        handoff.refresh_from_db()
        assert (handoff.state, handoff.passed_to) == ("timed_out", cast.principal)
        assert letters("handoff_timed_out") >= {cast.coach, cast.principal}
        deliver()
        assert "find" in kinds_of(cast.principal)
        assert Entry.objects.filter(action="handoff.timed_out").count() == 1
        again, _ = hand_over(account, cast.principal, cast.teacher)
        assert "find" not in kinds_of(cast.principal)
    assert (holder(account).custodian, again.state) == (cast.coach, "offered")


def test_e3_43_to_accept_without_access_is_not_verified(cast, account):
    handoff, _ = hand_over(account, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", account)
    change_login(account, cast.communications, cast.second_communications)
    refused = post(cast.communications, "handoff-verify", handoff)
    assert (refused.status_code, "has not opened the new login" in refused.content.decode()) == (403, True)
    assert "take_over" in kinds_of(cast.teacher)
    said = post(cast.coach, "reveal", account, reason_code="post", reason="")
    assert (said.status_code, "its login has changed since" in said.content.decode()) == (403, True)
    reveal(account, cast.teacher)
    for who in (cast.teacher, cast.coach, cast.principal):
        assert post(who, "handoff-verify", handoff).status_code == 403
    assert post(cast.communications, "handoff-verify", handoff).status_code == 302
    assert post(cast.communications, "handoff-verify", handoff).status_code == 409
    assert holder(account).custodian == cast.teacher


def test_e3_43_a_password_that_the_giver_set_is_not_a_changed_one(cast, account):
    credentials.deposit(account, values={SecretField.SEED: Secret("JBSWY3DPEHPK3PXP")}, by=cast.coach)
    hand_over(account, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", account)
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Set-By-Giver-1")}, by=cast.coach)
    reveal(account, cast.communications)
    credentials.verify(account, by=cast.communications, proof=proof_of(cast.communications))
    rotation = account.rotations.get(field="", closed_at=None)
    assert rotation.owner == cast.teacher
    page = text(cast.teacher, rotation.get_absolute_url())
    assert "must not know the new one" in page
    assert "Still to change: password, authenticator seed." in page
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Set-By-Taker-2")}, by=cast.teacher)
    page = text(cast.teacher, rotation.get_absolute_url())
    assert "Still to change: authenticator seed." in page


def test_e3_44_an_acceptance_is_only_ever_superseded(cast, account):
    before = holder(account).accepted_text
    handoff, _ = hand_over(account, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", account)
    assert post(cast.teacher, "custody-decline", account, why="No time").status_code == 409
    assert post(cast.stranger, "handoff-call-off", handoff, why="No").status_code == 404
    assert post(cast.coach, "handoff-call-off", handoff, why="").status_code == 422
    assert post(cast.coach, "handoff-call-off", handoff, why="I stay after all.").status_code == 302
    kept = Custody.objects.get(handoff=handoff)
    assert (kept.state, bool(kept.accepted_text), kept.accepted_policy) == ("withdrawn", True, 1)
    assert (holder(account).custodian, holder(account).accepted_text) == (cast.coach, before)
    assert not account.rotations.filter(closed_at=None).exists()
    assert text(cast.coach, account.get_absolute_url()).count("had accepted; it was called off") == 1
    assert letters("handoff_called_off") == {cast.teacher}
    deliver()
    for broken in ({"accepted_text": ""}, {"accepted_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Custody.objects.filter(pk=holder(account).pk).update(**broken)
    with pytest.raises(ProtectedError):
        kept.delete()


def test_e3_51_a_handoff_survives_a_new_handle_and_a_renamed_platform(cast, account):
    handoff, _ = hand_over(account, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", account)
    Account.objects.filter(pk=account.pk).update(handle="HarborXC", key="harborxc")
    Platform.objects.filter(pk=account.platform_id).update(name="Instagram (Meta)")
    account.refresh_from_db()
    change_login(account, cast.teacher, cast.communications)
    assert "@HarborXC" in text(cast.communications, handoff.get_absolute_url())
    assert post(cast.communications, "handoff-verify", handoff).status_code == 302
    assert (holder(account).custodian, account.custodies.count()) == (cast.teacher, 3)


def test_somebody_leaves_in_the_middle_and_the_custody_is_never_empty(cast, account):
    handoff, _ = hand_over(account, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", account)
    people.deactivate(cast.coach, by=cast.sysadmin)  # the giver: an interim custodian answers, and it goes on
    assert (holder(account).custodian, holder(account).interim) == (cast.principal, True)
    change_login(account, cast.teacher, cast.communications)
    post(cast.communications, "handoff-verify", handoff)
    assert holder(account).custodian == cast.teacher
    again, _ = hand_over(account, cast.teacher, cast.backup)
    post(cast.backup, "custody-accept", account)
    people.deactivate(cast.backup, by=cast.sysadmin)  # the taker: it is called off, and the giver is told
    again.refresh_from_db()
    assert (again.state, holder(account).custodian, holder(account).passing_since) == ("withdrawn", cast.teacher, None)
    assert letters("handoff_called_off") >= {cast.teacher}


def test_an_answer_after_the_giver_has_left_is_for_who_answers_for_it_now(cast, account):
    handoff, _ = hand_over(account, cast.coach, cast.teacher)
    other = make_account(cast, "active", handle="HarborAlpine")
    accepted, _ = hand_over(other, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", other)
    people.deactivate(cast.coach, by=cast.sysadmin)
    post(cast.teacher, "handoff-call-off", accepted, why="Not without her.")
    assert letters("handoff_called_off") == {cast.principal}
    asked = text(cast.principal, at("handoff-call-off", handoff))
    assert f"{cast.principal.name} goes on as before" in asked
    stepped_in = Letter.objects.filter(
        template="accounts/stepped_in", to=cast.principal, about_id=str(account.uuid)
    ).get()
    assert handoff.get_absolute_url() in write(stepped_in).text
    post(cast.teacher, "custody-decline", account, why="No time.")
    declined = Letter.objects.filter(template="accounts/handoff_declined", to=cast.principal).get()
    written = write(declined).text
    assert f"{cast.principal.name} goes on" in written
    assert at("custody-offer", account) in written
    assert signed_in(cast.principal).get(at("custody-offer", account)).status_code == 200


def test_custody_that_is_taken_ends_its_handoff_and_goes_on_with_the_change(cast, account):
    handoff, _ = hand_over(account, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", account)
    rotation = account.rotations.get(closed_at=None)
    recovering.report_locked_out(account, why="lost", words="", by=cast.communications)
    assert f'href="{at("recovery", account)}">See the steps' in text(cast.teacher, account.get_absolute_url())
    assert letters("locked_out") >= {cast.coach, cast.teacher}
    post(cast.principal, "custody-reassign", account, because="at_once", custodian=cast.backup.email)
    handoff.refresh_from_db()
    assert (handoff.state, letters("handoff_called_off")) == ("withdrawn", {cast.teacher})
    assert (account.rotations.get(closed_at=None), letters("rotation_dropped")) == (rotation, set())
    assert {row.person for row in rotation.reasons.filter(withdrawn_at=None)} == {cast.coach}
    post(cast.backup, "custody-accept", account)  # who was the backup is none any more
    assert (holder(account).custodian, account.backups.filter(ended_at=None).exists()) == (cast.backup, False)
    deliver()


def test_a_decline_says_why_and_a_late_handoff_is_asked_after_every_week(cast, account):
    handoff, _ = hand_over(account, cast.coach, cast.communications)
    assert (
        "Helps to find somebody else" in post(cast.communications, "custody-decline", account, why="").content.decode()
    )
    assert post(cast.communications, "custody-decline", account, why="We are two.").status_code == 302
    handoff.refresh_from_db()
    assert (handoff.state, handoff.closed_why, letters("handoff_declined") >= {cast.coach}) == (
        "declined", "We are two.", True,
    )  # fmt: skip
    assert post(cast.director, "custody-terms", None, answer_days=3, finish_days=4).status_code == 302
    handoff, _ = hand_over(account, cast.coach, cast.teacher)
    assert handoff.answer_by == due_after(3)
    post(cast.teacher, "custody-accept", account)
    for later, sent in ((5, 0), (6, 1), (7, 1), (13, 2)):
        with days_later(later):
            chores()
            deliver()
        assert Letter.objects.filter(template="accounts/handoff_waits", to=cast.teacher).count() == sent, later


def test_with_roles_the_last_one_ends_and_the_next_one_is_there(cast):
    page = make_page(cast)
    handoff, _ = hand_over(page, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", page)
    assert "still has a role there" in text(cast.communications, handoff.get_absolute_url())
    held = roles.record(page, person=cast.teacher, level=RoleLevel.FULL, by=cast.communications)
    roles.prove(held, by=cast.director)
    assert post(cast.director, "handoff-verify", handoff).status_code == 403
    roles.end(page.role_holders.get(person=cast.coach, ended_at=None), by=cast.communications)
    assert "handoff" in kinds_of(cast.director)
    assert post(cast.director, "handoff-verify", handoff).status_code == 302
    assert holder(page).custodian == cast.teacher
    again, _ = hand_over(page, cast.teacher, cast.communications)  # to Communications, and back to a coach
    post(cast.communications, "custody-accept", page)
    more = roles.record(page, person=cast.second_communications, level=RoleLevel.FULL, by=cast.communications)
    roles.prove(more, by=cast.director)
    roles.end(page.role_holders.get(person=cast.teacher, ended_at=None), by=cast.communications)
    assert post(cast.director, "handoff-verify", again).status_code == 302
    hand_over(page, cast.communications, cast.coach)
    post(cast.coach, "custody-accept", page)
    roles.prove(roles.record(page, person=cast.coach, level=RoleLevel.FULL, by=cast.director), by=cast.director)
    assert ("handoff" in kinds_of(cast.director), "take_over" in kinds_of(cast.coach)) == (True, False)


def test_who_an_account_with_roles_is_taken_from_loses_the_role_there(cast):
    page = make_page(cast)
    assert "must be taken away on the platform" in text(cast.principal, at("custody-reassign", page))
    post(cast.principal, "custody-reassign", page, because="at_once")
    role = page.role_holders.get(person=cast.coach, ended_at=None)
    assert (bool(role.to_remove_since), letters("role_to_remove") >= {cast.principal, cast.director}) == (True, True)
    assert "role_gone" in kinds_of(cast.principal)
    assert "Erik Solberg no longer looks after it and still has a role" in text(cast.principal, page.get_absolute_url())
    deliver()
    post(cast.director, "custody-offer", page, custodian=cast.second_communications.email)
    post(cast.second_communications, "custody-accept", page)
    roles.record(page, person=cast.second_communications, level=RoleLevel.FULL, by=cast.director)
    post(cast.principal, "custody-reassign", page, because="other")  # of Communications: the role is its own
    assert page.role_holders.filter(to_remove_since__isnull=False).count() == 1


def test_a_plain_offer_never_takes_the_custody_from_who_has_accepted(cast, account):
    handoff, _ = hand_over(account, cast.coach, cast.teacher)
    custody_row = account.custodies.get(state=CustodyState.OFFERED)
    with pytest.raises(Stale, match="handoff"):
        custody.accept(custody_row, by=cast.teacher)
    assert (holder(account).custodian, Handoff.objects.get(pk=handoff.pk).state) == (cast.coach, "offered")
    assert signed_in(cast.principal).get(at("handoff-offer", account)).status_code == 409


@pytest.mark.counts
def test_my_work_asks_no_more_of_the_database_for_three_handoffs_than_for_one(cast):
    asked = {cast.director: [], cast.teacher: []}
    for name in ("HarborNordic", "HarborAlpine", "HarborTrack"):
        account = make_account(cast, "active", handle=name)
        hand_over(account, cast.coach, cast.teacher)
        post(cast.teacher, "custody-accept", account)
        change_login(account, cast.communications, cast.second_communications)
        for person, counts in asked.items():
            with CaptureQueriesContext(connection) as queries:
                tasks_of(person)
            counts.append(len(queries))
    assert kinds_of(cast.teacher).count("take_over") == 3
    assert {len(set(counts)) for counts in asked.values()} == {1}


def test_a_position_goes_with_the_custody_only_where_somebody_says_so(cast, account):
    form = signed_in(cast.coach).get(at("handoff-offer", account)).context["form"]
    assert (form["position"].value(), form["passes_on"].value()) == (None, None)
    assert form.fields["passes_on"].label == f"They are {holder(account).position} from then on"
    for said, kept in (
        ({}, ""),
        ({"passes_on": "on"}, holder(account).position),
        ({"position": "Stands in"}, "Stands in"),
    ):
        handoff, answer = hand_over(account, cast.coach, cast.teacher, **said)
        assert (answer.status_code, handoff.custody.position) == (302, kept)
        post(cast.coach, "handoff-call-off", handoff, why="Another one.")


def test_words_of_custody_name_no_student_and_hold_no_secret(cast, account):
    """What reads like a name is asked about, in place, with what was typed; a student's is never kept (invariant 9)."""
    taker, why, asked = cast.teacher.email, "new", "reads like somebody’s name"
    for field, said in (("words", asked), ("position", asked)):
        answer = post(cast.coach, "handoff-offer", account, taker=taker, why=why, **{field: "Ask Emma Larson"})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
        assert "Ask Emma Larson" in answer.content.decode()
        assert "What I wrote is not a student’s name" in answer.content.decode()
    student = {"words": "Emma Larson, class of 2026, has it", "sure": "on"}
    answer = post(cast.coach, "handoff-offer", account, taker=taker, why=why, **student)
    assert "No student’s name is kept here" in answer.content.decode()
    assert not account.handoffs.exists()
    assert "not a student’s name" not in text(cast.coach, at("handoff-offer", account))
    handoff, _ = hand_over(account, cast.coach, cast.teacher, words="Ask Emma Larson at the office", sure="on")
    assert handoff.words == "Ask Emma Larson at the office"
    for user, name, thing in (
        (cast.teacher, "custody-decline", account), (cast.coach, "handoff-call-off", handoff),
    ):  # fmt: skip
        assert asked in post(user, name, thing, why="Emma Larson says no").content.decode()
    taken = {"because": "other", "words": "Emma Larson posted"}
    assert asked in post(cast.principal, "custody-reassign", account, **taken).content.decode()
    with pytest.raises(Refused, match=asked):
        handoffs.call_off(handoff, why="Emma Larson stays", by=cast.coach)
    assert post(cast.teacher, "custody-decline", account, why="Emma Larson says no", sure="on").status_code == 302


def test_the_work_that_waits_and_the_page_ask_alike_whether_a_handoff_may_be_verified(cast, account):
    """A password that the giver set, and one nobody has verified, are no changed login, in the list as on the page."""
    handoff, _ = hand_over(account, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", account)
    account.rotations.update(closed_at=clock.now(), dropped_why="Dropped.")
    reveal(account, cast.teacher)
    assert "Somebody other than" in text(cast.communications, handoff.get_absolute_url())
    assert "handoff" not in kinds_of(cast.communications)
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Quite-Another-9")}, by=cast.teacher)
    assert "No verified password is in the vault." in text(cast.communications, handoff.get_absolute_url())
    assert "handoff" not in kinds_of(cast.communications)
    reveal(account, cast.communications)
    credentials.verify(account, by=cast.communications, proof=proof_of(cast.communications))
    assert "Verify and finish the handoff" in text(cast.communications, handoff.get_absolute_url())
    assert "handoff" in kinds_of(cast.communications)
