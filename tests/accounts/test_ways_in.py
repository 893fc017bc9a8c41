"""The recovery map: whose each way back is, and how many employees can get back in alone (E2.24, E2.25, E2.26)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import health
from accounts.actions import credentials, custody, roles
from accounts.actions.depositing import Whose
from accounts.models import Account, FactorKind, Holder, RoleLevel, RotationReason, SecretField
from accounts.rules import ways_in
from registry import clock
from registry.people import actions as people
from registry.people.models import Appointment, Office
from registry.vault import Secret
from tests.accounts.care import care_of
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
PHONE, EMAIL = SecretField.RECOVERY_PHONE, SecretField.RECOVERY_EMAIL


@pytest.fixture
def account(cast):
    return make_account(cast, "active")


@pytest.fixture
def keepers(cast):
    """Those who open the vault of a fresh account: Communications, the custodian and the backup."""
    ours = (cast.communications, cast.second_communications, cast.newcomer, cast.director)
    return {person.pk for person in (*ours, cast.coach, cast.backup)}


def way(account, label):
    return next(each for each in ways_in.map_of(account).ways if each.label == label)


def people_of(account):
    return {person.pk for person in ways_in.map_of(account).people}


def attention(account):
    return care_of(account)


def shown(account, person):
    return signed_in(person).get(reverse("accounts:ways-in", args=[account.uuid])).content.decode()


def put(account, cast, field, value, holder="", person=None):
    """A deposit, and whose it is said to be."""
    whose = {field: Whose(holder, person)} if holder else None
    credentials.deposit(account, values={field: Secret(value)}, holders=whose, by=cast.coach)


def factor(account, cast, kind, holder=Holder.UNSAID, person=None):
    """The second factor the platform asks for, and on whose device."""
    credentials.deposit(
        account, values={SecretField.SECOND_FACTOR: Secret("The gray phone")}, factor_kind=kind,
        holders={SecretField.SECOND_FACTOR: Whose(holder, person)}, by=cast.coach,
    )  # fmt: skip


def test_who_opens_the_vault_gets_back_in_alone(cast, account, keepers):
    assert people_of(account) == keepers
    assert attention(account) == []
    assert "6 employees can get back in, each alone." in shown(account, cast.coach)
    assert "Who gets in by it" not in shown(account, cast.teacher)


def test_an_account_whose_login_is_nowhere_leads_to_its_mailbox(cast):
    bare = make_account(cast, "setting_up")
    assert people_of(bare) == set()
    assert ways_in.map_of(bare).words == "Nobody of the district can get back in alone."
    put(bare, cast, EMAIL, "social@lakeviewps.example", holder=Holder.DISTRICT)
    assert ways_in.map_of(bare).depth == 4


def test_one_employee_alone_is_a_reason_to_worry(cast, account):
    for row in Appointment.objects.in_force().filter(
        office__in=(Office.COMMUNICATIONS_STAFF, Office.COMMUNICATIONS_DIRECTOR)
    ):
        Appointment.objects.filter(pk=row.pk).update(ended_at=clock.now())
    custody.end_backup(account, by=cast.superintendent)
    assert people_of(account) == {cast.coach.pk}
    assert attention(account) == ["Only Erik Solberg can get back in alone."]
    assert health.reasons_in(health.bits_of(account))[0].code == health.Code.SHALLOW


def test_e2_24_the_mailbox_of_one_person_goes_with_them_and_a_shared_one_stays(cast, account):
    label = "Mailbox of the login"
    assert way(account, label).people == tuple(ways_in.communications_staff())
    Account.objects.filter(pk=account.pk).update(email=cast.teacher.email)
    account.refresh_from_db()
    found = way(account, label)
    assert (found.owner, found.people, found.is_reason) == (cast.teacher.name, (cast.teacher,), False)
    assert "replace it by a shared one of the district" in found.warning
    people.deactivate(cast.teacher, by=cast.superintendent)
    found = way(account, label)
    assert (found.people, found.is_reason) == ((), True)
    said = f"Mailbox of the login: it belongs to {cast.teacher.name}, who no longer works here."
    assert any(words.startswith(said) for words in attention(account))
    assert said in shown(account, cast.communications)
    assert reasons(account) == [("login", "personal_channel", cast.teacher)]


def test_e2_24_the_recovery_mailbox_of_a_leaver_is_found_by_whose_it_is_said_to_be(cast, account):
    put(account, cast, EMAIL, "erik.home@mail.example", holder=Holder.EMPLOYEE, person=cast.teacher)
    assert cast.teacher.pk in people_of(account)
    people.deactivate(cast.teacher, by=cast.superintendent)
    assert cast.teacher.pk not in people_of(account)
    assert any("who no longer works here. Replace it before it is closed." in words for words in attention(account))
    assert reasons(account) == [("recovery_email", "personal_channel", cast.teacher)]


def reasons(account):
    rows = RotationReason.objects.filter(rotation__account=account)
    return [(row.rotation.field, row.kind, row.person) for row in rows.order_by("pk")]


def test_e2_25_a_students_phone_leads_nowhere_and_is_a_reason(cast, account, keepers):
    put(account, cast, PHONE, "952-555-0147", holder=Holder.STUDENT_OR_PARENT)
    found = way(account, "Recovery phone")
    assert (found.owner, found.people) == ("A student’s or parent’s", ())
    assert people_of(account) == keepers
    [said] = attention(account)
    assert said == "The recovery phone in the vault is somebody’s own: have it replaced by December 12."
    put(account, cast, PHONE, "952-555-0199", holder=Holder.DISTRICT)
    assert attention(account) == []


def test_e2_26_an_app_on_one_phone_makes_everybody_depend_on_it(cast, account):
    factor(account, cast, FactorKind.AUTHENTICATOR, holder=Holder.EMPLOYEE, person=cast.coach)
    assert people_of(account) == {cast.coach.pk}
    assert attention(account) == [
        "Only Erik Solberg can get back in alone.",
        "Only Erik Solberg can give the second factor: deposit its seed or new backup codes.",
    ]
    people.deactivate(cast.coach, by=cast.superintendent)
    assert people_of(account) == set()
    assert any("is on a device of Erik Solberg, who no longer works here" in words for words in attention(account))
    assert ("second_factor", "leaver", cast.coach) in reasons(account)


@pytest.mark.parametrize("kind", [FactorKind.AUTHENTICATOR, FactorKind.SECURITY_KEY, FactorKind.TEXT_MESSAGE])
@pytest.mark.parametrize("holder", [Holder.UNSAID, Holder.STUDENT_OR_PARENT])
def test_e2_26_a_factor_on_nobodys_known_device_shuts_everybody_out(cast, account, kind, holder):
    factor(account, cast, kind, holder=holder)
    assert people_of(account) == set()
    assert attention(account)[0] == "Nobody of the district can get back in alone."


def test_e2_26_the_captured_seed_opens_it_to_everybody_again(cast, account, keepers):
    factor(account, cast, FactorKind.AUTHENTICATOR, holder=Holder.EMPLOYEE, person=cast.coach)
    put(account, cast, SecretField.SEED, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert people_of(account) == keepers
    assert "the vault has it too" in way(account, "Second factor").owner


def test_e2_26_backup_codes_open_it_until_they_are_used_up(cast, account, keepers):
    factor(account, cast, FactorKind.SECURITY_KEY, holder=Holder.EMPLOYEE, person=cast.coach)
    kept = way(account, "Backup codes in the vault")
    assert (kept.owner, kept.is_there) == ("Not stored", False)
    codes = {(SecretField.BACKUP_CODE, slot): Secret(f"4455-667{slot}") for slot in (1, 2)}
    credentials.deposit(account, values=codes, by=cast.coach)
    assert people_of(account) == keepers
    kept = way(account, "Backup codes in the vault")
    assert (kept.owner, kept.is_there, kept.warning) == ("The district’s, 2 of 2 left", True, "")
    account.secrets.filter(field=SecretField.BACKUP_CODE).update(used_at=clock.now(), used_by=cast.coach)
    assert people_of(account) == {cast.coach.pk}
    assert "No backup code is left: make new ones on the platform and deposit them." in attention(account)


def test_e2_26_used_up_codes_are_all_there_was(cast, account):
    factor(account, cast, FactorKind.BACKUP_CODES)
    assert people_of(account) == set()
    assert "No backup code is left." in attention(account)


def test_a_second_factor_nobody_told_of_is_asked_for_and_counts_against_nobody(cast, account, keepers):
    found = way(account, "Second factor")
    assert (found.warning, found.is_reason) == ("Nobody said which second factor the platform asks for.", False)
    factor(account, cast, FactorKind.NONE)
    assert (way(account, "Second factor").warning, people_of(account)) == ("", keepers)


def test_where_roles_are_delegated_each_seen_full_control_counts(cast):
    page = make_account(cast, "setting_up", platform="facebook", handle="HarborHigh")
    assert ways_in.map_of(page).depth == 0
    ours = roles.record(page, person=cast.communications, level=RoleLevel.FULL, by=cast.communications)
    roles.record(page, person=cast.teacher, level=RoleLevel.EDITOR, by=cast.communications)
    assert ways_in.map_of(page).depth == 0
    roles.prove(ours, by=cast.director)
    assert people_of(page) == {cast.communications.pk}
    people.deactivate(cast.communications, by=cast.superintendent)
    assert ways_in.map_of(page).depth == 0
    assert way(page, "Full control").warning == "No longer works here: take the role away."


@pytest.mark.counts
def test_the_maps_ask_as_often_for_one_account_as_for_many(cast):
    counts = []
    for number in (1, 3):
        while Account.objects.count() < number:
            make_account(cast, "active")
        with CaptureQueriesContext(connection) as asked:
            found = ways_in.maps_of(Account.objects.select_related("platform"))
        counts.append(len(asked))
        assert len(found) == number
    assert counts == [9, 9]


def test_e2_26_an_app_on_one_phone_shuts_the_others_out_until_its_set_up_key_is_deposited(cast, account, keepers):
    client, page = signed_in(cast.coach), reverse("accounts:deposit", args=[account.uuid])
    said = {"factor_kind": "authenticator", "second_factor": "App on my phone", "factor_holder": "employee",
            "factor_person": cast.coach.email}  # fmt: skip
    client.post(page, said)
    before = shown(account, cast.backup)
    assert "Only Erik Solberg can get back in alone." in before
    assert "the vault has it too" not in before
    client.post(page, {"seed": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"})
    assert "An authenticator app; the vault has it too" in shown(account, cast.backup)
    assert people_of(account) == keepers
