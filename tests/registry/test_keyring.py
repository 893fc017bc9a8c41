"""The one door to the keys: what it reads, what it refuses, and what a wrong key stops."""

import base64
import json
import os
import shlex
import stat
import subprocess
import sys
import traceback
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from registry import clock, keyring
from registry.models import Instance, KeyCheck
from registry.vault import Binding, Keyfile, Unreadable

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOT_THE_VAULT = ["trail", "mfa", "fingerprint", "session", "seal"]


def a_keyring():
    return json.loads(Keyfile.fresh(keyring.PURPOSES, created=MOMENT))


def binding(**changes):
    return Binding(
        **{"instance": keyring.instance_id(), "account": "a", "field": "password", "slot": 0, "version": 1} | changes
    )


@pytest.fixture
def use(settings):
    """Makes a keyring, or any text, the one in use; a second call is another process with another keyring."""

    def _use(content=None, **sources):
        settings.KEYRING = content if isinstance(content, str) else json.dumps(content) if content else ""
        settings.KEYRING_FILE = str(sources.get("file", ""))
        settings.KEYRING_COMMAND = sources.get("command", "")
        keyring.reload()

    yield _use
    keyring.reload()


@pytest.fixture
def file_of(tmp_path):
    def _file(content, mode=0o400):
        path = tmp_path / f"{uuid.uuid4()}.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        path.chmod(mode)
        return path

    return _file


def everything_about(error):
    """All that a log or an error report could show of an error and of what led to it."""
    shown, seen = traceback.format_exception(error), error
    while seen:
        shown += [
            repr(seen),
            repr(vars(seen)),
            repr([getattr(seen, name, "") for name in ("doc", "output", "object", "cmd")]),
        ]
        seen = seen.__cause__ or seen.__context__
    return "".join(shown)


# What it reads


def test_each_purpose_has_its_ring(use):
    content = a_keyring()
    use(content)
    for purpose in keyring.PURPOSES:
        primary = keyring.ring(purpose).primary
        [entry] = content["purposes"][purpose]
        assert primary.kid == entry["kid"] == f"{purpose}-2026-11a"
        assert primary.expose() == base64.urlsafe_b64decode(entry["key"] + "=")
        assert primary.created == MOMENT
    assert keyring.instance_id() == content["instance"]
    keyring.check_start(database=False)


@pytest.mark.parametrize("mode", [0o400, 0o600])
def test_a_file_of_its_owner_is_read(use, file_of, mode):
    content = a_keyring()
    use(file=file_of(content, mode))
    assert keyring.instance_id() == content["instance"]


@pytest.mark.parametrize("mode", [0o404, 0o440, 0o410, 0o401, 0o420, 0o644, 0o777])
def test_a_file_open_to_others_is_refused(use, file_of, mode):
    use(file=file_of(a_keyring(), mode))
    with pytest.raises(ImproperlyConfigured, match=r"open to other users. Run `chmod 0400"):
        keyring.check_start(database=False)


def test_a_file_that_is_not_there_is_named_with_what_to_do(use, tmp_path):
    use(file=tmp_path / "none.json")
    with pytest.raises(ImproperlyConfigured, match=r"none.json cannot be read: No such file.*make_keys"):
        keyring.check_start(database=False)


def test_a_helper_prints_the_keyring(use, file_of):
    content = a_keyring()
    use(command=f"cat {shlex.quote(str(file_of(content)))}")
    assert keyring.instance_id() == content["instance"]


@pytest.mark.parametrize("command", ["/nonexistent/helper", "false", 'cat "unclosed', "sh -c 'cat {file}; exit 3'"])
def test_a_helper_that_fails_stops_the_start_and_its_output_is_in_no_error(use, file_of, command):
    content = a_keyring()
    use(command=command.replace("{file}", str(file_of(content))))
    with pytest.raises(ImproperlyConfigured, match=r"KEYRING_COMMAND (could not be run|ended with status)") as stopped:
        keyring.check_start(database=False)
    assert content["purposes"]["vault"][0]["key"] not in everything_about(stopped.value)


def test_a_helper_that_hangs_is_given_up_and_its_output_is_in_no_error(use, file_of, monkeypatch):
    content = a_keyring()
    monkeypatch.setattr(keyring, "COMMAND_SECONDS", 0.3)
    use(command=f"sh -c 'cat {file_of(content)}; exec tail -f /dev/null'")
    with pytest.raises(ImproperlyConfigured, match=r"took more than 0.3 seconds") as stopped:
        keyring.check_start(database=False)
    assert content["purposes"]["vault"][0]["key"] not in everything_about(stopped.value)


def test_a_keyring_in_the_environment_is_for_development_only(use, settings):
    use(a_keyring())
    settings.DEBUG = settings.DEMO = settings.TESTING = False
    with pytest.raises(ImproperlyConfigured, match="KEYRING is for development only"):
        keyring.check_start(database=False)
    settings.DEMO = True
    keyring.check_start(database=False)


def test_two_sources_are_one_too_many(use, file_of):
    use(file=file_of(a_keyring()), command="true")
    with pytest.raises(ImproperlyConfigured, match="both set"):
        keyring.check_start(database=False)


def test_no_source_says_what_to_do(use):
    use()
    with pytest.raises(ImproperlyConfigured, match=r"neither KEYRING_FILE nor KEYRING_COMMAND is set.*make_keys"):
        keyring.check_start(database=False)


def test_it_is_read_once_until_told_otherwise(use, file_of):
    path = file_of(a_keyring())
    use(file=path)
    first = keyring.instance_id()
    path.unlink()
    assert keyring.instance_id() == first
    keyring.reload()
    with pytest.raises(ImproperlyConfigured):
        keyring.instance_id()


# What stops the start, and what does not


@pytest.mark.parametrize("text", ["nonsense", "[]", "{", '"text"', '{"instance": "x"}', '{"purposes": {}}', "\x00\xff"])
def test_what_is_no_keyring_stops_the_start(use, text):
    use(text)
    with pytest.raises(ImproperlyConfigured, match=r"The keyring cannot be used"):
        keyring.check_start(database=False)


SPOILS = {
    "gone": lambda keys: None,
    "empty": lambda keys: [],
    "no list": lambda keys: "x",
    "no entry": lambda keys: ["x"],
    "short": lambda keys: [keys[0] | {"key": keys[0]["key"][:20]}],
    "long": lambda keys: [keys[0] | {"key": keys[0]["key"] + "AAAA"}],
    "no base64": lambda keys: [keys[0] | {"key": keys[0]["key"][:-1] + "!"}],
    "no text": lambda keys: [keys[0] | {"key": 7}],
    "no id": lambda keys: [{name: value for name, value in keys[0].items() if name != "kid"}],
    "odd id": lambda keys: [keys[0] | {"kid": "A B"}],
    "odd state": lambda keys: [keys[0] | {"state": "main"}],
    "odd time": lambda keys: [keys[0] | {"created": "yesterday"}],
    "no zone": lambda keys: [keys[0] | {"created": "2026-11-22"}],
    "no primary": lambda keys: [keys[0] | {"state": "decrypt_only"}],
    "two primaries": lambda keys: [keys[0], keys[0] | {"kid": "other"}],
    "same id": lambda keys: [keys[0], keys[0] | {"state": "pending"}],
    "destroyed with bytes": lambda keys: [keys[0], keys[0] | {"kid": "other", "state": "destroyed"}],
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS.keys())
@pytest.mark.parametrize("purpose", NOT_THE_VAULT)
def test_a_bad_key_of_any_purpose_but_the_vault_stops_the_start(use, purpose, spoil):
    content = a_keyring()
    key = content["purposes"][purpose][0]["key"]
    content["purposes"][purpose] = spoil(content["purposes"][purpose])
    use(content)
    with pytest.raises(
        ImproperlyConfigured, match=rf"no usable key for {purpose} \(.+\)\. On a new installation"
    ) as stopped:
        keyring.check_start(database=False)
    assert key[:20] not in everything_about(stopped.value)
    with pytest.raises(keyring.MissingKey) as missing:
        keyring.ring(purpose)
    assert missing.value.purpose == purpose


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS.keys())
def test_a_bad_vault_key_seals_the_vault_and_nothing_else(use, spoil):
    content = a_keyring()
    content["purposes"]["vault"] = spoil(content["purposes"]["vault"])
    use(content)
    keyring.check_start(database=False)
    assert keyring.vault_is_sealed() == "vault-key-missing"
    with pytest.raises(keyring.VaultSealed, match="vault-key-missing") as sealed:
        keyring.vault()
    assert sealed.value.reason == "vault-key-missing"
    for purpose in NOT_THE_VAULT:
        assert keyring.ring(purpose).primary.kid


def test_every_missing_purpose_is_named(use):
    content = a_keyring()
    del content["purposes"]["trail"], content["purposes"]["mfa"]
    use(content)
    with pytest.raises(ImproperlyConfigured, match=r"for trail \(it has no key for it\), mfa \(it has no key for it\)"):
        keyring.check_start(database=False)


def test_one_key_for_two_purposes_stops_the_start(use):
    content = a_keyring()
    content["purposes"]["trail"][0]["key"] = content["purposes"]["vault"][0]["key"]
    use(content)
    with pytest.raises(ImproperlyConfigured, match=r"trail \(it shares a key with vault\)"):
        keyring.check_start(database=False)


def test_a_keyring_that_is_no_json_is_in_no_error(use):
    content = a_keyring()
    use(json.dumps(content)[:-1])
    with pytest.raises(ImproperlyConfigured) as stopped:
        keyring.check_start(database=False)
    assert content["purposes"]["vault"][0]["key"] not in everything_about(stopped.value)


@pytest.mark.parametrize(
    "words",
    [
        ["make_keys"],
        ["help"],
        ["collectstatic", "--noinput"],
        ["makemigrations", "--check"],
        ["compilemessages"],
        [],
        ["migrate", "--help"],
    ],
)
def test_commands_that_need_no_key_start_without_one(use, monkeypatch, words):
    use()
    monkeypatch.setattr(sys, "argv", ["manage.py", *words])
    keyring.check_start()


@pytest.mark.parametrize(
    "argv", [["manage.py", "migrate"], ["manage.py", "runserver"], ["gunicorn", "make_keys"], ["pytest"]]
)
def test_everything_else_does_not(use, monkeypatch, argv):
    use()
    monkeypatch.setattr(sys, "argv", argv)
    with pytest.raises(ImproperlyConfigured):
        keyring.check_start()


# What the database remembers


@pytest.fixture
def nothing_remembered(db):
    KeyCheck.objects.all().delete()
    Instance.objects.all().delete()


def replaced(content, purpose, **changes):
    """The keyring with one purpose's key changed: by default to other bytes under the same id."""
    [key] = a_keyring()["purposes"][purpose]
    return content | {"purposes": content["purposes"] | {purpose: [key | changes]}}


@pytest.mark.django_db
def test_first_use_is_remembered_and_the_vault_waits_for_its_first_sealing(use, nothing_remembered):
    use(a_keyring())
    keyring.remember_checks()
    keyring.remember_checks()
    assert set(KeyCheck.objects.values_list("purpose", "kid", "check_value")) == {
        (purpose, f"{purpose}-2026-11a", keyring.ring(purpose).primary.check_value)
        for purpose in ("trail", "mfa", "fingerprint", "seal")
    }
    assert str(Instance.objects.get().identity) == keyring.instance_id()

    sealed = keyring.vault().seal("x", bound_to=binding())
    check = KeyCheck.objects.get(purpose="vault")
    assert (check.kid, check.check_value) == ("vault-2026-11a", keyring.ring("vault").primary.check_value)
    assert keyring.vault().open(sealed, bound_to=binding()).expose() == "x"
    keyring.check_start()


@pytest.mark.django_db
def test_opening_remembers_nothing(use, nothing_remembered):
    use(a_keyring())
    vault = keyring.vault()
    with transaction.atomic():
        sealed = vault.seal("x", bound_to=binding())
        transaction.set_rollback(True)
    assert KeyCheck.objects.count() == 0
    vault.open(sealed, bound_to=binding())
    assert KeyCheck.objects.count() == 0
    vault.seal("x", bound_to=binding())
    assert KeyCheck.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", ["trail", "mfa", "fingerprint", "seal"])
def test_a_wrong_key_stops_the_start(use, nothing_remembered, purpose):
    content = a_keyring()
    use(content)
    keyring.remember_checks()
    before = set(KeyCheck.objects.values_list("purpose", "kid", "check_value"))
    for other, word in ((replaced(content, purpose), "wrong"), (replaced(content, purpose, kid="another"), "missing")):
        use(other)
        for door in (keyring.check_start, keyring.remember_checks):
            with pytest.raises(ImproperlyConfigured, match=f"key for {purpose} is {word}.*bring its own keyring back"):
                door()
    assert set(KeyCheck.objects.values_list("purpose", "kid", "check_value")) == before
    use(content)
    keyring.check_start()


@pytest.mark.django_db
def test_a_new_session_key_only_ends_sessions(use, nothing_remembered):
    content = a_keyring()
    use(content)
    keyring.remember_checks()
    use(replaced(content, "session"))
    keyring.check_start()


@pytest.mark.django_db
@pytest.mark.parametrize(("changes", "reason"), [({}, "vault-key-wrong"), ({"kid": "another"}, "vault-key-missing")])
def test_a_wrong_vault_key_seals_the_vault_and_nothing_else(use, nothing_remembered, changes, reason):
    content = a_keyring()
    use(content)
    keyring.remember_checks()
    sealed = keyring.vault().seal("x", bound_to=binding())
    before = set(KeyCheck.objects.values_list("purpose", "kid", "check_value"))

    use(replaced(content, "vault", **changes))
    keyring.check_start()
    keyring.remember_checks()
    assert keyring.vault_is_sealed() == reason
    with pytest.raises(keyring.VaultSealed, match=reason):
        keyring.vault()
    assert set(KeyCheck.objects.values_list("purpose", "kid", "check_value")) == before

    use(content)
    assert keyring.vault_is_sealed() is None
    assert keyring.vault().open(sealed, bound_to=binding()).expose() == "x"


@pytest.mark.django_db
def test_of_two_processes_with_two_first_keys_one_seals(use, nothing_remembered):
    content = a_keyring()
    use(content)
    first = keyring.vault()
    use(replaced(content, "vault"))
    second = keyring.vault()  # nothing was sealed yet, so neither key is wrong so far
    use(content)
    first.seal("x", bound_to=binding())
    use(replaced(content, "vault"))
    with pytest.raises(keyring.VaultSealed, match="vault-key-wrong"):
        second.seal("x", bound_to=binding())


@pytest.mark.django_db
def test_a_key_added_to_the_ring_is_remembered_beside_the_old_one(use, nothing_remembered):
    content = a_keyring()
    use(content)
    keyring.remember_checks()
    sealed = keyring.vault().seal("x", bound_to=binding())
    [old], [new] = content["purposes"]["vault"], a_keyring()["purposes"]["vault"]
    keys = [new | {"kid": "vault-2027-01a"}, old | {"state": "decrypt_only"}]
    use(content | {"purposes": content["purposes"] | {"vault": keys}})
    assert keyring.vault_is_sealed() is None
    keyring.remember_checks()
    assert set(KeyCheck.objects.filter(purpose="vault").values_list("kid", flat=True)) == {
        "vault-2026-11a",
        "vault-2027-01a",
    }
    assert keyring.vault().open(keyring.vault().rewrap(sealed, bound_to=binding()), bound_to=binding()).expose() == "x"

    destroyed = {"kid": old["kid"], "state": "destroyed"}
    use(content | {"purposes": content["purposes"] | {"vault": [keys[0], destroyed]}})
    assert keyring.vault_is_sealed() is None


@pytest.mark.django_db
def test_the_keyring_of_another_installation_stops_the_start(use, nothing_remembered):
    content = a_keyring()
    use(content)
    keyring.remember_checks()
    use(content | {"instance": str(uuid.uuid4())})
    with pytest.raises(ImproperlyConfigured, match="belongs to another installation"):
        keyring.check_start()


@pytest.mark.django_db
def test_a_secret_of_another_installation_does_not_open(use, nothing_remembered):
    content = a_keyring()
    use(content)
    here = binding()
    sealed = keyring.vault().seal("x", bound_to=here)
    use(content | {"instance": str(uuid.uuid4())})
    for bound_to in (here, binding()):
        with pytest.raises(Unreadable):
            keyring.vault().open(sealed, bound_to=bound_to)


@pytest.mark.django_db
def test_before_the_first_migration_only_the_keys_are_looked_at(use, nothing_remembered, monkeypatch):
    content = a_keyring()
    use(content)
    keyring.remember_checks()
    use(replaced(content, "trail"))
    monkeypatch.setattr(connection.introspection, "table_names", list)
    keyring.check_start()


def test_a_database_that_cannot_be_reached_does_not_stop_the_start(use, monkeypatch):
    def unreachable():
        raise DatabaseError("no route")

    use(a_keyring())
    monkeypatch.setattr(connection.introspection, "table_names", unreachable)
    keyring.check_start()


@pytest.mark.django_db
def test_asking_whether_the_vault_is_sealed_takes_one_query(use, nothing_remembered, django_assert_num_queries):
    use(a_keyring())
    keyring.instance_id()
    with django_assert_num_queries(1):
        keyring.vault_is_sealed()


@pytest.mark.django_db
def test_there_is_one_instance(nothing_remembered):
    Instance.objects.create(identity=uuid.uuid4())
    with pytest.raises(DatabaseError), transaction.atomic():
        Instance.objects.create(id=2, identity=uuid.uuid4())


# make_keys


def test_make_keys_writes_a_keyring_that_only_its_owner_reads(use, tmp_path, capsys):
    path = tmp_path / "keys" / "keyring.json"
    with clock.at(MOMENT):
        call_command("make_keys", file=str(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]
    use(file=path)
    keyring.check_start(database=False)
    assert keyring.ring("vault").primary.kid == "vault-2026-11a"
    assert keyring.ring("vault").primary.created == MOMENT
    key = json.loads(path.read_text())["purposes"]["vault"][0]["key"]
    assert key not in "".join(capsys.readouterr())


def test_make_keys_never_writes_over_a_keyring(tmp_path, capsys):
    path = tmp_path / "keyring.json"
    call_command("make_keys", file=str(path))
    before = path.read_text()
    with pytest.raises(CommandError, match="There is a keyring already"):
        call_command("make_keys", file=str(path))
    call_command("make_keys", "--if-missing", file=str(path))
    assert capsys.readouterr().out.endswith(f"The keyring is already there: {path}\n")
    assert path.read_text() == before
    assert list(tmp_path.iterdir()) == [path]


def test_make_keys_does_not_follow_a_link_to_nowhere(tmp_path):
    path = tmp_path / "keyring.json"
    path.symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(CommandError, match="There is a keyring already"):
        call_command("make_keys", file=str(path))
    assert list(tmp_path.iterdir()) == [path]


def test_make_keys_says_why_it_cannot_write(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=r"cannot be written to .*: File exists\."):
        call_command("make_keys", file=str(tmp_path / "file" / "keyring.json"))


def test_two_keyrings_have_no_key_in_common():
    one, two = a_keyring(), a_keyring()
    keys = {entry["key"] for content in (one, two) for entries in content["purposes"].values() for entry in entries}
    assert len(keys) == 2 * len(keyring.PURPOSES)
    assert one["instance"] != two["instance"]


def test_from_the_shell_make_keys_needs_no_keyring_and_the_site_does(tmp_path):
    root = Path(__file__).parents[2]
    path = tmp_path / "keyring.json"
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DEMO": "true",
        "SECRET_KEY": "k" * 60,
        "KEYRING_FILE": str(path),
    }

    def run(*words):
        return subprocess.run(
            [sys.executable, str(root / "manage.py"), *words],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    stopped = run("check")
    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert "keyring.json cannot be read: No such file or directory." in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert run("make_keys").returncode == 0
    assert run("make_keys").returncode == 1
    assert run("make_keys", "--if-missing").returncode == 0
    assert run("check").stderr.find("keyring") == -1
