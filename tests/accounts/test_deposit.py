"""Depositing, verifying and refusing, through the pages (II.7, E2.27, E2.29)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.actions import credentials
from accounts.codes import code_at
from accounts.models import Exposure, Holder, SecretField, SecretState, SecretVersion
from accounts.rules.lifecycle import missing
from registry import audit, clock
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import Appointment
from registry.vault import Secret
from tests.cast import DOMAIN, signed_in
from tests.makers import bring_to, make_account, proof_of, reveal, waiting_in

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXPJBSWY3DP"


@pytest.fixture
def account(cast):
    return make_account(cast, "setting_up")


def page(account, name, *more):
    return reverse(f"accounts:{name}", args=[account.uuid, *more])


def post(user, account, name, **data):
    return signed_in(user).post(page(account, name), data, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def current(account, field):
    return account.secrets.get(field=field, slot=0, is_current=True)


def letters(template):
    return sorted(Letter.objects.filter(template=template).values_list("to__name", flat=True))


def test_a_coach_deposits_and_communications_is_told(cast, account):
    answer = post(
        cast.coach, account, "deposit", login=f"ski@{DOMAIN}", password="Glide-8Il4", backup_codes="aa\nbb\n\ncc"
    )
    assert said(answer) == [
        "Deposited: login, password, backup code. Communications is told. The password is hard to guess."
    ]
    stored = account.secrets.values_list("field", "slot", "version", "state", "is_current")
    assert sorted(stored) == [
        ("backup_code", 1, 1, "deposited", True),
        ("backup_code", 2, 1, "deposited", True),
        ("backup_code", 3, 1, "deposited", True),
        ("login", 0, 1, "deposited", True),
        ("password", 0, 1, "deposited", True),
    ]
    assert Exposure.objects.filter(person=cast.coach, kind="deposited").count() == 5
    assert letters("accounts/deposited") == sorted(
        person.name
        for person in (cast.director, cast.communications, cast.second_communications, cast.newcomer, cast.principal)
    )


def test_an_event_of_a_deposit_names_version_key_and_seal_but_no_value(cast, account):
    post(cast.coach, account, "deposit", password="Glide-8Il4")
    entry = audit.entries_about(account).get(action="secret.deposited")
    version = current(account, "password")
    assert (entry.field_code, entry.secret_version, entry.kid, bool(entry.blob_hmac)) == (
        "password",
        1,
        version.kid,
        True,
    )
    assert "Glide" not in str(entry.__dict__)


def test_nothing_typed_comes_back_when_a_deposit_fails(cast, account):
    answer = signed_in(cast.coach).post(
        page(account, "deposit"),
        {"password": "Glide-8Il4", "recovery_phone": "12", "phone_holder": "student_or_parent", "notes": "rabbit"},
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a phone number with its area code, like 952-555-0147." in text
    assert "Nothing was stored. Type the secrets again" in text
    assert '<option value="student_or_parent" selected>' in text
    assert "Glide" not in text
    assert "rabbit" not in text
    assert not account.secrets.exists()


def test_an_empty_form_asks_for_at_least_one_line(cast, account):
    answer = signed_in(cast.coach).post(page(account, "deposit"), {})
    assert "Fill in what has changed, at least one line." in answer.content.decode()


def test_the_same_password_again_is_said_kindly_and_makes_no_version(cast, account):
    post(cast.coach, account, "deposit", password="Glide-8Il4")
    answer = post(cast.coach, account, "deposit", password="Glide-8Il4")
    assert said(answer) == ["This is what is stored already, so nothing changed: password."]
    assert account.secrets.filter(field="password").count() == 1


def test_a_recovery_address_outside_the_district_is_stored_and_flagged(cast, account):
    answer = post(cast.coach, account, "deposit", recovery_email="coach@mail.example", email_holder="district")
    assert current(account, "recovery_email").holder == Holder.EMPLOYEE
    assert said(answer)[1] == "Not the district’s own: recovery e-mail. It is stored; replace it by December 12."
    assert "Not the district’s: replace it." in answer.content.decode()


def test_e2_25_a_students_phone_is_flagged(cast, account):
    answer = post(cast.coach, account, "deposit", recovery_phone="(952) 555-0147", phone_holder="student_or_parent")
    assert "A student’s or parent’s: replace it by the district’s." in answer.content.decode()


@pytest.mark.parametrize(
    "typed", [SEED, "jbsw y3dp ehpk 3pxp jbsw y3dp", f"otpauth://totp/X:ski?secret={SEED}&issuer=X"]
)
def test_a_seed_is_taken_in_any_spelling(cast, account, typed):
    credentials.deposit(account, values={SecretField.SEED: Secret(typed)}, by=cast.coach)
    shown = reveal(account, cast.communications).shown
    assert len(shown[0].secret.expose()) == 6
    again = credentials.deposit(account, values={SecretField.SEED: Secret(SEED)}, by=cast.coach)
    assert again.unchanged == [SecretField.SEED]


@pytest.mark.parametrize(
    ("field", "value"),
    [("seed", "not a key"), ("recovery_email", "coach"), ("birth_date_day", "40"), ("recovery_phone", "x")],
)
def test_a_value_that_cannot_be_right_is_turned_down_at_its_field(cast, account, field, value):
    answer = signed_in(cast.coach).post(page(account, "deposit"), {field: value, "password": "Glide-8Il4"})
    assert list(answer.context["form"].errors) == [field.removesuffix("_day")]
    assert not account.secrets.exists()


def test_a_new_list_of_codes_replaces_the_old_one(cast, account):
    post(cast.coach, account, "deposit", backup_codes="a1\na2\na3")
    post(cast.coach, account, "deposit", backup_codes="b1\nb2")
    assert sorted(account.secrets.filter(is_current=True).values_list("slot", "version")) == [(1, 2), (2, 2)]


@pytest.mark.parametrize("part", ["stranger", "teacher", "sysadmin", "superintendent", "other_principal"])
def test_others_do_not_deposit(cast, account, part):
    answer = signed_in(getattr(cast, part)).post(page(account, "deposit"), {"password": "Glide-8Il4"})
    assert answer.status_code == 403
    assert not account.secrets.exists()


def test_the_depositor_does_not_verify_their_own_deposit(cast, account):
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Glide-8Il4")}, by=cast.communications)
    reveal(account, cast.communications)
    answer = signed_in(cast.communications).post(page(account, "verify"))
    assert answer.status_code == 403
    assert "Another member of Communications verifies it." in answer.content.decode()


def test_verifying_needs_to_have_opened_exactly_these_versions(cast, account):
    account = bring_to(cast, account, "deposited")
    reveal(account, cast.communications)
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Another-1")}, by=cast.coach)
    answer = signed_in(cast.communications).post(page(account, "verify"))
    assert answer.status_code == 403
    reveal(account, cast.communications)
    answer = signed_in(cast.communications).post(page(account, "verify"), follow=True)
    assert said(answer) == ["Login verified."]
    assert set(
        account.secrets.filter(is_current=True, field__in=["login", "password"]).values_list("state", flat=True)
    ) == {"verified"}


def test_opening_another_accounts_login_verifies_nothing_here(cast, account):
    other = bring_to(cast, make_account(cast, "setting_up"), "deposited")
    account = bring_to(cast, account, "deposited")
    reveal(other, cast.communications)
    assert signed_in(cast.communications).post(page(account, "verify")).status_code == 403


def test_e2_27_a_mistyped_deposit_is_refused_and_loses_nothing(cast):
    account = make_account(cast, "active")
    right = current(account, "password")
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Mistyped-1")}, by=cast.coach)
    right.refresh_from_db()
    assert (right.state, right.is_current) == (SecretState.VERIFIED, False)
    answer = post(
        cast.communications, account, "refuse", why="The platform says it is wrong.", seen=waiting_in(account)
    )
    assert said(answer) == ["Deposit refused. The depositor is told."]
    assert current(account, "password") == right
    assert account.secrets.get(field="password", version=2).state == SecretState.REFUSED
    account.refresh_from_db()
    assert account.state == "active"
    assert cast.coach.name in letters("accounts/refused")


def test_the_last_verified_login_stays_openable_to_those_who_verify(cast):
    account = make_account(cast, "active")
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Mistyped-1")}, by=cast.coach)
    old = reveal(account, cast.communications, which="verified").shown[1].secret
    new = reveal(account, cast.communications).shown[1].secret
    assert new == Secret("Mistyped-1")
    assert old != new


def test_a_refusal_says_no_secret(cast, account):
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Glide-8Il4")}, by=cast.coach)
    answer = signed_in(cast.communications).post(
        page(account, "refuse"), {"why": "I typed “Glide-8Il4” and it failed.", "seen": waiting_in(account)}
    )
    assert account.secrets.get().state == SecretState.DEPOSITED
    assert "Your words contain a password or code of this account." in answer.content.decode()
    assert "Glide" not in answer.content.decode()


def test_where_communications_is_one_person_the_superintendents_designee_witnesses(cast, account):
    for row in Appointment.objects.in_force().filter(
        person__in=[cast.communications, cast.second_communications, cast.newcomer]
    ):
        people.end_appointment(row, by=cast.director)
    values = {SecretField.LOGIN: Secret(f"ski@{DOMAIN}"), SecretField.PASSWORD: Secret("Glide-8Il4")}
    credentials.deposit(account, values=values, by=cast.director)
    assert signed_in(cast.designee).post(page(account, "verify")).status_code == 403
    reveal(account, cast.director)
    assert signed_in(cast.director).post(page(account, "verify")).status_code == 403
    assert said(post(cast.designee, account, "verify")) == ["Login verified."]


def test_a_superseded_value_is_destroyed_thirty_days_after_its_successor_is_verified(cast, moment):
    account = make_account(cast, "active")
    first = current(account, "password")
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("Newer-Still-2")}, by=cast.coach)
    reveal(account, cast.communications)
    with clock.at(moment + timedelta(days=40)):
        assert credentials.destroy_due() == 0
    credentials.verify(account, by=cast.communications, proof=proof_of(cast.communications))
    with clock.at(moment + timedelta(days=29)):
        assert credentials.destroy_due() == 0
    with clock.at(moment + timedelta(days=30)):
        assert credentials.destroy_due() == 1
        assert credentials.destroy_due() == 0
    first.refresh_from_db()
    assert (first.state, bytes(first.blob), bytes(first.wrapped_key), bool(first.fingerprint)) == (
        "destroyed",
        b"",
        b"",
        True,
    )


def test_e2_29_one_password_in_two_accounts_is_told_to_communications_only(cast):
    one, two = (bring_to(cast, make_account(cast, "setting_up"), "setting_up") for _ in range(2))
    for account in (one, two):
        credentials.deposit(account, values={SecretField.PASSWORD: Secret("Same-Same-1")}, by=cast.coach)
    words = "One more account has the same password."
    assert words in signed_in(cast.communications).get(page(one, "account")).content.decode()
    assert words not in signed_in(cast.coach).get(page(one, "account")).content.decode()


def test_a_handle_alone_is_missing_everything_and_says_so(cast, account):
    assert missing(account)[-3:] == [
        "The login is not in the vault yet.",
        "The password is not in the vault yet.",
        "The custodian has not accepted yet.",
    ]


def test_no_value_is_stored_in_the_clear(cast, account):
    credentials.deposit(account, values={SecretField.NOTES: Secret("canary-rabbit")}, by=cast.coach)
    row = SecretVersion.objects.get(account=account)
    assert b"canary" not in bytes(row.blob) + bytes(row.wrapped_key)


def test_a_set_up_key_of_sixteen_letters_is_stored_and_gives_codes(cast):
    account = make_account(cast, "accepted")
    credentials.deposit(account, values={SecretField.SEED: Secret("JBSW Y3DP EHPK 3PXP")}, by=cast.coach)
    with clock.at(datetime.fromtimestamp(59, UTC)):
        assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", clock.now()) == ("287082", 1)  # RFC 6238, appendix B
    assert len(code_at("JBSWY3DPEHPK3PXP", clock.now())[0]) == 6


def test_everything_that_cannot_be_right_is_named_at_once(cast):
    account = make_account(cast, "accepted")
    wrong = {
        "recovery_phone": "12",
        "seed": "no",
        "birth_date_month": "13",
        "birth_date_day": "40",
        "birth_date_year": "1990",
    }
    answer = signed_in(cast.coach).post(reverse("accounts:deposit", args=[account.uuid]), wrong)
    assert sorted(answer.context["form"].errors) == ["birth_date", "recovery_phone", "seed"]
    assert "1990" not in answer.content.decode()


def test_who_may_not_is_told_before_a_code_is_asked_for(cast):
    account = make_account(cast, "accepted")
    client = signed_in(cast.stranger, factor=False)
    assert client.get(reverse("accounts:reveal", args=[account.uuid])).status_code == 403
    assert signed_in(cast.teacher).get(reverse("accounts:verify", args=[account.uuid])).status_code == 403
