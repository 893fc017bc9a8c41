"""Where a keyring comes from."""

import base64
import shlex

import pytest
from django.core.exceptions import ImproperlyConfigured

from registry import keyring, keysource
from tests.registry.keyring.rings import MOMENT, a_keyring, everything_about


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
    monkeypatch.setattr(keysource, "COMMAND_SECONDS", 0.3)
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
