"""Secrets that must change: opened by themselves, owned, and closed only by one that really changed."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.actions import chasing, credentials, custody, declaring, posting
from accounts.actions.rotation import open_by_date, open_rotation
from accounts.models import CustodyState, Knower, ReasonKind, Rotation, SecretField
from accounts.rules.declaring import Knowing
from accounts.rules.renewal import progress
from registry import clock
from registry.audit.models import Entry
from registry.calendar import due_after
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.vault import Secret
from tests.cast import signed_in
from tests.makers import make_account, proof_of, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def open_one(account, field="password"):
    return account.rotations.filter(field=field, closed_at=None).first()


def reasons_of(account, field="password"):
    rotation = open_one(account, field)
    return [(row.kind, row.person) for row in rotation.reasons.all()] if rotation else []


def change(account, by, value="Quite-Another-9", field=SecretField.PASSWORD):
    credentials.deposit(account, values={field: Secret(value)}, by=by)


def verify(account, by):
    reveal(account, by)
    credentials.verify(account, by=by, proof=proof_of(by))


def leave(cast, person):
    people.deactivate(person, by=cast.sysadmin)


def sessions_out(account, user):
    address = reverse("accounts:rotation-sessions", args=[open_one(account).uuid])
    return signed_in(user).post(address, {"done": "on"})


def test_a_second_reason_is_added_and_the_same_one_only_once(cast, account):
    first = open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.communications)
    for _ in range(2):
        open_rotation(account, field="password", reason=ReasonKind.AGE, by=None)
    again = open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.director)
    assert again == first == Rotation.objects.get()
    assert [kind for kind, _ in reasons_of(account)] == ["incident", "age"]
    assert first.owner == cast.coach
    assert Letter.objects.filter(template="accounts/rotation_opened").count() == 1
    assert Entry.objects.filter(action__startswith="rotation.").count() == 2


# Leavers ----------------------------------------------------------------------------------------------------------------


def test_b3_the_leaver_who_saw_it_is_a_reason_and_who_only_might_have_is_not(cast, account):
    leave(cast, cast.backup)  # could read it, never did
    assert reasons_of(account) == []
    leave(cast, cast.coach)  # deposited it
    assert reasons_of(account) == [("leaver", cast.coach)]


def test_b3_a_second_leaver_is_added_to_the_first_with_an_owner_of_its_own(cast, account):
    reveal(account, cast.backup)
    leave(cast, cast.coach)
    assert open_one(account).owner == cast.backup
    leave(cast, cast.backup)
    assert reasons_of(account) == [("leaver", cast.coach), ("leaver", cast.backup)]
    assert open_one(account).owner in (cast.communications, cast.second_communications, cast.director, cast.newcomer)
    assert open_one(account).due_on > clock.today()


def test_b4_who_saw_it_as_poster_counts_and_the_ledger_outlives_the_right(cast, account):
    row = posting.designate(
        account, person=cast.teacher, starts_on=clock.today(), may_reveal=True, by=cast.communications
    )
    reveal(account, cast.teacher)
    posting.revoke(row, why="The season is over.", by=cast.communications)
    open_by_date()
    assert reasons_of(account) == [("not_entrusted", cast.teacher)]
    leave(cast, cast.teacher)
    assert reasons_of(account) == [("not_entrusted", cast.teacher), ("leaver", cast.teacher)]


def test_b4_editing_the_login_or_a_note_closes_nothing(cast, account):
    leave(cast, cast.coach)
    change(account, cast.director, "harbor.nordic@example.org", SecretField.LOGIN)
    change(account, cast.director, "Ask the office.", SecretField.NOTES)
    verify(account, cast.communications)
    assert sessions_out(account, cast.communications).status_code == 422
    assert "must not know the new one" in sessions_out(account, cast.communications).content.decode()
    assert not progress(open_one(account)).changed


def test_b5_what_changed_after_the_leaver_saw_it_is_not_asked_for_again(cast, account):
    change(account, cast.director)
    verify(account, cast.communications)
    leave(cast, cast.coach)
    assert reasons_of(account) == []


def test_b5_a_mark_by_hand_holds_until_the_password_really_changed(cast, account):
    answer = signed_in(cast.coach).post(reverse("accounts:report-change", args=[account.uuid]), {"kind": "incident"})
    rotation = open_one(account)
    assert answer["Location"] == rotation.get_absolute_url()
    change(account, cast.coach, "A note.", SecretField.NOTES)
    assert open_one(account) == rotation
    change(account, cast.coach)
    sessions_out(account, cast.coach)
    verify(account, cast.communications)
    rotation.refresh_from_db()
    assert rotation.closed_version == account.secrets.get(field="password", is_current=True)


def test_e2_28_each_report_is_kept_and_the_same_one_twice_is_one(cast, account):
    for by, words in ((cast.coach, ""), (cast.coach, ""), (cast.coach, "A post at night."), (cast.backup, "")):
        sent = {"kind": "incident", "words": words}
        assert signed_in(by).post(reverse("accounts:report-change", args=[account.uuid]), sent).status_code == 302
    kept = open_one(account).reasons.values_list("kind", "added_by__name", "words")
    assert list(kept) == [
        ("incident", cast.coach.name, ""), ("incident", cast.coach.name, "A post at night."),
        ("incident", cast.backup.name, ""),
    ]  # fmt: skip
    assert Entry.objects.filter(action="rotation.reason_added").count() == 2


def test_e2_28_a_report_each_minute_is_stopped_and_communications_goes_on(cast, account, monkeypatch):
    monkeypatch.setattr("accounts.rules.limits.CHANGES_IN_A_DAY", 2)
    address = reverse("accounts:report-change", args=[account.uuid])
    for by, status in ((cast.coach, (302, 302, 422)), (cast.communications, (302, 302, 302))):
        sent = [{"kind": "incident", "words": f"A post at night, number {number}."} for number in range(3)]
        answers = [signed_in(by).post(address, words) for words in sent]
        assert tuple(answer.status_code for answer in answers) == status
        if by == cast.coach:
            assert "You have reported this login 2 times in 24 hours." in answers[-1].text
            assert sent[-1]["words"] in answers[-1].text, "what was typed is kept"
    assert open_one(account).reasons.count() == 5


# Closing ----------------------------------------------------------------------------------------------------------------


def test_a_rotation_closes_once_changed_signed_out_and_verified(cast, account):
    leave(cast, cast.coach)
    change(account, cast.director)
    assert signed_in(cast.director).get(open_one(account).get_absolute_url()).context["progress"].changed
    verify(account, cast.communications)
    assert open_one(account) is not None  # phones may still be signed in
    assert sessions_out(account, cast.director).status_code == 302
    closed = account.rotations.get()
    assert (closed.closed_by, closed.closed_version.version, closed.sessions_out_by) == (
        cast.director,
        2,
        cast.director,
    )
    assert Entry.objects.filter(action="rotation.closed").count() == 1
    assert "Done on" in signed_in(cast.director).get(closed.get_absolute_url()).content.decode()


def say_whose(account, by, holder, person, words="A text message or call"):
    whose = {SecretField.SECOND_FACTOR: credentials.Whose(holder, person)}
    values = {SecretField.SECOND_FACTOR: Secret(words)}
    credentials.deposit(account, values=values, by=by, factor_kind="text_message", holders=whose)


def test_a_device_is_changed_once_it_is_another_persons_whatever_the_words(cast, account):
    say_whose(account, cast.director, "employee", cast.teacher)
    leave(cast, cast.teacher)
    with clock.at(clock.now() + timedelta(minutes=5)):
        say_whose(account, cast.director, "employee", cast.teacher, "Her mobile phone")
        assert progress(open_one(account, "second_factor")).why_not == "It is still said to be theirs who must lose it."
        say_whose(account, cast.director, "employee", cast.communications)
        assert open_one(account, "second_factor") is None


def test_a_struck_declaration_leaves_what_hangs_on_the_persons_own_device(cast, account):
    said = Knowing(described=Knower.EMPLOYEE, person=cast.teacher)
    declared = declaring.declare(account, said, by=cast.coach)[0]
    say_whose(account, cast.director, "employee", cast.teacher)
    leave(cast, cast.teacher)
    declaring.withdraw(declared, why="It was somebody else.", by=cast.coach)
    assert reasons_of(account) == []
    assert reasons_of(account, "second_factor") == [("leaver", cast.teacher)]


def test_sessions_signed_out_before_the_change_do_not_count(cast, account):
    leave(cast, cast.coach)
    change(account, cast.director)
    sessions_out(account, cast.director)
    with clock.at(clock.now() + timedelta(minutes=5)):
        change(account, cast.director, "Yet-Another-Word-7")
        now = progress(open_one(account))
        assert (now.changed, now.sessions_out) == (True, False)


def test_what_happens_again_after_the_change_is_not_answered_by_it(cast, account):
    start = clock.now()
    open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.director)
    with clock.at(start + timedelta(minutes=5)):
        change(account, cast.director)
    with clock.at(start + timedelta(minutes=10)):
        for _ in range(2):
            open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.coach)
        sessions_out(account, cast.director)
        verify(account, cast.communications)
        assert [kind for kind, _ in reasons_of(account)] == ["incident", "incident"]


def test_the_same_password_again_does_not_close(cast, account):
    reveal(account, cast.director)
    old = "First-Of-All-1"
    change(account, cast.director, old)
    verify(account, cast.communications)
    change(account, cast.director, "Second-Of-All-2")
    verify(account, cast.communications)
    open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.director)
    with clock.at(clock.now() + timedelta(minutes=11)):
        change(account, cast.director, old)
        now = progress(open_one(account))
    assert (now.changed, now.why_not) == (False, "This one was used here before. Make a new one.")


def test_one_who_must_lose_it_neither_closes_it_nor_owns_it(cast, account):
    open_rotation(account, field="password", reason=ReasonKind.INCIDENT, about=cast.teacher, by=cast.director)
    rotation = open_one(account)
    address = reverse("accounts:rotation-assign", args=[rotation.uuid])
    answer = signed_in(cast.director).post(address, {"person": cast.teacher.email})
    assert (answer.status_code, "cannot change this login" in answer.content.decode()) == (422, True)
    signed_in(cast.director).post(address, {"person": cast.second_communications.email})
    rotation.refresh_from_db()
    assert rotation.owner == cast.second_communications
    assert Letter.objects.filter(template="accounts/rotation_opened", to=cast.second_communications).count() == 1


def test_who_types_what_is_stored_knows_it(cast, account):
    change(account, cast.director)
    verify(account, cast.communications)
    change(account, cast.backup)
    assert account.secrets.filter(field="password").count() == 2
    leave(cast, cast.backup)
    assert reasons_of(account) == [("leaver", cast.backup)]


def test_the_same_password_elsewhere_must_change_too(cast, account):
    other = make_account(cast, "active", platform="x", handle="harborband", custodian=cast.requester)
    change(account, cast.coach)
    change(other, cast.requester)
    leave(cast, cast.coach)
    assert reasons_of(other) == [("leaver", cast.coach)]


# By themselves -----------------------------------------------------------------------------------------------------------


def test_custody_that_passed_on_is_a_reason_where_the_giver_saw_it(cast):
    account = make_account(cast, "setting_up")
    interim = account.custodies.get(state=CustodyState.OPEN).custodian
    credentials.deposit(account, values={"login": Secret("harbor"), "password": Secret("Interim-Made-1")}, by=interim)
    custody.accept(account.custodies.get(state=CustodyState.OFFERED), by=cast.coach)
    assert reasons_of(account) == [("custody_passed", interim)]


def test_a_password_grows_too_old_by_the_nearest_limit(cast, account):
    client, address = signed_in(cast.director), reverse("accounts:age-limit")
    assert client.post(address, {"platform": "instagram", "klass": "student_group", "days": "90"}).status_code == 302
    assert client.post(address, {"platform": "", "klass": "student_group", "days": "40"}).status_code == 302
    for bad in ("29", "10" * 300, "-1", "soon", "１2\x00"):
        assert client.post(address, {"platform": "", "days": bad}).status_code == 422
    for days, due in ((90, []), (91, [("age", None)])):
        with clock.at(clock.now() + timedelta(days=days)):
            call_command("daily", verbosity=0)
        assert reasons_of(account) == due
    assert client.get(reverse("accounts:rotation-terms")).content.decode().count("90 days") == 1


def test_the_terms_hold_for_what_comes_up_from_then_on_and_make_sense(cast, account):
    client, address = signed_in(cast.director), reverse("accounts:rotation-terms")
    terms = {"urgent_days": "2", "other_days": "7", "graduates_month": "5", "graduates_day": "29"}
    for bad in ("0", "8", "9" * 400, "soon", "1\x00"):
        assert client.post(address, {**terms, "urgent_days": bad}).status_code == 422
    assert client.post(address, {**terms, "graduates_month": "2", "graduates_day": "29"}).status_code == 422
    assert client.post(address, terms).status_code == 302
    rotation = open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.director)
    assert rotation.due_on == due_after(2)
    steps = reverse("accounts:platform-steps", args=["instagram"])
    assert client.post(steps, {"steps_password": "Ask the office."}).status_code == 302
    assert "Ask the office." in client.get(rotation.get_absolute_url()).content.decode()


def test_the_daily_chore_says_it_once(cast, account):
    leave(cast, cast.coach)
    counts = [open_by_date() for _ in range(2)]
    assert counts == [0, 0]
    assert Rotation.objects.count() == 1


def test_silence_reminds_and_then_tells_communications_every_week(cast, account):
    rotation = open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.communications)
    start, sent = clock.now(), []
    for day in range(13):
        with clock.at(start + timedelta(days=day)):
            chasing.chase_due()
            chasing.chase_due()
        letters = Letter.objects.filter(template="accounts/rotation_due")
        sent.append((letters.filter(to=cast.coach).count(), letters.filter(to=cast.director).count()))
    assert sent[0] == (0, 0)
    assert sent[-1][0] - sent[-1][1] == 1  # one before it was late, for the owner alone
    assert 2 <= sent[-1][1] <= 3
    assert rotation.owner == cast.coach


def test_the_work_of_who_leaves_goes_to_the_next(cast, account):
    open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.communications)
    page = signed_in(cast.coach).get("/").content.decode()
    assert "Change the password of @HarborNordic" in page
    leave(cast, cast.coach)
    assert open_one(account).owner == cast.backup
    assert "Change the password of @HarborNordic" in signed_in(cast.backup).get("/").content.decode()
