"""Accounts that others made, or that nobody can sign in to: handed in, worked on, and ours in the end (IV.11)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from accounts.actions import credentials
from accounts.models import Account, AccountState, Drop, HandIn, Recovery, SecretField
from approvals.particulars import HangsOn, MadeBy
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.vault import Secret
from tests.accounts.links import COACH, STUDENT, answer, ask, make, use
from tests.cast import DOMAIN, signed_in
from tests.makers import account_of, make_account, make_registration, proof_of, reveal

pytestmark = pytest.mark.django_db
BEFORE_GRADUATION, GRADUATION = 209, 210  # days from the cast's moment to June 9 and 10, 2026


@pytest.fixture(autouse=True)
def _rested():
    """Nobody has knocked yet."""
    cache.clear()


def start(account, by, **answers):
    return signed_in(by).post(reverse("accounts:recovery-start", args=[account.uuid]), answers)


def page(account, by, name="recovery"):
    return signed_in(by).get(reverse(f"accounts:{name}", args=[account.uuid])).content.decode()


def tick(account, number, by, done="yes"):
    address = reverse("accounts:recovery-step", args=[account.uuid, number])
    return signed_in(by).post(address, {"done": done})


def new_login(account, by):
    values = {SecretField.LOGIN: Secret(f"ski@{DOMAIN}"), SecretField.PASSWORD: Secret("A-New-One-Of-Ours-5")}
    credentials.deposit(account, values=values, by=by)


def verify(account, by):
    reveal(account, by)
    credentials.verify(account, by=by, proof=proof_of(by))


def test_e3_39_a_captain_says_it_is_lost_refuses_or_keeps_the_account_under_another_name(cast):
    for why, said in (
        ("lost", "while they ask the platform for a new password"),
        ("refused", "explain that the account is the group’s (policy IV.11)"),
        ("renamed", "Look whether the old handle is free or taken"),
    ):
        account = make_account(cast, "active", handle=f"Harbor{why}")
        assert start(account, cast.coach, why=why, words="Since the last meet.").status_code == 302
        account.refresh_from_db()
        assert account.state == AccountState.LOCKED_OUT
        assert not Account.objects.public().filter(pk=account.pk).exists()
        shown = page(account, cast.coach)
        assert said in shown
        assert "Open instagram.com/hacked" in shown  # the platform's own steps
        assert start(account, cast.coach, why=why).status_code == 409
    fresh = make_account(cast, "deposited", handle="HarborFresh")
    assert start(fresh, cast.coach, why="lost", words="Emma Larson, class of 2026, has it").status_code == 422
    assert not Recovery.objects.filter(account=fresh).exists()
    told = {letter.to for letter in Letter.objects.filter(template="accounts/locked_out")}
    assert told == {cast.communications, cast.second_communications, cast.director, cast.newcomer}

    assert [tick(account, 1, cast.coach).status_code for _ in range(2)] == [302, 302]
    assert tick(account, 2, cast.backup).status_code == 302
    assert tick(account, 2, cast.backup, done="no").status_code == 302
    assert (tick(account, 1, cast.teacher).status_code, tick(account, 99, cast.coach).status_code) == (403, 404)
    trail = Entry.objects.filter(object_id=str(account.uuid)).order_by("seq").values_list("action", flat=True)
    assert [name for name in trail if name.startswith(("recovery.", "account.lo"))] == [
        "account.locked_out", "recovery.opened", "recovery.step", "recovery.step", "recovery.step_undone",
    ]  # fmt: skip
    steps = Recovery.objects.get(account=account).steps.count()
    assert f"Get back into @Harborrenamed: {steps - 1} steps left" in signed_in(cast.coach).get("/").content.decode()
    assert f"1 of {steps} steps are done" in page(account, cast.coach, "account")

    new_login(account, cast.coach)  # it came back after all
    verify(account, cast.communications)
    account.refresh_from_db()
    assert (account.state, Recovery.objects.get(account=account).outcome) == (AccountState.ACTIVE, "back")
    assert "Back in our hands" in page(account, cast.coach)
    assert tick(account, 1, cast.coach).status_code == 404

    lost = Account.objects.get(handle="Harborrefused")  # and this one did not
    give_up = reverse("accounts:recovery-give-up", args=[lost.uuid])
    assert signed_in(cast.coach).post(give_up, {"why": "No."}).status_code == 403
    assert signed_in(cast.communications).post(give_up, {"why": " "}).status_code == 422
    assert signed_in(cast.communications).post(give_up, {"why": "The family does not answer."}).status_code == 302
    lost.refresh_from_db()
    assert (lost.state, Recovery.objects.get(account=lost).outcome) == (AccountState.LOCKED_OUT, "given_up")
    assert "The family does not answer." in page(lost, cast.coach)


def test_e3_41_a_captain_hands_in_graduates_and_nothing_is_kept_of_them_but_that_they_knew(cast):
    """A number and a class, a yes and a day for the guardian; all of it but the ledger is gone after graduation."""
    account = make_account(cast, "active", handle="HarborNordic")
    guardian = {"guardian": "told", "guardian_on_month": "11", "guardian_on_day": "3", "guardian_on_year": "2025"}
    form = page(account, cast.coach, "drop-make")
    for asked in ("name of the student", 'name="student', 'name="email"', 'name="phone"'):
        assert asked not in form
    assert ask(account, cast.coach, **STUDENT | guardian | {"guardian_on_year": "2026"}).status_code == 422
    use(make(account, cast.coach, **STUDENT | guardian, note="captain of last fall"))
    drop = Drop.objects.get()
    assert "A parent or guardian was told on" in page(account, cast.coach, "drops")
    answer(drop, "confirm", cast.coach)
    for days, purged, rotations in ((BEFORE_GRADUATION, False, []), (GRADUATION, True, ["class_graduated"])):
        with clock.at(clock.now() + timedelta(days=days)):
            call_command("daily")
        drop.refresh_from_db()
        assert bool(drop.purged_at) is purged
        found = account.rotations.filter(field="password", closed_at=None)
        kinds = [row.kind for rotation in found for row in rotation.reasons.exclude(kind="age")]
        assert kinds == rotations
    assert (drop.class_year, drop.guardian, drop.guardian_on, drop.note) == (None, "", None, "")
    assert "drop.purged" in Entry.objects.values_list("action", flat=True)
    assert "A student" in page(account, cast.communications, "drops")


def test_e3_40_on_a_students_mailbox_nobody_can_sign_in_and_no_mailbox_password_is_asked_for(cast):
    account = account_of(make_registration(cast, "setting_up", staff_can_sign_in=False, handle="HarborDebate"))
    said = HandIn.objects.get(account=account)
    assert (said.made_by, said.head_count, said.class_year, said.email) == ("students", 2, 2026, "student_or_parent")
    shown = page(account, cast.coach)
    assert "change the account’s e-mail to the district’s, beside you. Never ask for the mailbox’s password." in shown
    assert "It is there, and nobody knows its login" in shown
    assert "Nobody can sign in" in page(account, cast.coach, "account")
    assert "When it was handed in: a student’s or parent’s" in page(account, cast.communications, "ways-in")
    for form in ("deposit", "drop-make", "recovery-start"):
        assert "mailbox password" not in page(account, cast.communications, form)
    request = account.items.get().request
    with clock.at(clock.now() + timedelta(days=90)):  # it is a state one may be in, and uses the approval
        call_command("daily")
        request.refresh_from_db()
        assert request.status == "setting_up"
        assert not account.custodies.filter(state="offered").exists(), "nobody answered: the offer is over"
        new_login(account, cast.second_communications)
        verify(account, cast.communications)
    account.refresh_from_db()
    assert (account.state, Recovery.objects.get().outcome) == (AccountState.SETTING_UP, "back")
    with clock.at(clock.now() + timedelta(days=120)):
        call_command("daily")
        request.refresh_from_db()
        assert request.status == "setting_up"
    with clock.at(clock.now() + timedelta(days=151)):
        call_command("daily")
        request.refresh_from_db()
        assert request.status == "expired"


def test_e3_50_a_parent_or_a_vendor_who_made_it_knows_the_first_password_that_is_handed_in(cast):
    said = {"made_by_number": None, "made_by_class_year": None, "hangs_on_phone": HangsOn.NONE}
    for made_by, knows, reason in (
        (MadeBy.STAFF, "", []),
        (MadeBy.FORMER_COACH, "A former coach or advisor", ["leaver"]),
        (MadeBy.PARENT, "A parent or volunteer", ["not_entrusted"]),
        (MadeBy.VENDOR, "A webmaster or contractor", ["not_entrusted"]),
    ):
        account = account_of(make_registration(cast, "setting_up", made_by=made_by, **said))
        values = {"login": f"{made_by}@{DOMAIN}", "password": f"What-It-Has-Been-{made_by}"}
        address = reverse("accounts:deposit", args=[account.uuid])
        assert signed_in(cast.coach).post(address, values).status_code == 302
        found = [row.kind for rotation in account.rotations.all() for row in rotation.reasons.all()]
        assert found == reason
        ledger = page(account, cast.communications, "knows")
        assert knows in ledger
        assert ("Must not know it" in ledger) is bool(reason)
    linked = account_of(make_registration(cast, "setting_up", made_by=MadeBy.VENDOR, **said))
    use(make(linked, cast.coach, **COACH), login="old@mail.example", password="Left-By-A-Coach-3")
    answer(Drop.objects.get(), "confirm", cast.coach)
    found = [row.kind for rotation in linked.rotations.filter(field="password") for row in rotation.reasons.all()]
    assert sorted(found) == ["leaver", "not_entrusted"]  # the one who left it, and the one who made it
    assert not Recovery.objects.exists()
    with clock.at(clock.now() + timedelta(minutes=5)):
        new_login(account, cast.coach)  # changed since, by somebody who may know it
        verify(account, cast.communications)
        assert "Earlier ones only" in page(account, cast.communications, "knows")
