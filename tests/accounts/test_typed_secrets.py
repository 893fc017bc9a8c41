"""Each field of the vault has a form of its own: seeds, dates, questions, codes, and whose a way in is (II.7, E2)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import credentials
from accounts.codes import code_at
from accounts.models import Exposure, SecretField
from accounts.otpauth import parse
from accounts.sealing import open_sealed
from accounts.waiting import tasks_for
from registry import audit, clock, keyring
from registry.vault import Secret
from tests.accounts.care import care_of
from tests.accounts.test_deposit import SEED, current, page, post, said
from tests.cast import DOMAIN, signed_in
from tests.makers import make_account, reveal

pytestmark = pytest.mark.django_db
ADDRESS = f"otpauth://totp/Insta:ski?secret={SEED}&issuer=Insta"


@pytest.fixture
def account(cast):
    return make_account(cast, "setting_up")


def stored(account, field, slot=0):
    row = account.secrets.get(field=field, slot=slot, is_current=True)
    return open_sealed(row, keyring.vault()).expose()


def errors(cast, account, **data):
    """What is said at the fields; nothing is stored, and nothing that was typed comes back."""
    before = account.secrets.count()
    answer = signed_in(cast.coach).post(page(account, "deposit"), data)
    assert (answer.status_code, account.secrets.count()) == (422, before)
    text = answer.content.decode()
    assert not any(value in text for value in data.values() if len(value) > 20 and not value.endswith(DOMAIN))
    return " ".join(re.findall(r'<p class="error">.*?</span> ?([^<]*)</span>', text))


@pytest.mark.parametrize(
    ("address", "says"),
    [
        (ADDRESS, SEED),
        (f"  {SEED[:4].lower()} {SEED[4:]} ", SEED),
        (f"OTPAUTH://TOTP/x?SECRET={SEED.lower()}&algorithm=HmacSHA1&digits=6&period=30", SEED),
        (f"{ADDRESS}&algorithm=SHA256&digits=8&period=60", f"otpauth://totp/?secret={SEED}&algorithm=SHA256&digits=8&period=60"),
    ],
)  # fmt: skip
def test_a_set_up_key_has_one_spelling(address, says):
    assert parse(address).text == says
    assert parse(parse(address).text) == parse(address)
    assert SEED not in repr(parse(address))


def test_rfc_6238_appendix_b():
    key = {"SHA1": 20, "SHA256": 32, "SHA512": 64}
    ten = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA="
    sizes = {20: ten[:32], 32: ten[:51] + "A", 64: ten.rstrip("=")}
    found = []
    for algorithm, size in key.items():
        address = f"otpauth://totp/x?secret={sizes[size]}&algorithm={algorithm}&digits=8"
        found += [code_at(address, clock.now().fromtimestamp(at, clock.now().tzinfo))[0] for at in (59, 20000000000)]
    assert found == ["94287082", "65353130", "46119246", "77737706", "90693936", "47863826"]


def test_broken_set_up_keys_are_said_plainly_at_the_field(cast, account):
    cases = {
        "otpauth://totp/x?issuer=y": "“secret=” is missing",
        "otpauth://totp/x?secret=": "“secret=” is missing",
        f"otpauth://hotp/x?secret={SEED}&counter=1": "hotp",
        f"otpauth://steam/x?secret={SEED}": "must begin with otpauth://totp/",
        f"otpauth://[totp/x?secret={SEED}": "cannot be read",
        f"otpauth://totp/x?{'&'.join(f'a{n}=1' for n in range(60))}": "cannot be read",
        f"{ADDRESS}&secret=GEZDGNBVGY3TQOJQGEZDGNBV": "two things at once",
        f"{ADDRESS}&algorithm=MD5": "SHA1, SHA256 and SHA512",
        f"{ADDRESS}&digits=10": "6, 7 or 8 digits",
        f"{ADDRESS}&digits=1{'0' * 400}": "6, 7 or 8 digits",
        f"{ADDRESS}&period=0": "from 10 to 300 seconds",
        f"{ADDRESS}&period=1{'0' * 400}": "from 10 to 300 seconds",
        f"{ADDRESS}&period=٣٠": "from 10 to 300 seconds",
        "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGFRlc3Q6": "export of a whole",
        "otpauth://totp/x?secret=0189018901890189": "letters and the digits 2 to 7",
        "JBSWY3DPEHPK3P": "letters and the digits 2 to 7",
        "A" * 600: "letters and the digits 2 to 7",
        "Ä" * 20: "letters and the digits 2 to 7",
        "otpauth://totp/x?secret=%00%00": "letters and the digits 2 to 7",
    }
    found = {given: errors(cast, account, seed=given) for given in cases}
    assert {given: words for given, words in found.items() if cases[given] not in words} == {}


def test_a_new_set_up_key_is_shown_once_as_a_picture_and_never_again(cast, account):
    client = signed_in(cast.coach)
    answer = client.post(page(account, "deposit"), {"seed": f"{ADDRESS}&digits=8"})
    text = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer["Refresh"].startswith("90; ")
    assert '<svg viewBox="0 0 ' in text
    assert SEED not in text
    assert "Deposited: authenticator seed." in text
    again = client.post(page(account, "deposit"), {"seed": f"{ADDRESS}&digits=8"}, follow=True)
    assert again.redirect_chain
    assert "Scan it now" not in again.content.decode()
    assert stored(account, "seed") == f"otpauth://totp/?secret={SEED}&algorithm=SHA1&digits=8&period=30"
    shown = reveal(account, cast.communications).shown[-1]
    assert len(shown.secret.expose()) == 8


def test_what_cannot_be_kept_is_refused_at_the_field_and_never_a_500(cast, account):
    assert "4,000 characters" in errors(cast, account, notes="n" * 1_000_000)
    assert "too long" in errors(cast, account, password="p" * 1_001)
    for field in ("login", "password", "seed", "recovery_email", "notes", "backup_codes", "questions", "second_factor"):
        assert "cannot be stored" in errors(cast, account, **{field: "rabbit\x00hole? yes", "factor_kind": "none"})
    client = signed_in(cast.coach)
    half = client.generic(
        "POST", page(account, "deposit"), b"password=Glide-%ED%A0%80-8Il4", "application/x-www-form-urlencoded"
    )
    assert (half.status_code, account.secrets.exists()) == (422, False)
    for value in ("Glide-\ud800-8Il4", "Glide-\ufffd-8Il4", "Glide\x1b[31m8Il4"):
        with pytest.raises(credentials.Unusable, match="cannot be stored"):
            credentials.deposit(account, values={SecretField.PASSWORD: Secret(value)}, by=cast.coach)
    with pytest.raises(credentials.Unusable, match="one line"):
        credentials.deposit(account, values={SecretField.PASSWORD: Secret("two\nlines")}, by=cast.coach)


def test_e2_23_a_date_of_birth_that_makes_the_account_a_child_is_stored_and_warned_about(cast, account, moment):
    def told(day):
        parts = dict(zip(("birth_date_year", "birth_date_month", "birth_date_day"), day.split("-"), strict=True))
        return " ".join(said(post(cast.coach, account, "deposit", **parts))[1:])

    child = told("2014-09-01")
    assert "makes the account a child’s" in child
    assert set(re.findall(r"\d+", child)) == {"13"}, "the sentence waits in the session: no date, no age"
    assert stored(account, "birth_date") == "2014-09-01"
    assert "locks whoever is under 13" in told((moment.date() - timedelta(days=13 * 365)).isoformat())
    assert "today’s or lies ahead" in told(clock.today().isoformat())
    assert "today’s or lies ahead" in told("2090-01-01")
    old = told("1909-01-01")
    assert ("the year the school began" in old, re.findall(r"\d+", old)) == (True, [])
    assert told("1990-05-17") == ""
    assert account.secrets.filter(field="birth_date").count() == 6


def test_questions_and_answers_each_have_a_slot_and_are_revealed_alone(cast, account):
    lines = "First school? Harbor Elementary\nPet: Pip\nStreet → Elm\nCity - Lakeview"
    answer = post(cast.coach, account, "deposit", questions=lines)
    assert "Security question 4" in answer.content.decode()
    assert "Harbor Elementary" not in answer.content.decode()
    both = [stored(account, "security_question", slot) for slot in (1, 2, 3, 4)]
    assert both == ["First school? → Harbor Elementary", "Pet → Pip", "Street → Elm", "City → Lakeview"]
    one = reveal(account, cast.communications, field="security_question", slot=2)
    assert [each.secret.expose() for each in one.shown] == ["Pet → Pip"]
    post(cast.coach, account, "deposit", questions="Pet: Otto")
    assert list(account.secrets.filter(field="security_question", is_current=True).values_list("slot", "version")) == [
        (1, 2)
    ]
    assert "with its answer on one line" in errors(cast, account, questions="What now")
    assert "more than 10" in errors(cast, account, questions="a? b\n" * 11)


def test_a_second_factor_says_its_kind_and_whose_and_keeps_the_words_sealed(cast, account):
    answer = post(
        cast.coach, account, "deposit", factor_kind="authenticator", second_factor="App on the phone in the safe",
        factor_holder="employee", factor_person=cast.backup.email,
    )  # fmt: skip
    row = current(account, "second_factor")
    assert (row.factor_kind, row.holder, row.holder_person, row.replace_by) == (
        "authenticator",
        "employee",
        cast.backup,
        None,
    )
    assert f"An authenticator app, {cast.backup.name}’s" in answer.content.decode()
    assert "in the safe" not in answer.content.decode()
    assert stored(account, "second_factor") == "App on the phone in the safe"
    post(cast.coach, account, "deposit", factor_kind="text_message", factor_holder="district")
    row = current(account, "second_factor")
    assert (row.version, row.factor_kind, row.holder, row.holder_person) == (2, "text_message", "district", None)
    assert "Choose what the platform asks for" in errors(cast, account, second_factor="My watch")
    assert "leave the name out" in errors(cast, account, recovery_phone="952-555-0147", phone_person=cast.backup.email)


def test_e2_24_a_personal_looking_mailbox_or_phone_has_a_date_to_replace_it(cast, account, moment):
    post(cast.coach, account, "deposit", recovery_phone="952-555-0147", phone_holder="student_or_parent")
    due = clock.today() + timedelta(days=30)
    assert current(account, "recovery_phone").replace_by == due
    with clock.at(moment + timedelta(days=9)):
        post(
            cast.coach,
            account,
            "deposit",
            recovery_phone="952-555-0148",
            phone_holder="employee",
            phone_person=cast.coach.email,
        )
        row = current(account, "recovery_phone")
        assert (row.version, row.replace_by, row.holder_person) == (2, due, cast.coach)
        todo = [(task.title, task.due) for task in tasks_for(cast.communications) if task.kind == "replace_channel"]
        assert todo == [(f"Replace the recovery phone of {account.name} by the district’s", due)]
        assert any(task.kind == "replace_channel" for task in tasks_for(cast.principal))
    post(cast.coach, account, "deposit", recovery_phone="952-555-0100", phone_holder="district")
    assert current(account, "recovery_phone").replace_by is None
    assert not any(task.kind == "replace_channel" for task in tasks_for(cast.communications))


def test_e2_26_fewer_than_three_backup_codes_ask_for_new_ones(cast):
    account = make_account(cast, "active")
    codes = {(SecretField.BACKUP_CODE, slot): Secret(f"8841-220{slot}") for slot in range(1, 5)}
    credentials.deposit(account, values=codes, by=cast.coach)
    reveal(account, cast.coach, field="backup_code", slot=1)
    assert care_of(account) == []
    reveal(account, cast.communications, field="backup_code", slot=2)
    assert care_of(account) == ["2 backup codes are left: make new ones on the platform and deposit them."]
    assert [task.title for task in tasks_for(cast.coach) if task.kind == "codes"] == [
        f"Make new backup codes for {account.name}: 2 are left"
    ]
    used = account.secrets.filter(field="backup_code").exclude(used_at=None).order_by("slot")
    assert [row.used_by for row in used] == [cast.coach, cast.communications]


def test_e2_29_reuse_is_told_to_each_only_about_accounts_they_may_open(cast, account):
    password = "Otters-glide-under-ice-41"
    others = [make_account(cast, "setting_up") for _ in range(2)]
    for each in (*others, account):
        credentials.deposit(each, values={SecretField.PASSWORD: Secret(password)}, by=cast.communications)
    text = signed_in(cast.communications).get(page(account, "account")).content.decode()
    assert "2 more accounts have the same password" in text
    assert all(f'href="{each.get_absolute_url()}"' in text for each in others)
    assert password not in text
    mine = make_account(cast, "accepted")
    credentials.deposit(mine, values={SecretField.PASSWORD: Secret(password)}, by=cast.coach)
    assert "the same password" not in signed_in(cast.coach).get(page(mine, "account")).content.decode()
    guess = make_account(cast, "setting_up", custodian=cast.teacher)
    answer = post(cast.teacher, guess, "deposit", password=password)
    assert said(answer) == ["Deposited: password. Communications is told. The password is very hard to guess."]
    assert "the same password" not in answer.content.decode()


def test_a_made_up_password_is_known_to_nobody_until_it_is_revealed(cast, account):
    answer = post(cast.coach, account, "deposit", make_up="on", recipe="24")
    assert said(answer) == ["Deposited: password. Communications is told. The password is very hard to guess."]
    made = stored(account, "password")
    assert (len(made), made in answer.content.decode()) == (24, False)
    assert not Exposure.objects.filter(secret__account=account, secret__field="password").exists()
    post(cast.coach, account, "deposit", make_up="on")
    assert re.fullmatch(r"[A-Z][a-z]+(-[a-z]+){5}-\d\d", stored(account, "password"))
    assert "not both" in errors(cast, account, make_up="on", password="Glide-8Il4")


def test_help_with_a_password_is_for_who_deposits_and_leaves_no_trace(cast, account):
    before = audit.entries_about(account).count()
    coach, stranger = signed_in(cast.coach), signed_in(cast.teacher)
    made = coach.post(page(account, "deposit-suggest"), {"recipe": "16"})
    assert (len(made.json()["password"]), made["Cache-Control"]) == (16, "no-store")
    weak = coach.post(page(account, "deposit-measure"), {"password": "Password1234"})
    assert weak.json() == {
        "score": 1,
        "words": "Easy to guess",
        "why": "It is a common word with numbers or signs beside it.",
    }
    assert coach.post(page(account, "deposit-measure"), {"password": "x\x00" * 100_000}).status_code == 200
    assert coach.post(page(account, "deposit-measure"), {}).json() == {"words": ""}
    assert audit.entries_about(account).count() == before
    assert "Glide" not in str(dict(coach.session))
    for name in ("deposit-suggest", "deposit-measure"):
        assert stranger.post(page(account, name), {"password": "x"}).status_code == 403
        assert coach.get(reverse(f"accounts:{name}", args=[account.uuid])).status_code == 405
