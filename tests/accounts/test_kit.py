"""The break-glass kit: two people of two offices, one download, an exposure of everything (security B6)."""

import hashlib
import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from accounts.actions import credentials
from accounts.actions import kit as actions
from accounts.actions.kit_download import download
from accounts.codes import code_at
from accounts.models import Exposure, Kit, KitHalf, SecretField, SecretVersion
from accounts.rules import kit as rules
from accounts.waiting import tasks_for
from registry import audit, clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people import actions as people
from registry.people.models import Appointment
from registry.people.proof import Proof
from registry.people.refusal import Refused, Stale
from registry.vault import Secret
from tests.accounts.kits import CHEAP, WHY, agreed, asked, contents, in_a_file, keepassxc, made, needs_keepassxc, ready
from tests.accounts.test_reveal import PASSWORD, SEED, VALUES
from tests.cast import DOMAIN, sign_in, signed_in
from tests.makers import make_account, proof_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    account = make_account(cast, "accepted")
    credentials.deposit(account, values={**VALUES, SecretField.NOTES: Secret("Ask Maya\nfor the phone")}, by=cast.coach)
    return account


def at(name, kit):
    return reverse(f"accounts:{name}", args=[kit.uuid])


def words_in(answer):
    return html.unescape(" ".join(re.findall(r'class="plain" translate="no">([a-z]+)<', answer.content.decode())))


def events(kit):
    return [(row.action, row.actor_label) for row in audit.entries_about(kit).order_by("seq")]


@needs_keepassxc
def test_two_people_make_a_kit_that_keepassxc_opens(cast, account, tmp_path):
    director, head = signed_in(cast.director), signed_in(cast.superintendent)
    answer = director.post(reverse("accounts:kit-ask"), {"reason": WHY})
    kit = Kit.objects.get()
    assert answer["Location"] == kit.get_absolute_url()
    assert at("kit-agree", kit) not in director.get(kit.get_absolute_url()).content.decode()
    assert head.post(at("kit-agree", kit)).status_code == 302
    passphrase = " ".join(words_in(client.post(at("kit-half", kit))) for client in (director, head))
    answer = director.post(at("kit-download", kit))
    kit.refresh_from_db()
    assert (answer.status_code, answer["Cache-Control"], answer["X-Content-Type-Options"]) == (
        200,
        "no-store",
        "nosniff",
    )
    assert answer["Content-Disposition"] == f'attachment; filename="mooring-kit-{kit.number}-2025-11-12.kdbx"'
    assert (kit.state, kit.entries, kit.sha256) == ("downloaded", 1, hashlib.sha256(answer.content).hexdigest())
    path, entry = in_a_file(answer.content, tmp_path), f"Harbor High Athletics/{account.name}, Instagram"
    before = code_at(SEED, datetime.now(UTC))[0]
    fields = ("UserName", "Password", "Backup code 2", "Notes", "Recovery phone")
    shown = keepassxc(
        "show", "-s", "-t", *(word for name in fields for word in ("-a", name)), path, entry, passphrase=passphrase
    )
    values = f"ski@{DOMAIN}\n{PASSWORD}\ncode-two-2\nAsk Maya\nfor the phone\n+1 952-555-0147\n"
    assert shown in {f"{values}{code}\n" for code in (before, code_at(SEED, datetime.now(UTC))[0])}


def test_each_step_is_in_the_trail_with_both_names_and_no_secret(cast, account):
    done, passphrase = made(cast.communications, cast.designee)
    one, other = cast.communications.name, cast.designee.name
    assert events(done.kit) == [
        ("kit.asked", one), ("kit.agreed", other), ("kit.half_shown", one), ("kit.half_shown", other),
        ("kit.opened", one), ("kit.downloaded", one),
    ]  # fmt: skip
    last = audit.entries_about(done.kit).filter(action="kit.downloaded").get()
    opened = audit.entries_about(done.kit).filter(action="kit.opened").get()
    actors = {"asked_by": cast.communications.trail_id, "agreed_by": cast.designee.trail_id}
    assert last.after == {"entries": 1, "sha256": hashlib.sha256(done.content).hexdigest(), "unreadable": [], **actors}
    assert (opened.after["kids"], opened.after["secrets"]) == (
        sorted({row.kid for row in SecretVersion.objects.all()}),
        len(rules.contents()),
    )
    kept = str([row.__dict__ for model in (Entry, Letter, Kit, KitHalf) for row in model.objects.all()])
    assert not [word for word in (PASSWORD, SEED, passphrase.expose(), passphrase.expose()[:12]) if word in kept]


def test_everybody_who_holds_the_vault_is_told(cast, account):
    kit = agreed(cast.director, cast.designee)
    call_command("deliver_mail")
    subjects = [one.subject for one in mail.outbox if kit.number in one.subject]
    assert subjects == [f"{cast.designee.name} agreed to the break-glass kit {kit.number}"]
    made(cast.director, cast.designee)
    told = set(Letter.objects.filter(template="accounts/kit_made").values_list("to__name", flat=True))
    parts = (
        cast.director,
        cast.communications,
        cast.second_communications,
        cast.newcomer,
        cast.superintendent,
        cast.designee,
    )
    assert told == {person.name for person in parts}
    asked_of = set(Letter.objects.filter(template="accounts/kit_asked").values_list("to__name", flat=True))
    assert asked_of == {cast.superintendent.name, cast.designee.name}
    asked(cast.superintendent)
    call_command("deliver_mail")
    letters = "".join(one.body for one in mail.outbox if "break-glass kit K-" in one.subject)
    assert f"{cast.superintendent.name} asks for one file with every login" in letters
    assert f"{cast.director.name} asked for it and {cast.designee.name} agreed" in letters
    assert not Letter.objects.exclude(state__in=("sent", "dropped")).exists()


def test_what_was_verified_last_is_in_it_beside_a_newer_deposit(cast):
    account = make_account(cast, "active")
    before = (
        credentials.reveal(
            account,
            by=cast.communications,
            proof=proof_of(cast.communications),
            nonce="n",
            reason_code="verify",
            reason="x",
        )
        .shown[1]
        .secret.expose()
    )
    credentials.deposit(account, values={SecretField.PASSWORD: Secret("a newer one")}, by=cast.coach)
    done, passphrase = made(cast.director, cast.superintendent)
    entry = contents(done.content, passphrase)[0]
    assert (entry["Password"], entry["Password, as last verified"]) == ("a newer one", before)


def test_a_used_backup_code_is_not_in_it(cast, account):
    credentials.reveal(
        account,
        by=cast.coach,
        proof=proof_of(cast.coach),
        nonce="n",
        reason_code="post",
        reason="",
        field="backup_code",
        slot=1,
    )
    done, passphrase = made(cast.director, cast.superintendent)
    assert [name for name in contents(done.content, passphrase)[0] if "Backup" in name] == ["Backup code 2"]


def test_what_does_not_open_is_said_and_the_rest_is_there(cast, account):
    SecretVersion.objects.filter(account=account, field="password", is_current=True).update(blob=b"RVbroken")
    done, passphrase = made(cast.director, cast.superintendent)
    entry = contents(done.content, passphrase)[0]
    assert (entry["Password"], entry["UserName"]) == ("This could not be read when the kit was made.", f"ski@{DOMAIN}")
    assert audit.entries_about(done.kit).get(action="kit.downloaded").after["unreadable"] == [
        f"{account.number}:password:0"
    ]
    assert "One value could not be read" in signed_in(cast.director).get(done.kit.get_absolute_url()).content.decode()


# Who, and in which order ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["communications", "designee"])
def test_the_second_is_another_person_of_the_other_office(cast, first):
    kit, ours = asked(getattr(cast, first)), first in ("director", "communications")
    for part, person in cast.people.items():
        if part == "disabled":
            continue
        wanted = part in (
            ("superintendent", "designee") if ours else ("director", "communications", "second_communications")
        )
        client = signed_in(person)
        page = client.get(kit.get_absolute_url())
        offered = page.status_code == 200 and at("kit-agree", kit) in page.content.decode()
        status = client.get(at("kit-agree", kit)).status_code
        got = (offered, status)
        expected = (
            (True, 302)
            if part == "newcomer" and not ours
            else (wanted, 200 if wanted else 403 if part in SIDES else 404)
        )
        assert got == expected, part


SIDES = {"director", "communications", "second_communications", "newcomer", "superintendent", "designee"}


def test_a_system_administrator_never_is_one_of_the_two(cast):
    Appointment.objects.create(
        person=cast.sysadmin, office="communications_staff", starts_on=clock.today(), appointed_by=cast.director
    )
    assert signed_in(cast.sysadmin).get(reverse("accounts:kits")).status_code == 403
    with pytest.raises(Refused, match="made by two people"):
        asked(cast.sysadmin)


def test_a_designee_of_communications_is_none_of_communications(cast):
    own = Appointment.objects.get(person=cast.director)
    people.appoint(person=cast.stranger, office=own.office, starts_on=clock.today(), by=cast.director, on_behalf_of=own)
    with pytest.raises(Refused):
        asked(cast.stranger)


def test_who_loses_the_office_meanwhile_stops_the_kit(cast, account):
    kit, _words = ready(cast.communications, cast.superintendent)
    row = Appointment.objects.get(person=cast.communications)
    people.end_appointment(row, by=cast.director)
    with pytest.raises(Refused, match="no longer holds an office"):
        download(kit, by=cast.communications, proof=proof_of(cast.communications), cost=CHEAP)
    assert signed_in(cast.superintendent).post(at("kit-cancel", kit)).status_code == 302


def test_only_who_asked_downloads_and_only_once_both_halves_are_written_down(cast, account):
    kit = agreed(cast.director, cast.superintendent)
    director, head, other = (signed_in(one) for one in (cast.director, cast.superintendent, cast.communications))
    assert [client.post(at("kit-download", kit)).status_code for client in (director, head, other)] == [409, 403, 403]
    assert other.post(at("kit-half", kit)).status_code == 403
    assert len(words_in(director.post(at("kit-half", kit))).split()) == 4
    answer = director.post(at("kit-half", kit))
    assert (answer.status_code, words_in(answer)) == (409, "")
    assert cast.superintendent.name in director.post(at("kit-download", kit)).content.decode()
    assert Exposure.objects.filter(kind="kit").count() == 0


def test_a_second_download_is_refused_and_opens_nothing(cast, account):
    done, _words = made(cast.director, cast.superintendent)
    answer = signed_in(cast.director).post(at("kit-download", done.kit))
    assert (answer.status_code, "downloaded already" in answer.content.decode()) == (409, True)
    assert Exposure.objects.filter(kind="kit").count() == 2 * len(rules.contents())
    assert not KitHalf.objects.exclude(blob=b"").exists()


@pytest.mark.parametrize("far", ["asked", "agreed", "ready"])
def test_after_fifteen_minutes_nothing_more_can_be_done(cast, account, moment, far):
    pair = (cast.director, cast.superintendent)
    kit = asked(cast.director) if far == "asked" else agreed(*pair) if far == "agreed" else ready(*pair)[0]
    with clock.at(moment + timedelta(minutes=15, seconds=1)):
        statuses = {
            signed_in(person).post(at(name, kit)).status_code
            for name, person in (
                ("kit-agree", pair[1]),
                ("kit-half", pair[0]),
                ("kit-download", pair[0]),
                ("kit-cancel", pair[0]),
            )
        }
        assert statuses == {409}
        assert "Lapsed" in signed_in(cast.director).get(kit.get_absolute_url()).content.decode()
        assert actions.lapse_due(by=None) == 1
        assert actions.lapse_due(by=None) == 0
    kit.refresh_from_db()
    assert (kit.state, KitHalf.objects.exclude(blob=b"").count()) == ("lapsed", 0)


@pytest.mark.parametrize("who", ["director", "superintendent", "communications"])
def test_either_office_can_cancel_it(cast, who):
    kit = agreed(cast.director, cast.superintendent)
    assert signed_in(getattr(cast, who)).post(at("kit-cancel", kit)).status_code == 302
    assert signed_in(cast.director).post(at("kit-half", kit)).status_code == 409
    assert not KitHalf.objects.exclude(blob=b"").exists()


@pytest.mark.parametrize(
    ("name", "who"), [("kit-agree", "superintendent"), ("kit-half", "director"), ("kit-download", "director")]
)
def test_each_step_needs_a_second_factor_of_five_minutes(cast, account, moment, name, who):
    kit = (
        asked(cast.director)
        if name == "kit-agree"
        else agreed(cast.director, cast.superintendent)
        if name == "kit-half"
        else ready(cast.director, cast.superintendent)[0]
    )
    client = signed_in(getattr(cast, who), at=moment - timedelta(minutes=5, seconds=1))
    assert [client.get(at(name, kit))["Location"][:13], client.post(at(name, kit))["Location"]] == [
        "/sign-in/2fa/",
        at(name, kit),
    ]
    act = {"kit-agree": actions.agree, "kit-half": actions.show_half, "kit-download": download}[name]
    person = getattr(cast, who)
    for proof in (None, Proof(cast.teacher, moment), Proof(person, moment - timedelta(minutes=6))):
        with pytest.raises(Refused, match="Confirm it is you"):
            act(kit, by=person, proof=proof)
    person.factor_changed_at = moment
    person.save(update_fields=["factor_changed_at"])
    with pytest.raises(Refused, match="second factor changed"):
        act(kit, by=person, proof=proof_of(person))
    assert Kit.objects.get().state == kit.state


# Asking ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["", "short", "   nine ok  ", "x\x00" * 20, "x" * 301])
def test_a_reason_that_cannot_be_is_said_at_the_field(cast, reason):
    answer = signed_in(cast.director).post(reverse("accounts:kit-ask"), {"reason": reason})
    assert (answer.status_code, Kit.objects.count()) == (422, 0)


def test_words_that_read_like_a_password_are_not_kept_either(cast):
    said = "The passphrase was Harbor77Nordic, see otpauth://totp/x"
    answer = signed_in(cast.director).post(reverse("accounts:kit-ask"), {"reason": said})
    kit = made(cast.director, cast.superintendent)[0].kit
    later = signed_in(cast.director).post(
        reverse("accounts:kit-destroyed", args=[kit.uuid]), {"how": said, "sure": "on"}
    )
    for each in (answer, later):
        assert (each.status_code, "Harbor77" in each.content.decode()) == (422, False)


def test_a_reason_that_holds_a_password_is_not_kept_or_shown_again(cast, account):
    client = signed_in(cast.superintendent)
    answers = [client.post(reverse("accounts:kit-ask"), {"reason": f"For the safe: {PASSWORD}"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert not any(PASSWORD in answer.content.decode() for answer in answers)
    assert "Wait an hour" in answers[3].content.decode()
    assert Entry.objects.filter(action="secret.typed", outcome="denied").count() == 4
    assert client.post(reverse("accounts:kit-ask"), {"reason": "A guess that is wrong"}).status_code == 422
    assert not Kit.objects.exists()


def test_three_kits_a_day_are_enough(cast):
    for _ in range(3):
        asked(cast.director)
    client = signed_in(cast.director)
    assert client.post(reverse("accounts:kit-ask"), {"reason": WHY}).status_code == 403
    assert reverse("accounts:kit-ask") not in client.get(reverse("accounts:kits")).content.decode()
    asked(cast.superintendent)


# Afterwards -----------------------------------------------------------------------------------------------------------


def test_after_ninety_days_both_are_asked_until_one_says_it_is_destroyed(cast, account, moment):
    done, _words = made(cast.director, cast.superintendent)
    kit = done.kit
    with clock.at(moment + timedelta(days=89)):
        assert (actions.remind_due(by=None), [task for task in tasks_for(cast.director) if task.kind == "kit"]) == (
            0,
            [],
        )
    with clock.at(moment + timedelta(days=90)):
        assert [actions.remind_due(by=None) for _ in range(2)] == [2, 0]
        assert [task.title for task in tasks_for(cast.superintendent) if task.kind == "kit"] == [
            f"Destroy the break-glass kit {kit.number} and record it"
        ]
        call_command("deliver_mail")
    with clock.at(moment + timedelta(days=120)):
        assert actions.remind_due(by=None) == 2
        head = signed_in(cast.superintendent)
        assert head.post(at("kit-destroyed", kit), {"how": "Stick shredded"}).status_code == 422
        assert head.post(at("kit-destroyed", kit), {"how": "Stick shredded", "sure": "on"}).status_code == 302
        assert signed_in(cast.director).post(at("kit-destroyed", kit), {"how": "x", "sure": "on"}).status_code == 409
    with clock.at(moment + timedelta(days=150)):
        assert actions.remind_due(by=None) == 0
    assert events(kit)[-1] == ("kit.destroyed", cast.superintendent.name)
    assert "Stick shredded" in signed_in(cast.superintendent).get(kit.get_absolute_url()).content.decode()


def test_a_kit_that_was_never_made_is_not_destroyed(cast):
    with pytest.raises(Stale, match="never downloaded"):
        actions.attest_destroyed(asked(cast.director), how="x", by=cast.director)


@pytest.mark.counts
def test_the_pages_ask_no_more_of_the_database_for_more_kits(cast, account, django_assert_max_num_queries):
    client = sign_in(signed_in(cast.director), cast.director)
    made(cast.director, cast.superintendent)
    made(cast.superintendent, cast.director)
    for address in (reverse("accounts:kits"), Kit.objects.latest("pk").get_absolute_url()):
        with django_assert_max_num_queries(26):
            assert client.get(address).status_code == 200
