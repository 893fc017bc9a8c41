"""A new keyring for a new installation."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry import clock, keyring
from tests.registry.keyring.rings import MOMENT, a_keyring


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
    root = Path(__file__).parents[3]
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
