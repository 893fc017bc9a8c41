"""Opening a login: who, why, once, written down first, and gone after a minute (II.7, invariant 6, security B7)."""

import html
import re
import secrets
from datetime import timedelta

import pyotp
import pytest
from django.db import connection
from django.urls import reverse

from accounts.actions import credentials
from accounts.models import Exposure, Reveal, SecretField, SecretVersion
from registry import audit, clock, keyring
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people.proof import Proof
from registry.people.refusal import Refused, Stale
from registry.vault import Secret, Vault
from tests import cast as the_cast
from tests.cast import DOMAIN, signed_in
from tests.makers import make_account, proof_of, reveal

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXPJBSWY3DP"
PASSWORD = "T0rch-Glide-8Il4"
REASON = {"reason_code": "verify", "reason": "November check"}
VALUES = {
    SecretField.LOGIN: Secret(f"ski@{DOMAIN}"),
    SecretField.PASSWORD: Secret(PASSWORD),
    SecretField.SEED: Secret(SEED),
    SecretField.RECOVERY_PHONE: Secret("952-555-0147"),
    (SecretField.BACKUP_CODE, 1): Secret("code-one-1"),
    (SecretField.BACKUP_CODE, 2): Secret("code-two-2"),
}


@pytest.fixture
def account(cast):
    made = make_account(cast, "accepted")
    credentials.deposit(made, values=VALUES, by=cast.coach)
    return made


def page(account, name="reveal", *more):
    return reverse(f"accounts:{name}", args=[account.uuid, *more])


def ticket_of(client, address):
    return re.search(r'name="nonce" value="([^"]+)"', client.get(address).content.decode())[1]


def open_it(client, address, **data):
    return client.post(address, {"nonce": ticket_of(client, address), **REASON, **data})


def values_in(response):
    found = re.findall(r'class="plain" translate="no"[^>]*>([^<]*)<', response.content.decode())
    return [html.unescape(value) for value in found]


def events(account, prefix="secret."):
    rows = audit.entries_about(account).filter(action__startswith=prefix)
    return [(row.action, row.outcome, row.actor_label, row.field_code) for row in rows.order_by("seq")]


@pytest.mark.parametrize("part", ["communications", "director", "coach", "backup"])
def test_those_who_may_see_login_password_and_current_code(cast, account, part):
    answer = open_it(signed_in(getattr(cast, part)), page(account))
    code = pyotp.TOTP(SEED).at(clock.now())
    assert answer.status_code == 200
    assert values_in(answer) == [f"ski@{DOMAIN}", PASSWORD, code]
    assert answer["Cache-Control"] == "no-store"
    assert answer["Refresh"] == f"60; url=http://testserver{account.get_absolute_url()}"
    assert SEED not in answer.content.decode()


@pytest.mark.parametrize(
    "part",
    [
        "sysadmin",
        "superintendent",
        "designee",
        "alternate",
        "principal",
        "other_principal",
        "requester",
        "teacher",
        "stranger",
    ],
)
def test_nobody_else_may(cast, account, part):
    person = getattr(cast, part)
    assert signed_in(person).get(page(account)).status_code == 403
    with pytest.raises(Refused):
        reveal(account, person)
    assert not Reveal.objects.filter(person=person).exists()
    assert events(account)[-1] == ("secret.reveal_denied", "denied", person.name, "sign_in_set")


def test_a_system_administrator_never_may_though_they_be_custodian(cast):
    account = make_account(cast, "active")
    account.custodies.filter(state="open").update(custodian=cast.sysadmin)
    with pytest.raises(Refused, match="System administrators never open a login"):
        reveal(account, cast.sysadmin)


def test_an_interim_custodian_may_and_one_who_is_only_asked_may_not(cast):
    account = make_account(cast, "deposited")
    assert open_it(signed_in(cast.principal), page(account)).status_code == 200
    with pytest.raises(Refused):
        reveal(account, cast.coach)


def test_the_form_is_a_form_without_values(cast, account):
    text = signed_in(cast.communications).get(page(account)).content.decode()
    assert PASSWORD not in text
    assert f"ski@{DOMAIN}" not in text


def test_every_reveal_is_an_event_an_exposure_of_each_field_and_a_letter_to_the_custodian(cast, account):
    open_it(signed_in(cast.communications), page(account))
    act = Reveal.objects.get(account=account, person=cast.communications, reason="November check")
    entry = Entry.objects.get(reference=str(act.uuid))
    assert (entry.action, entry.field_code, entry.reason_code, entry.reason_text) == (
        "secret.revealed", "sign_in_set", "verify", "November check",
    )  # fmt: skip
    fields = Exposure.objects.filter(reveal=act).values_list("secret__field", flat=True)
    assert sorted(fields) == ["login", "password", "seed"]
    assert Letter.objects.filter(template="accounts/revealed", to=cast.coach).count() == 1


def test_the_same_form_sent_twice_opens_nothing_the_second_time(cast, account):
    client = signed_in(cast.communications)
    data = {"nonce": ticket_of(client, page(account)), **REASON}
    assert client.post(page(account), data).status_code == 200
    again = client.post(page(account), data)
    text = again.content.decode()
    assert again.status_code == 409
    assert PASSWORD not in text
    assert "This form was used already" in text
    assert "What you sent was not saved" not in text
    assert (
        client.post(page(account), {"nonce": re.search(r'name="nonce" value="([^"]+)"', text)[1], **REASON}).status_code
        == 200
    )


def test_a_ticket_is_for_one_person_one_account_one_field_and_ten_minutes(cast, account, moment):
    other = make_account(cast, "deposited")
    client = signed_in(cast.communications)
    ticket = ticket_of(client, page(account))
    for where, who in (
        (page(other), client),
        (page(account, "reveal-one", "recovery_phone", 0), client),
        (page(account), signed_in(cast.director)),
    ):
        assert who.post(where, {"nonce": ticket, **REASON}).status_code == 409
    with clock.at(moment + timedelta(minutes=11)):
        late = the_cast.sign_in(client, cast.communications)
        assert late.post(page(account), {"nonce": ticket, **REASON}).status_code == 409
    assert not Reveal.objects.filter(person=cast.communications, reason="November check").exists()


def test_a_forged_ticket_opens_nothing(cast, account):
    answer = signed_in(cast.communications).post(page(account), {"nonce": secrets.token_urlsafe(), **REASON})
    assert answer.status_code == 409
    assert events(account)[-1][:2] == ("secret.reveal_denied", "denied")


def test_a_stale_factor_sends_to_confirm_and_keeps_nothing_of_what_was_posted(cast, account, moment):
    client = signed_in(cast.communications)
    data = {"nonce": ticket_of(client, page(account)), **REASON}
    with clock.at(moment + timedelta(minutes=5, seconds=1)):
        answer = client.post(page(account), data)
    assert (answer.status_code, answer["Location"]) == (302, page(account))
    assert "November check" not in str(dict(client.session))


def test_somebody_elses_factor_and_an_old_one_do_not_count(cast, account, moment):
    for proof in (None, proof_of(cast.director), Proof(cast.communications, moment - timedelta(minutes=6))):
        with pytest.raises(Refused):
            credentials.reveal(account, by=cast.communications, proof=proof, nonce=secrets.token_hex(), **REASON)


def test_a_sign_in_by_recovery_code_does_not_count(cast, account):
    client = signed_in(cast.communications)
    session = client.session
    key = the_cast.AUTHENTICATION_METHODS_SESSION_KEY
    session[key] = [{**each, "type": "recovery_codes"} if each["method"] == "mfa" else each for each in session[key]]
    session.save()
    assert client.get(page(account)).status_code == 302


def test_a_factor_that_changed_holds_reveals_for_a_day(cast, account, moment):
    cast.communications.factor_changed_at = moment - timedelta(hours=23)
    cast.communications.save(update_fields=["factor_changed_at"])
    with pytest.raises(Refused, match="Your second factor changed"):
        reveal(account, cast.communications)


@pytest.mark.parametrize(
    ("code", "reason", "says"),
    [
        ("other", "  ", "Say in a few words what you need it for"),
        ("nonsense", "November check", "Choose an answer|Select a valid"),
        ("other", "because", "ten letters or more"),
        ("verify", f"it is {PASSWORD}", "contain a password"),
        ("verify", "try code-one-1.", "contain a password"),
    ],
)
def test_a_reason_is_needed_and_holds_no_secret(cast, account, code, reason, says):
    answer = open_it(signed_in(cast.communications), page(account), reason_code=code, reason=reason)
    assert re.search(says, answer.content.decode())
    assert values_in(answer) == []
    assert PASSWORD not in answer.content.decode()


def test_the_sixth_account_in_ten_minutes_is_refused_and_the_fifth_again_is_not(cast, account, moment):
    others = [make_account(cast, "deposited") for _ in range(5)]
    with clock.at(moment + timedelta(hours=1)):
        for each in others:
            reveal(each, cast.communications)
        with pytest.raises(Refused, match="5 accounts in 10 minutes"):
            reveal(account, cast.communications)
        reveal(others[4], cast.communications)
    with clock.at(moment + timedelta(hours=1, minutes=11)):
        reveal(account, cast.communications)


def test_the_twenty_first_act_in_a_day_is_refused(cast, account, moment):
    already = Reveal.objects.filter(person=cast.director).count()
    for _ in range(20 - already):
        reveal(account, cast.director)
    with pytest.raises(Refused, match="20 logins in 24 hours"):
        reveal(account, cast.director)
    with clock.at(moment + timedelta(hours=24, seconds=1)):
        reveal(account, cast.director)


def test_a_seed_is_never_revealed(cast, account):
    assert signed_in(cast.communications).get(page(account, "reveal-one", "seed", 0)).status_code == 404
    with pytest.raises(Refused, match="never shown"):
        reveal(account, cast.communications, field="seed")


def test_a_recovery_phone_is_an_act_of_its_own(cast, account):
    answer = open_it(signed_in(cast.backup), page(account, "reveal-one", "recovery_phone", 0))
    assert values_in(answer) == ["+1 952-555-0147"]
    assert Reveal.objects.get(person=cast.backup).field == "recovery_phone"


def test_a_backup_code_counts_as_used(cast, account):
    answer = open_it(signed_in(cast.coach), page(account, "reveal-one", "backup_code", 1))
    assert values_in(answer) == ["code-one-1"]
    assert "One backup code is left." in answer.content.decode()
    assert (
        SecretVersion.objects.get(account=account, field="backup_code", slot=1, is_current=True).used_by == cast.coach
    )
    assert [each[0] for each in events(account)[-2:]] == ["secret.revealed", "secret.code_used"]


def test_a_reveal_is_extended_once_and_only_in_time(cast, account, moment):
    client = signed_in(cast.communications)
    open_it(client, page(account))
    act = Reveal.objects.get(person=cast.communications, reason="November check")
    longer = page(account, "reveal-extend", act.uuid)
    assert client.get(longer).status_code == 405
    with clock.at(moment + timedelta(seconds=30)):
        answer = client.post(longer)
        assert values_in(answer)[:2] == [f"ski@{DOMAIN}", PASSWORD]
        assert answer["Refresh"].startswith("90; ")
        assert client.post(longer).status_code == 409
    assert signed_in(cast.director).post(longer).status_code == 404


def test_a_window_that_is_over_shows_nothing(cast, account, moment):
    client = signed_in(cast.communications)
    open_it(client, page(account))
    act = Reveal.objects.get(person=cast.communications, reason="November check")
    with clock.at(moment + timedelta(seconds=61)):
        answer = client.post(page(account, "reveal-extend", act.uuid))
    assert (answer.status_code, values_in(answer)) == (409, [])


def test_saying_whether_it_worked_makes_a_look_a_check(cast, account):
    client = signed_in(cast.communications)
    open_it(client, page(account))
    act = Reveal.objects.get(person=cast.communications, reason="November check")
    client.post(page(account, "reveal-worked", act.uuid), {"worked": "yes"})
    act.refresh_from_db()
    assert act.worked is True
    told = [each[0] for each in events(account) if each[0] in ("secret.tried", "secret.verified")]
    assert told[-4:] == ["secret.tried"] + ["secret.verified"] * 3


def test_a_closed_vault_answers_in_words_and_writes_nothing(cast, account, monkeypatch):
    client = signed_in(cast.communications)
    data = {"nonce": ticket_of(client, page(account)), **REASON}
    before = len(events(account))
    monkeypatch.setattr(keyring, "vault_is_sealed", lambda: "vault-key-missing")
    for answer in (client.get(page(account)), client.post(page(account), data), client.get(page(account, "deposit"))):
        assert answer.status_code == 503
        assert "The vault is closed for now" in answer.content.decode()
    assert len(events(account)) == before
    assert client.get(page(account, "account")).status_code == 200


def test_what_does_not_open_is_written_down_and_shows_nothing(cast, account):
    SecretVersion.objects.filter(account=account, field="password").update(blob=b"RVbroken")
    answer = open_it(signed_in(cast.communications), page(account))
    assert (answer.status_code, values_in(answer)) == (500, [])
    assert [each[:2] for each in events(account)[-2:]] == [("secret.revealed", "ok"), ("secret.reveal_failed", "error")]


def test_no_value_is_ever_on_another_page_or_in_the_trail(cast, account):
    client = signed_in(cast.communications)
    open_it(client, page(account))
    pages = [page(account, name) for name in ("account", "history", "deposit", "verify", "refuse", "reveal")]
    for address in [*pages, reverse("accounts:list")]:
        assert PASSWORD not in client.get(address).content.decode()
    assert PASSWORD not in str([row.__dict__ for row in Entry.objects.all()])
    assert PASSWORD not in str([row.__dict__ for row in Letter.objects.all()])


def test_the_event_is_committed_before_anything_is_opened(committed_cast, monkeypatch):
    """On the way to the value, another connection must see the act and its event already."""
    account, person = committed_cast
    seen = []
    really = Vault.open

    def watched(vault, sealed, *, bound_to):
        seen.append(
            (connection.in_atomic_block, Reveal.objects.count(), Entry.objects.filter(action="secret.revealed").count())
        )
        return really(vault, sealed, bound_to=bound_to)

    monkeypatch.setattr(Vault, "open", watched)
    reveal(account, person)
    assert seen == [(False, 1, 1)] * 2


def test_an_event_that_cannot_be_written_opens_nothing(committed_cast, monkeypatch):
    account, person = committed_cast
    opened = []
    monkeypatch.setattr(Vault, "open", lambda *args, **kwargs: opened.append(args))
    monkeypatch.setattr("registry.audit.chain.append", _out_of_disk)
    with pytest.raises(OSError, match="disk"):
        reveal(account, person)
    assert (opened, Reveal.objects.count(), Exposure.objects.filter(kind="revealed").count()) == ([], 0, 0)


def test_a_page_says_500_without_a_value_where_the_event_cannot_be_written(committed_cast, monkeypatch):
    account, person = committed_cast
    client = signed_in(person)
    client.raise_request_exception = False
    data = {"nonce": ticket_of(client, page(account)), **REASON}
    monkeypatch.setattr("registry.audit.chain.append", _out_of_disk)
    answer = client.post(page(account), data)
    assert answer.status_code == 500
    assert VALUES[SecretField.PASSWORD].expose() not in answer.content.decode()


def test_a_page_that_is_stale_by_a_second_click_raises_stale(cast, account):
    nonce = secrets.token_hex()
    reveal(account, cast.coach, nonce=nonce)
    with pytest.raises(Stale):
        reveal(account, cast.coach, nonce=nonce)


@pytest.fixture
def committed_cast(committed_db, moment):
    cast = the_cast.gather()
    account = make_account(cast, "setting_up")
    values = {field: VALUES[field] for field in (SecretField.LOGIN, SecretField.PASSWORD)}
    credentials.deposit(account, values=values, by=cast.coach)
    return account, cast.communications


def _out_of_disk(*args, **kwargs):
    raise OSError("disk full")
