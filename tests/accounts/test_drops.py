"""Links for handing in: made by an adult, used once by whoever has them, held until an adult has answered (IV.11)."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.actions import credentials, lifecycle
from accounts.models import Drop, Exposure, ExposureKind, SecretField, SecretVersion
from accounts.sealing import drop_counts, open_sealed
from registry import clock, keyring
from registry.audit.models import Entry, Origin
from registry.outbox.models import Letter
from tests.accounts.handing import hand_over, post
from tests.accounts.links import COACH, LEFT, STUDENT, answer, ask, link_in, make, use
from tests.cast import signed_in
from tests.makers import make_account, make_page, proof_of, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    """Just opened: the coach has not accepted yet, nothing is stored."""
    return make_account(cast, "setting_up", handle="HarborNordic")


@pytest.fixture(autouse=True)
def _rested():
    """Nobody has knocked yet."""
    cache.clear()


def events(account, like="drop."):
    return list(
        Entry.objects.filter(object_id=str(account.uuid), action__startswith=like)
        .order_by("seq")
        .values_list("action", flat=True)
    )


def told(template):
    return {letter.to.email for letter in Letter.objects.filter(template=template)}


def test_a_link_is_shown_once_used_once_and_confirmed_as_a_deposit_that_its_bearer_knows(cast, account):
    response = ask(account, cast.coach, **STUDENT)
    path, drop = link_in(response), Drop.objects.get()
    assert (response["Cache-Control"], drop.number, drop.state) == ("no-store", "D-0001", "open")
    bearer = Client(enforce_csrf_checks=True)
    page = bearer.get(path, headers={"user-agent": "Phone/1"})
    shown = page.content.decode()
    assert "Staff change the password when your class graduates, at the latest." in shown
    assert "HarborNordic" in shown
    assert "Instagram" in shown
    assert "We never ask for a personal password" in shown
    for secret in ("Harbor High Girls Nordic Ski", cast.coach.name, account.number, "Not stored", "csrf"):
        assert secret not in shown
    assert (page["Cache-Control"], page["Referrer-Policy"], page["X-Robots-Tag"]) == (
        "no-store", "no-referrer", "noindex, nofollow",
    )  # fmt: skip
    assert not page.cookies
    assert not bearer.cookies

    receipt = bearer.post(path, LEFT, headers={"user-agent": "Phone/1"}, REMOTE_ADDR="192.0.2.44")
    left = Entry.objects.get(action="drop.left")  # E3.41: of a student's phone nothing stays
    assert (left.origin_hash, left.session_hash, Origin.objects.filter(seq=left.seq).exists()) == ("", "", False)
    assert left.request_id
    drop.refresh_from_db()
    assert receipt.status_code == 200
    assert drop.receipt in receipt.content.decode()
    assert re.fullmatch(r"[A-Z346789]{3}-[A-Z346789]{3}", drop.receipt)
    assert (drop.state, drop.left_fields, SecretVersion.objects.count()) == ("held", ["login", "password"], 0)
    assert b"Old-Team" not in bytes(drop.blob)
    assert sum(drop_counts().values()) == 1
    assert told("accounts/drop_left") == {
        person.email for person in (cast.coach, cast.communications, cast.second_communications, cast.director,
                                    cast.newcomer)
    }  # fmt: skip
    assert told("accounts/drop_made") == {account.custodies.get(state="open").custodian.email}

    again = use(path, bearer, password="Another-Value-3")
    assert again.status_code == 404
    assert "This link does not work" in again.content.decode()

    work = signed_in(cast.coach).get("/").content.decode()
    assert "Confirm what was handed in for @HarborNordic" in work
    confirm = signed_in(cast.coach).get(reverse("accounts:drop-confirm", args=[drop.uuid])).content.decode()
    assert drop.receipt in confirm
    assert "Old-Team" not in confirm
    assert answer(drop, "confirm", cast.coach, other="x").status_code == 422
    assert answer(drop, "confirm", cast.coach).status_code == 302
    drop.refresh_from_db()
    assert (drop.state, bytes(drop.blob), drop.closed_by) == ("confirmed", b"", cast.coach)
    stored = {row.field: row for row in account.secrets.filter(is_current=True)}
    assert {name: open_sealed(row, keyring.vault()).expose() for name, row in stored.items()} == LEFT
    assert {(row.deposited_by, row.drop) for row in stored.values()} == {(cast.coach, drop)}
    assert stored["login"].holder == "student_or_parent"
    knows = Exposure.objects.filter(secret__account=account)
    assert {(row.kind, row.described, row.head_count, row.class_year, row.person) for row in knows} == {
        (ExposureKind.DECLARED, "students", 1, 2026, None),
        (ExposureKind.LINK, "", None, None, cast.coach),
    }
    assert not account.rotations.exists()  # until they graduate
    assert events(account) == ["drop.made", "drop.left", "drop.confirmed"]
    history = signed_in(cast.communications).get(reverse("accounts:history", args=[account.uuid])).content.decode()
    assert "D-0001" in history
    assert "1 student, class of 2026" in history


def test_a_link_unknown_used_revoked_or_over_gets_one_answer(cast, account):
    used, revoked, over = (make(account, cast.coach, **COACH) for _ in range(3))
    use(used)
    second = Drop.objects.order_by("pk")[1]
    assert answer(second, "revoke", cast.coach).status_code == 302
    third = Drop.objects.order_by("pk")[2]
    answers = []
    with clock.at(clock.now() + timedelta(hours=72)):
        for path in (used, revoked, over, "/drop/" + "x" * 43, "/drop/%00", "/drop/é"):
            for response in (Client().get(path), use(path)):
                assert not response.cookies
                answers.append((response.status_code, response.content, response["Referrer-Policy"]))
        page = signed_in(cast.coach).get(reverse("accounts:drops", args=[account.uuid])).content.decode()
        assert "Expired" in page
        assert "Revoked" in page
        assert page.count("Good until") == 0
    assert len(set(answers)) == 1
    assert answers[0][0] == 404
    assert answer(second, "revoke", cast.coach).status_code == 409
    assert answer(third, "confirm", cast.coach).status_code == 409
    assert Drop.objects.filter(state="held").count() == 1


def test_what_cannot_be_right_is_said_at_the_field_and_the_link_stays_good(cast, account):
    path = make(account, cast.coach, bearer="parent", fields_=["login", "password", "recovery_phone"])
    for typed, said in (
        ({"password": ""}, "Fill in what you know, at least one line."),
        ({"password": "x" * 1_000_000}, "room for 1,000 characters"),
        ({"password": "tab\x07bell"}, "characters that cannot be stored"),
        ({"password": "nul\x00"}, "characters that cannot be stored"),
        ({"recovery_phone": "call me"}, "phone"),
        ({"seed": "JBSWY3DPEHPK3PXP", "notes": "her name", "backup_codes": "1"}, "Fill in what you know"),
    ):
        response = use(path, **typed)
        assert response.status_code == 422, typed
        assert said in response.content.decode()
        assert Drop.objects.get().state == "open"
    assert Client().post(path, {"password": "x" * 3_000_000}).status_code == 400
    form = Client().get(path).content.decode()
    assert 'name="recovery_phone"' in form
    assert 'name="seed"' not in form
    assert 'name="notes"' not in form
    assert use(path, password="weak").status_code == 200


def test_who_makes_a_link_and_what_it_may_ask(cast, account):
    for person in (cast.coach, cast.backup, cast.principal, cast.communications):
        assert ask(account, person, **COACH).status_code == 200
    for person in (cast.teacher, cast.superintendent, cast.sysadmin, cast.other_principal):
        assert signed_in(person).get(reverse("accounts:drop-make", args=[account.uuid])).status_code == 403
    page = make_page(cast, handle="HarborPage")
    assert signed_in(cast.communications).get(reverse("accounts:drop-make", args=[page.uuid])).status_code == 403
    for answers, said in (
        ({"bearer": "employee"}, "Select a valid choice"),
        ({**COACH, "fields_": ["notes"]}, "Select a valid choice"),
        ({**COACH, "fields_": []}, "There is a problem"),
        ({**COACH, "hours": "1000"}, "Select a valid choice"),
        ({**STUDENT, "fields_": ["password", "recovery_email"]}, "never asked for"),
        ({**STUDENT, "class_year": ""}, "like 2027"),
        ({**STUDENT, "class_year": "1899"}, "like 2027"),
        ({**STUDENT, "guardian": ""}, "Say whether a parent or guardian was told"),
        ({**STUDENT, "guardian": "told"}, "on which day"),
        ({**COACH, "note": "Emma Larson, class of 2026", "sure": "on"}, "No student’s name is kept here"),
        ({**COACH, "note": "for Emma Larson"}, "reads like somebody’s name"),
    ):
        response = ask(account, cast.coach, **answers)
        assert response.status_code == 422, answers
        assert said in response.content.decode()
    assert not Drop.objects.filter(note__contains="Emma").exists()
    assert ask(account, cast.coach, **COACH, note="for Emma Larson", sure="on").status_code == 200
    assert ask(account, cast.coach, **COACH, note=f"from {cast.ex_coach.name}, last fall").status_code == 200
    client, address = signed_in(cast.coach), reverse("accounts:drop-make", args=[account.uuid])
    form = {"fields_": ["login"], "hours": "4", "nonce": "same", **COACH}
    assert [client.post(address, form).status_code for _ in range(2)] == [200, 409]


def test_who_answers_and_what_discarding_leaves(cast, account):
    use(make(account, cast.principal, **COACH))
    drop = Drop.objects.get()
    for person, status in ((cast.teacher, 403), (cast.backup, 403), (cast.superintendent, 403)):
        assert answer(drop, "confirm", person).status_code == status
    assert answer(drop, "discard", cast.principal, why=" ").status_code == 422
    assert answer(drop, "discard", cast.principal, why="It was somebody else.").status_code == 302
    drop.refresh_from_db()
    assert (drop.state, bytes(drop.blob), drop.kid, account.secrets.count()) == ("discarded", b"", "", 0)
    assert answer(drop, "confirm", cast.communications).status_code == 409
    use(make(account, cast.principal, **COACH))
    latest = Drop.objects.first()
    assert answer(latest, "confirm", cast.principal).status_code == 302  # an administrator, who deposits nothing else
    assert account.secrets.filter(is_current=True, drop=latest).count() == 2


def test_the_database_refuses_a_link_that_holds_something_once_it_is_over(cast, account):
    make(account, cast.coach)
    for wrong in ({"blob": b"x"}, {"state": "confirmed"}, {"class_year": None}, {"state": "held"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Drop.objects.update(**wrong)


def test_too_many_tries_are_slowed_down_by_link_and_by_client(cast, account):
    """Who has a link and only looks, however often, is not shut out; a thousand wrong answers are not taken."""
    path = make(account, cast.coach)
    assert [use(path, password="").status_code for _ in range(21)] == [422] * 20 + [429]
    assert Client(REMOTE_ADDR="192.0.2.8").post(path, LEFT).status_code == 429  # the link, from anywhere
    assert {Client().get(path).status_code for _ in range(21)} == {200}
    others = [Client().get(f"/drop/{number:043d}", REMOTE_ADDR="192.0.2.7").status_code for number in range(61)]
    assert others == [404] * 60 + [429]
    assert Client().get("/drop/" + "z" * 43, REMOTE_ADDR="2001:db8::1").status_code == 404
    last = Client().get("/drop/" + "y" * 43, REMOTE_ADDR="192.0.2.7")
    assert last["Cache-Control"] == "no-store"
    assert not last.cookies


def test_what_nobody_confirms_is_destroyed_after_14_days_and_no_letter_or_log_has_the_link(cast, account, caplog):
    caplog.set_level(logging.DEBUG)
    path = make(account, cast.coach)
    use(path)
    unused = make(account, cast.coach, **COACH)
    token = path.rpartition("/")[2]
    for day, states in ((13, {"held", "lapsed"}), (14, {"lapsed"})):
        with clock.at(clock.now() + timedelta(days=day)):
            call_command("daily")
            assert set(Drop.objects.values_list("state", flat=True)) == states
    assert not any(bytes(drop.blob) for drop in Drop.objects.all())
    assert told("accounts/drop_lapsed") == {cast.coach.email}  # only of what was left
    assert events(account).count("drop.lapsed") == 2
    with clock.at(clock.now() + timedelta(minutes=1)):
        call_command("deliver_mail")
    sent = "".join(str(message.message()) for message in mail.outbox)
    assert "drop_left" not in sent
    assert len(mail.outbox) > 1
    everything = sent + caplog.text + repr(list(Entry.objects.values())) + repr(list(Letter.objects.values()))
    for secret in (token, unused.rpartition("/")[2], *LEFT.values()):
        assert secret not in everything


def test_with_its_account_a_link_ends_and_what_was_left_is_gone(cast):
    account = make_account(cast, "setting_up", handle="HarborSoon")
    use(make(account, cast.coach))
    unused = make(account, cast.coach, **COACH)
    lifecycle.abandon(account, by=None)
    assert [(drop.state, bytes(drop.blob)) for drop in Drop.objects.all()] == [("lapsed", b"")] * 2
    assert (events(account).count("drop.lapsed"), told("accounts/drop_lapsed")) == (2, set())
    assert use(unused).status_code == 404


def test_a_closed_vault_takes_nothing_and_the_link_stays_good(cast, account, monkeypatch):
    path = make(account, cast.coach)
    with monkeypatch.context() as patch:
        patch.setattr(keyring, "vault_is_sealed", lambda: "no key")
        assert (Client().get(path).status_code, use(path).status_code) == (503, 503)
    assert Drop.objects.get().state == "open"
    assert use(path).status_code == 200


def test_what_the_confirmer_did_not_see_they_do_not_know_but_whoever_made_the_link_may_have_used_it(cast, account):
    """The same value again is no new version, and no word that the confirmer knows it (T9)."""
    use(make(account, cast.coach, **COACH))
    answer(Drop.objects.get(), "confirm", cast.director)
    use(make(account, cast.coach, **COACH))
    answer(Drop.objects.first(), "confirm", cast.director)
    assert account.secrets.count() == 2
    known = Exposure.objects.filter(secret__account=account, person__isnull=False)
    assert list(known.values_list("person", "kind")) == [(cast.coach.pk, "link")] * 2
    reasons = [row.kind for row in account.rotations.get(field="password").reasons.all()]
    assert reasons == ["leaver"]
    reveal(account, cast.communications)
    credentials.verify(account, by=cast.communications, proof=proof_of(cast.communications))
    assert set(account.secrets.values_list("state", flat=True)) == {"verified"}
    assert {row.field for row in account.secrets.all()} == {SecretField.LOGIN, SecretField.PASSWORD}


def test_a_user_name_that_a_student_leaves_is_nobodys_own_address(cast, account):
    use(make(account, cast.coach), login="HarborNordic", password=LEFT["password"])
    assert answer(Drop.objects.get(), "confirm", cast.coach).status_code == 302
    login = account.secrets.get(field="login", is_current=True)
    assert (login.holder, login.holder_person, login.replace_by) == ("", None, None)
    page = signed_in(cast.coach).get(account.get_absolute_url()).content.decode()
    assert "replace it by the district’s" not in page
    assert "address outside the district" not in page


def test_who_hands_over_closes_no_change_by_a_link_of_their_own(cast):
    """They could have written by it what they must not know; somebody else's word does not change that."""
    account = make_account(cast, "active", handle="HarborAlpine")
    hand_over(account, cast.coach, cast.teacher)
    post(cast.teacher, "custody-accept", account)
    use(make(account, cast.coach), password="Written-By-Giver-1")
    answer(Drop.objects.get(), "confirm", cast.communications)
    page = signed_in(cast.teacher).get(account.rotations.get(field="").get_absolute_url()).content.decode()
    assert "Somebody who must not know it has seen it." in page
