"""What must change of one account is one piece of work for each who sees to it, and costs as much for many as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import chasing, credentials, declaring, lifecycle, pieces, rotation
from accounts.actions.channels import have_changed
from accounts.actions.rotation import SomeFailed, open_by_date, open_rotation
from accounts.models import Account, AccountState, Knower, ReasonKind, SecretField
from accounts.rules.declaring import Knowing
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.models import Appointment, Office
from registry.people.refusal import Stale
from registry.vault import Secret
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
OPENED = "accounts/rotation_opened"


@pytest.fixture
def account(cast):
    return make_account(cast, "active", handle="HarborNordic")


def opened(account):
    return {row.field: row for row in account.rotations.filter(closed_at=None)}


def actions_of(prefix):
    return list(Entry.objects.filter(action__startswith=prefix).order_by("seq").values_list("action", flat=True))


def put_all(account, by):
    """Much of what one can know of an account, and what hangs on them."""
    theirs = credentials.Whose("employee", by)
    values = {
        SecretField.PASSWORD: Secret("Many-Ways-In-7"),
        SecretField.SEED: Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
        SecretField.RECOVERY_PHONE: Secret("952-555-0147"),
        SecretField.SECOND_FACTOR: Secret("The gray phone"),
        (SecretField.BACKUP_CODE, 1): Secret("4455-6671"),
        (SecretField.SECURITY_QUESTION, 1): Secret("First school? Harbor"),
    }
    holders = {SecretField.RECOVERY_PHONE: theirs, SecretField.SECOND_FACTOR: theirs}
    credentials.deposit(account, values=values, by=by, holders=holders, factor_kind="text_message")


def test_what_was_reported_of_parts_is_kept_in_the_whole(cast, account):
    for field, words in (("password", "A post at night."), ("seed", "A strange phone."), ("backup_code", "")):
        open_rotation(account, field=field, reason=ReasonKind.INCIDENT, words=words, by=cast.coach, reported=True)
    open_rotation(account, field="security_question", reason=ReasonKind.INCIDENT, by=cast.backup, reported=True)
    open_rotation(account, field="", reason=ReasonKind.KEY_COMPROMISE, by=cast.sysadmin)
    said = opened(account)[""].reasons.values_list("kind", "words")
    assert sorted(said) == [
        ("incident", ""), ("incident", ""), ("incident", "A post at night."), ("incident", "A strange phone."), ("key_compromise", ""),
    ]  # fmt: skip


def test_the_password_and_the_whole_sign_in_are_one_piece_of_work(cast, account):
    signed_in(cast.coach).post(reverse("accounts:report-change", args=[account.uuid]), {"kind": "incident"})
    open_rotation(account, field="backup_code", reason=ReasonKind.AGE, by=cast.director)
    first = opened(account)["password"]
    open_rotation(account, field="", reason=ReasonKind.KEY_COMPROMISE, by=cast.sysadmin)
    assert list(opened(account)) == [""]
    whole = opened(account)[""]
    assert (whole.pk, {row.kind for row in whole.reasons.all()}) == (first.pk, {"incident", "age", "key_compromise"})
    other = account.rotations.exclude(closed_at=None).get()
    assert (other.field, other.reasons.count()) == ("backup_code", 0)
    page = signed_in(cast.director).get(reverse("accounts:rotations")).content.decode()
    assert page.count(whole.get_absolute_url()) == 1
    assert "Somebody else may have got in" in page
    assert other.get_absolute_url() not in page
    assert actions_of("rotation.merged") == ["rotation.merged"] * 2
    open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.coach)
    assert list(opened(account)) == [""]


def test_a_struck_declaration_is_no_reason_of_the_whole_sign_in_either(cast, account):
    said = Knowing(described=Knower.EMPLOYEE, person=cast.teacher)
    declared = declaring.declare(account, said, by=cast.coach)[0]
    open_rotation(account, field="", reason=ReasonKind.KEY_COMPROMISE, by=cast.sysadmin)
    declaring.withdraw(declared, why="It was somebody else.", by=cast.coach)
    left = opened(account)[""].reasons.filter(withdrawn_at=None)
    assert [row.kind for row in left] == ["key_compromise"]


#: What drawing the ways into an account asks of the database.
DRAWN = 9


def test_a_departure_asks_as_often_for_many_fields_and_writes_one_letter(cast):
    costs, known = [], {"password", "seed", "recovery_phone", "second_factor", "backup_code", "security_question"}
    for person, number, much in ((cast.coach, 1, False), (cast.stranger, 1, True), (cast.teacher, 3, True)):
        made = [make_account(cast, "active", custodian=person) for _ in range(number)]
        for one in made if much else []:
            put_all(one, person)
        person.is_active = False
        person.save(update_fields=["is_active"])
        with CaptureQueriesContext(connection) as asked:
            have_changed(person, by=cast.sysadmin)
        costs.append(len(asked))
        for one in made:
            assert set(opened(one)) == (known if much else {"password"})
            letter = Letter.objects.get(template=OPENED, about_id=str(one.uuid))
            assert letter.to == cast.backup
    # Where more than the password hangs on them, the ways in are drawn: once, however many fields.
    assert costs[1] - costs[0] <= DRAWN
    assert (costs[2] - costs[1]) / 2 <= 7  # a letter, mostly
    said = write(letter)
    assert "Please change 6 things that get one into" in said.subject
    assert said.text.count("- Somebody who knows it has left") == 5


def test_who_may_no_longer_act_keeps_no_change(cast, account):
    made = open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.director)
    address = reverse("accounts:rotation-assign", args=[made.uuid])
    signed_in(cast.director).post(address, {"person": cast.second_communications.email})
    office = Appointment.objects.get(person=cast.second_communications, office=Office.COMMUNICATIONS_STAFF)
    people.end_appointment(office, by=cast.director)
    assert [chasing.pass_on_due(), chasing.pass_on_due()] == [1, 0]
    made.refresh_from_db()
    assert made.owner == cast.coach
    entry = Entry.objects.get(action="rotation.passed_on")
    assert (entry.before, entry.after) == ({"owner": cast.second_communications.name}, {"owner": cast.coach.name})
    assert Letter.objects.filter(template=OPENED, to=cast.coach).exists()
    assert f"Change the password of {account.name}" in signed_in(cast.coach).get("/").content.decode()


def test_one_account_that_fails_stops_no_other_and_what_is_open_is_not_asked_again(cast, monkeypatch):
    made = [make_account(cast, "active") for _ in range(3)]
    for one in made:
        credentials.deposit(one, values={SecretField.PASSWORD: Secret("Left-With-This-9")}, by=cast.coach)
    cast.coach.is_active = False
    cast.coach.save(update_fields=["is_active"])
    real, broken = rotation.Pieces, {made[0].pk: RuntimeError("broken"), made[1].pk: Stale("It is closed.")}

    class Fails(pieces.Pieces):
        def settle(self):
            for pk in self.accounts:
                if pk in broken:
                    raise broken[pk]
            super().settle()

    monkeypatch.setattr(rotation, "Pieces", Fails)
    with pytest.raises(SomeFailed):
        open_by_date()
    assert [len(opened(one)) for one in made] == [0, 0, 1]
    monkeypatch.setattr(rotation, "Pieces", real)
    assert open_by_date() == 2
    with CaptureQueriesContext(connection) as asked:
        assert open_by_date() == 0
    assert not [one for one in asked if one["sql"].startswith(("SAVEPOINT", "UPDATE", "INSERT"))]


def test_an_account_being_closed_is_changed_by_communications_until_it_is_gone(cast, account):
    made = open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.director)
    assert made.owner == cast.coach
    Account.objects.filter(pk=account.pk).update(state=AccountState.CLOSING)
    deposit = reverse("accounts:deposit", args=[account.uuid])
    assert signed_in(cast.coach).post(deposit, {"password": "Closing-Still-Ours-4"}).status_code == 409
    chasing.pass_on_due()
    made.refresh_from_db()
    assert made.owner in (cast.communications, cast.director, cast.newcomer, cast.second_communications)
    assert signed_in(cast.director).post(deposit, {"password": "Closing-Still-Ours-4"}).status_code == 302


def test_what_must_change_of_an_account_that_is_retired_is_dropped_and_its_owner_told(cast):
    account = make_account(cast, "deposited")
    made = open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.director)
    lifecycle.abandon(account, by=None)
    made.refresh_from_db()
    assert made.dropped_why == "The account is retired."
    letter = Letter.objects.get(template="accounts/rotation_dropped")
    assert letter.to == made.owner
    assert "The account is retired." in write(letter).text
    assert "The account is retired." in signed_in(cast.director).get(made.get_absolute_url()).content.decode()
