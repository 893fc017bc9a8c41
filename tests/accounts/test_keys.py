"""The life of a key, through the command: added, held by all, promoted, rewrapped to, retired, destroyed by two."""

import json
import os
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from accounts.actions import credentials
from accounts.models import Rotation, SecretVersion
from accounts.sealing import open_sealed
from registry import clock, heartbeat, keyring
from registry.audit.models import Entry
from registry.models import KeyCheck, Process
from registry.outbox.models import Letter
from registry.people.models import Proposal
from registry.vault import Secret
from tests.accounts.vault import beat_again, primary, rotate, said, vault
from tests.cast import seed_of, signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


def entries(path: Path, purpose: str = "vault") -> dict[str, str]:
    return {one["kid"]: one["state"] for one in json.loads(path.read_text())["purposes"][purpose]}


def values() -> dict[int, str]:
    rows = SecretVersion.objects.exclude(state="destroyed").select_related("account")
    return {row.pk: open_sealed(row, keyring.vault()).expose() for row in rows}


def actions(*names: str) -> list[str]:
    return list(Entry.objects.filter(action__in=names).order_by("seq").values_list("action", flat=True))


def test_a_key_from_its_first_day_to_its_last(cast, keyfile, settings, moment):
    make_account(cast, "deposited")
    before = values()
    old = primary()
    status, told = vault("keys", "add")
    new = told["kid"]
    assert (status, entries(keyfile)) == (0, {new: "pending", old: "primary"})
    assert stat.S_IMODE(keyfile.stat().st_mode) == 0o400
    assert vault("keys", "add")[0] == 1, "one at a time"
    assert vault("keys", "promote", new)[0] == 0
    assert (entries(keyfile), values()) == ({new: "primary", old: "decrypt_only"}, before)
    assert vault("keys", "retire", old) == (1, f"{len(before)} things need the key {old}. Run “vault rewrap” first.")
    assert vault("rewrap") == (0, {"done": {old: len(before)}, "left": {}})
    assert (values(), set(SecretVersion.objects.values_list("kid", flat=True))) == (before, {new})
    assert (
        "Backups from before this key was emptied are kept until December 17, 2025" in vault("keys", "retire", old)[1]
    )
    with clock.at(moment + timedelta(days=35)):
        assert vault("keys", "retire", old) == (0, {"kid": old, "retired": True})
        _agree_to_destroy(cast, old)
        status, told = vault("keys", "destroy", old)
    assert (status, told["destroyed"], told["backups_unreadable_before"][:10]) == (0, True, "2025-11-12")
    [gone] = [one for one in json.loads(keyfile.read_text())["purposes"]["vault"] if one["kid"] == old]
    assert (gone["state"], gone["key"]) == ("destroyed", "")
    assert (values(), keyring.vault_is_sealed()) == (before, None)
    assert actions("key.added", "key.promoted", "key.rewrapped", "key.retired", "key.destroyed") == [
        "key.added", "key.promoted", "key.rewrapped", "key.retired", "key.destroyed",
    ]  # fmt: skip


def _agree_to_destroy(cast, kid):
    assert vault("keys", "destroy", kid) == (
        1, "Two of superintendent, communications director and alternate must agree first.",
    )  # fmt: skip
    for email, why in ((cast.teacher.email, "Only a system administrator"), ("nobody@x.example", "Nobody here")):
        status, sentence = vault("keys", "destroy", kid, "--by", email)
        assert (status in (1, 2), why in sentence) == (True, True)
    status, told = vault("keys", "destroy", kid, "--by", cast.sysadmin.email)
    assert (status, told["destroyed"]) == (0, False)
    assert vault("keys", "destroy", kid, "--by", cast.sysadmin.email)[0] == 1, "proposed once"
    row = Proposal.objects.get()
    asked = {letter.to for letter in Letter.objects.filter(template="people/signature_needed")}
    assert asked == {cast.superintendent, cast.director, cast.alternate}
    page = f"/people/proposals/{row.pk}/"
    assert f"Destroy the key {kid}" in signed_in(cast.director).get(page).content.decode()
    assert signed_in(cast.sysadmin).post(f"{page}sign/").status_code == 403
    assert signed_in(cast.director).post(f"{page}sign/").status_code == 302
    assert vault("keys", "destroy", kid)[0] == 1, "one is not enough"
    assert signed_in(cast.director).post(f"{page}sign/").status_code == 403
    assert "nobody brings it back" in signed_in(cast.alternate).get(f"{page}sign/").content.decode()
    assert signed_in(cast.alternate).post(f"{page}sign/").status_code == 302


def test_a_key_is_promoted_only_once_every_live_process_holds_it(cast, keyfile, moment):
    beat_again()
    mine = Process.objects.get()
    other = Process.objects.create(name="other", kind="web", keys=mine.keys, seen_at=moment)
    new = vault("keys", "add")[1]["kid"]
    status, sentence = vault("keys", "promote", new)
    assert (status, mine.name in sentence, "other" in sentence) == (1, True, True)
    beat_again()
    mine.refresh_from_db()
    assert [one["state"] for one in mine.keys if one["kid"] == new] == ["pending"]
    assert "still without this key: other" in vault("keys", "promote", new)[1]
    wrong = [{**one, "check": "0" * 16} if one["kid"] == new else one for one in mine.keys]
    Process.objects.filter(pk=other.pk).update(keys=wrong)
    assert vault("keys", "promote", new)[0] == 1, "another key of the same name is not this key"
    with clock.at(moment + timedelta(minutes=4)):
        beat_again()
        assert vault("keys", "promote", new)[0] == 0, "a process that is silent does not count"


def test_behind_a_link_the_file_is_changed_and_the_link_stays(db, keyfile, settings, tmp_path):
    link = tmp_path / "elsewhere" / "keyring.json"
    link.parent.mkdir()
    link.symlink_to(keyfile)
    settings.KEYRING_FILE = str(link)
    new = vault("keys", "add")[1]["kid"]
    assert (link.is_symlink(), new in keyfile.read_text(), list(link.parent.iterdir())) == (True, True, [link])


def test_one_seed_that_does_not_open_keeps_nothing_from_a_new_key(cast, keyfile):
    account = make_account(cast, "active")
    row = Authenticator.objects.get(user=cast.coach, type="totp")
    row.data = {"secret": "no seal of ours"}
    row.save()
    _old, new = rotate()
    assert vault("rewrap")[0] == 1
    assert {one.kid for one in account.secrets.all()} == {new}


def test_under_a_new_key_for_fingerprints_an_old_password_is_still_told(cast, keyfile, moment):
    account = make_account(cast, "active")
    for minute, password in enumerate(("First-Of-All-1", "Second-Of-All-2", "First-Of-All-1")):
        with clock.at(moment + timedelta(minutes=minute)):
            credentials.deposit(account, values={"password": Secret(password)}, by=cast.communications)
            rotate("fingerprint")
    first, second, third = account.secrets.filter(field="password").order_by("version")[1:]
    assert (third.fingerprint, third.fingerprint_kid) == (first.fingerprint, first.fingerprint_kid)
    assert second.fingerprint_kid != first.fingerprint_kid


def test_a_process_says_so_at_most_once_a_minute(db, keyfile, django_assert_num_queries):
    beat_again()
    with django_assert_num_queries(0):
        heartbeat.beat("web")
    with django_assert_num_queries(1):
        beat_again()
    row = Process.objects.get()
    assert (row.kind, {one["purpose"] for one in row.keys}) == ("web", set(keyring.PURPOSES))
    assert not any(key["key"] in json.dumps(row.keys) for key in json.loads(keyfile.read_text())["purposes"]["vault"])


@pytest.mark.parametrize("spoilt", ["", "{", "[]", "another instance", "no primary", "open to others"])
def test_a_keyring_that_was_spoilt_while_we_run_is_left_alone(db, keyfile, spoilt):
    before = keyring.held_keys()
    content = json.loads(keyfile.read_text())
    if spoilt == "another instance":
        content["instance"] = "00000000-0000-4000-8000-000000000000"
    if spoilt == "no primary":
        content["purposes"]["mfa"][0]["state"] = "pending"
    keyfile.chmod(0o600)
    keyfile.write_text(spoilt if len(spoilt) < 3 else json.dumps(content))
    keyfile.chmod(0o644 if spoilt == "open to others" else 0o400)
    beat_again()
    assert keyring.held_keys() == before
    keyring.check_start()


def test_seeds_go_under_a_new_key_too_and_still_give_codes(cast, keyfile):
    seeds = {person: seed_of(getattr(cast, person)) for person in ("coach", "director")}
    old, new = rotate("mfa")
    status, told = vault("rewrap")
    assert (status, told["left"], told["done"][old] >= 2) == (0, {}, True)
    assert {person: seed_of(getattr(cast, person)) for person in seeds} == seeds
    rows = {row["kid"]: row["rows"] for row in vault("keys", "list")[1]["keys"] if row["purpose"] == "mfa"}
    assert (rows[old], rows[new]) == (0, told["done"][old])


def test_what_cannot_go_under_another_key_keeps_its_own(cast, keyfile):
    make_account(cast, "deposited")
    old, _new = rotate("trail")
    assert "They cannot be put under another" in vault("keys", "retire", old)[1]
    old, _new = rotate("session")
    assert "Sessions may still need this key until November 12, 2025, 9:00 PM" in vault("keys", "retire", old)[1]


def test_a_step_that_a_crash_cut_short_is_taken_again(cast, keyfile, monkeypatch):
    make_account(cast, "deposited")
    before, old, new = values(), primary(), vault("keys", "add")[1]["kid"]

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        status, sentence = vault("keys", "promote", new)
    assert (status, "cannot be changed: No space left on device" in sentence) == (1, True)
    assert (entries(keyfile), values()) == ({new: "pending", old: "primary"}, before)
    assert sorted(path.name for path in keyfile.parent.iterdir()) == ["keyring.json"]
    keyring.reload()
    assert (keyring.vault_is_sealed(), vault("keys", "promote", new)[0], primary()) == (None, 0, new)


@pytest.mark.parametrize(
    ("source", "where"), [("KEYRING", "development only"), ("KEYRING_COMMAND", "restart the site")]
)
def test_other_sources_say_what_to_do_there_instead(db, keyfile, settings, source, where):
    setattr(settings, source, keyfile.read_text() if source == "KEYRING" else f"cat {keyfile}")
    settings.KEYRING_FILE = ""
    keyring.reload()
    status, sentence = vault("keys", "add")
    assert (status, where in sentence) == (1, True)
    assert vault("status")[0] == 0


@pytest.mark.parametrize("words", [("promote", "no-such-key"), ("retire", "x"), ("destroy", "x")])
def test_a_key_that_is_not_there_is_misuse(db, keyfile, words):
    status, sentence = vault("keys", *words)
    assert (status, "There is no key" in sentence) == (2, True)


def test_the_primary_key_is_neither_retired_nor_destroyed_nor_promoted(db, keyfile):
    for step, why in (("retire", "is in use"), ("destroy", "Retire the key"), ("promote", "is not pending")):
        status, sentence = vault("keys", step, primary())
        assert (status, why in sentence) == (1, True)


def test_status_and_list_say_how_keys_stand_and_never_a_byte_of_them(cast, keyfile):
    make_account(cast, "deposited")
    old, new = rotate()
    status, told = vault("status")
    assert (status, told["sealed"], told["left"]) == (0, None, {old: SecretVersion.objects.count()})
    text = json.dumps([told, vault("keys", "list")[1]]) + said("status") + said("keys", "list")
    assert f"Still under {old}" in text
    assert new in text
    material = [key["key"] for keys in json.loads(keyfile.read_text())["purposes"].values() for key in keys]
    assert not [one for one in material if one in text]


def test_a_compromised_key_names_what_it_sealed_widest_reach_first(cast, keyfile):
    later, first = make_account(cast, "deposited"), make_account(cast, "active")
    old = primary()
    status, told = vault("compromise", "--dry-run")
    names = [one["name"] for one in told["accounts"]]
    assert (status, names, KeyCheck.objects.get(kid=old).compromised_at) == (0, [first.name, later.name], None)
    assert told["accounts"][0]["fields"] == ["login", "password", "recovery_email"]
    rotate()
    vault("rewrap")
    assert [one["name"] for one in vault("compromise", "--key", old)[1]["accounts"]] == names, (
        "whatever it stands under now"
    )
    assert KeyCheck.objects.get(kid=old).compromised_at is not None
    assert vault("compromise", "--key", old)[0] == 0
    asked = Rotation.objects.filter(reasons__kind="key_compromise", closed_at=None)
    assert sorted(asked.values_list("account", "field")) == sorted(((later.pk, ""), (first.pk, ""))), "once each"
    assert "compromised" in said("keys", "list")
    assert actions("key.compromised") == ["key.compromised"]


def test_so_is_what_a_process_sealed_that_did_not_know_the_new_key_yet(cast, keyfile, moment):
    account = make_account(cast, "active")
    old, _new = rotate()
    account.secrets.update(deposited_at=moment + timedelta(minutes=1))
    vault("rewrap")
    assert [one["name"] for one in vault("compromise", "--dry-run", "--key", old)[1]["accounts"]] == [account.name]


@pytest.mark.parametrize("folder", ["BASE_DIR", "STATIC_ROOT", "MEDIA_ROOT", "database"])
def test_a_keyring_lies_apart_from_what_is_copied_or_served(db, keyfile, settings, monkeypatch, folder):
    settings.TESTING = settings.DEMO = False
    keyring.reload()
    keyring.check_start(database=False)
    if folder == "database":
        monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
        monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(keyfile.parent / "db.sqlite3"))
    else:
        setattr(settings, folder, str(keyfile.parent.parent))
    keyring.reload()
    with pytest.raises(ImproperlyConfigured, match="Move it to a folder of its own"):
        keyring.check_start(database=False)


def test_the_page_is_for_those_who_operate_the_site_and_for_communications(cast, keyfile):
    old, new = rotate()
    for part, status in (
        ("sysadmin", 200),
        ("director", 200),
        ("communications", 200),
        ("superintendent", 403),
        ("coach", 403),
    ):
        answer = signed_in(getattr(cast, part)).get("/keys/")
        assert (part, answer.status_code) == (part, status)
        text = answer.content.decode()
        assert ((old in text), (new in text)) == (status == 200, status == 200)
        assert not any(one["key"] in text for one in json.loads(keyfile.read_text())["purposes"]["vault"])


def test_the_worker_is_waited_for_while_it_runs_and_not_once_it_has_stopped(cast, keyfile, monkeypatch):
    before, new, pages = [], [], []
    _a_minute_later()  # whatever another test has said of this process

    class Stops(threading.Event):
        """Three rounds; what people do between them."""

        def wait(self, timeout=None):
            before.append([row.kind for row in heartbeat.live()])
            if not new:
                new.append(vault("keys", "add")[1]["kid"])
                pages.append(signed_in(cast.sysadmin).get("/keys/").content.decode())
            elif len(before) == 2:
                before.append(vault("keys", "promote", new[0])[1])
                _a_minute_later()
            else:
                before.append(vault("keys", "promote", new[0])[0])
                self.set()
            return self.is_set()

    command = "registry.outbox.management.commands.deliver_mail"
    monkeypatch.setattr(f"{command}.Event", Stops)
    monkeypatch.setattr(f"{command}.close_old_connections", lambda: None)  # the test's own is needed
    call_command("deliver_mail", loop=True)
    [first, second, refused, third, promoted] = before
    assert ((first, second, third), promoted) == ((["worker"],) * 3, 0)
    assert "still without this key" in refused
    assert "Worker" in pages[0]
    assert not Process.objects.exists(), "one that stopped in good order is off the list"


def _a_minute_later():
    for me in heartbeat._me:
        me.said_at = -float("inf")
