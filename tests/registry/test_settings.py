"""A missing or nonsensical value stops the start with one sentence that says what to do."""

import os
import runpy
import subprocess
import sys
import tomllib
from email.utils import parseaddr
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest

from registry import checks

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "social.example.org",
    "DISTRICT_NAME": "Example District",
    "DISTRICT_EMAIL_DOMAINS": "example.org",
    "EMAIL_URL": "smtp+tls://user:pass%40word@mail.example.org:587",
    "KEYRING_FILE": "/etc/mooring/keyring.json",
    "DATABASE_URL": "postgres://app:p%40ss@db:5432/mooring",
}


def surroundings(**changes):
    """The environment of a site in production, with changes; one to None removes the variable."""
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull} | PRODUCTION | changes
    return {name: value for name, value in environment.items() if value is not None}


def settings_with(**changes):
    """What settings.py makes of these surroundings, read anew beside the settings the tests run with."""
    with mock.patch.dict(os.environ, surroundings(**changes), clear=True):
        return SimpleNamespace(**runpy.run_path(str(ROOT / "registry" / "settings.py")))


def manage(*words, **changes):
    """A command in a process of its own, as a person would give it."""
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=surroundings(**changes), capture_output=True, text=True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set."),
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 50 characters."),
        ({"SECRET_KEY_FALLBACKS": "short"}, "SECRET_KEY_FALLBACKS holds a key shorter than 50 characters."),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must name the site's hosts"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the site's hosts"),
        ({"ALLOWED_HOSTS": "https://social.example.org"}, "ALLOWED_HOSTS must name the site's hosts"),
        ({"SITE_URL": "social.example.org"}, "SITE_URL is not a web address."),
        ({"SITE_URL": "http://social.example.org"}, "SITE_URL must begin with https://"),
        ({"DEMO": "true"}, "DEMO and DEBUG are for this machine alone"),
        ({"DEBUG": "true"}, "DEMO and DEBUG are for this machine alone"),
        ({"DEMO": "true", "ALLOWED_HOSTS": "localhost", "SITE_URL": "http://a.org"}, "DEMO and DEBUG are for this"),
        ({"TRUSTED_PROXY_COUNT": "one"}, "TRUSTED_PROXY_COUNT must be a whole number from 0 to 10."),
        ({"TRUSTED_PROXY_COUNT": "-1"}, "TRUSTED_PROXY_COUNT must be a whole number from 0 to 10."),
        ({"DISTRICT_NAME": " "}, "DISTRICT_NAME is not set."),
        ({"DISTRICT_EMAIL_DOMAINS": None}, "DISTRICT_EMAIL_DOMAINS is not set."),
        ({"DISTRICT_EMAIL_DOMAINS": "someone@example.org"}, "DISTRICT_EMAIL_DOMAINS must be domains"),
        ({"DISTRICT_TIME_ZONE": "Chicago"}, "DISTRICT_TIME_ZONE is not a time zone."),
        ({"DISTRICT_TIME_ZONE": "../etc"}, "DISTRICT_TIME_ZONE is not a time zone."),
        ({"DATABASE_URL": "mysql://x@y/z"}, "DATABASE_URL must begin with postgres:// or sqlite:///."),
        ({"DATABASE_URL": "$DATABASE"}, "DATABASE_URL must begin with postgres:// or sqlite:///."),
        ({"DATABASE_URL": "postgres://x@y:port/z"}, "DATABASE_URL cannot be read as an address."),
        ({"DATABASE_URL": "postgres://x@y"}, "DATABASE_URL does not name a database."),
        ({"DATABASE_URL": "sqlite://:memory:"}, "DATABASE_URL does not name a database."),
        ({"DATABASE_OWNER_URL": "owner"}, "DATABASE_OWNER_URL must begin with postgres:// or sqlite:///."),
        ({"EMAIL_URL": None}, "EMAIL_URL is not set."),
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL cannot be read."),
        ({"KEYRING_FILE": None}, "Exactly one of KEYRING_FILE and KEYRING_COMMAND must say where the keys are."),
        ({"KEYRING_COMMAND": "print-keys"}, "Exactly one of KEYRING_FILE and KEYRING_COMMAND must say"),
        ({"KEYRING": "{}"}, "KEYRING is for development only."),
        ({"DEMO": "maybe"}, "DEMO is neither true nor false."),
        ({"DEBUG": "2"}, "DEBUG is neither true nor false."),
        ({"GOOGLE_CLIENT_ID": "id"}, "GOOGLE_CLIENT_SECRET must be set as well"),
        ({"OIDC_SERVER_URL": "https://id.example.org"}, "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set as well"),
        (
            {"MICROSOFT_CLIENT_ID": "i", "MICROSOFT_CLIENT_SECRET": "s", "MICROSOFT_TENANT": "common"},
            "MICROSOFT_TENANT must be the district's own tenant",
        ),
        ({"SECRET_KEY": None, "SECRET_KEY_FILE": "/nowhere"}, "SECRET_KEY_FILE names a file that cannot be read."),
    ],
)
def test_nonsense_stops_the_start_with_a_sentence(changes, sentence):
    with pytest.raises(SystemExit) as stopped:
        settings_with(**changes)
    said = str(stopped.value)
    assert said.startswith(f"Mooring cannot start: {sentence}")
    assert "\n" not in said


def test_a_command_stops_with_the_sentence_and_no_traceback():
    done = manage("check", ALLOWED_HOSTS="")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "Mooring cannot start: ALLOWED_HOSTS must name the site's hosts, separated by commas, "
        "as in social.example.org. No * and no https://."
    ]


def test_a_missing_keyring_stops_a_command_with_a_sentence_and_no_traceback():
    done = manage("check", KEYRING_FILE="/nowhere/keyring.json")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("Mooring cannot start: The keyring /nowhere/keyring.json cannot be read:")


def test_production_needs_only_what_the_example_lists():
    settings = settings_with()
    assert (settings.DEBUG, settings.DEMO, settings.SITE_URL) == (False, False, "https://social.example.org")


@pytest.mark.parametrize(
    "name", ["DEBUG", "DEMO", "TRUSTED_PROXY_COUNT", "DISTRICT_TIME_ZONE", "SITE_URL", "OIDC_NAME"]
)
def test_an_empty_variable_counts_as_not_set(name):
    assert settings_with(**{name: ""}).SITE_URL == "https://social.example.org"


def test_a_flood_of_addresses_does_not_flush_the_limits_on_guessing():
    assert settings_with().CACHES["default"]["OPTIONS"] == {"MAX_ENTRIES": 200_000, "CULL_FREQUENCY": 10}


def test_letters_come_from_the_district_whatever_its_name_holds():
    sender = settings_with(DISTRICT_NAME='District 625 (St. Paul), "Saints"').DEFAULT_FROM_EMAIL
    assert parseaddr(sender) == ('District 625 (St. Paul), "Saints"', "mooring@example.org")


def test_the_trail_can_name_the_version_of_the_site():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert version == settings_with().APP_VERSION


def test_an_older_secret_key_goes_on_working_beside_the_new_one():
    assert settings_with().SECRET_KEY_FALLBACKS == []
    assert settings_with(SECRET_KEY_FALLBACKS="o" * 50).SECRET_KEY_FALLBACKS == ["o" * 50]


@pytest.mark.parametrize(("domains", "hint"), [("example.org", "example.org"), ("example.org,b.org", "*")])
def test_google_offers_addresses_of_every_domain_of_the_district(domains, hint):
    google = {"GOOGLE_CLIENT_ID": "i", "GOOGLE_CLIENT_SECRET": "s", "DISTRICT_EMAIL_DOMAINS": domains}
    assert settings_with(**google).SOCIALACCOUNT_PROVIDERS["google"]["AUTH_PARAMS"]["hd"] == hint


@pytest.mark.parametrize(
    ("address", "proxies", "found"),
    [
        ("https://social.example.org", 0, ["registry.W002"]),
        ("https://social.example.org", 1, []),
        ("http://localhost:8000", 0, []),
    ],
)
def test_a_site_that_would_redirect_for_ever_is_warned_of(settings, address, proxies, found):
    settings.SITE_URL, settings.TRUSTED_PROXY_COUNT = address, proxies
    assert [message.id for message in checks.tls_ends_somewhere()] == found


@pytest.mark.parametrize(
    ("cache", "found"),
    [
        ({"BACKEND": "django.core.cache.backends.db.DatabaseCache", "OPTIONS": {"MAX_ENTRIES": 200_000}}, []),
        ({"BACKEND": "django.core.cache.backends.db.DatabaseCache"}, ["registry.E005"]),
        ({"BACKEND": "django.core.cache.backends.redis.RedisCache"}, []),
        ({"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}, ["registry.E005"]),
    ],
)
def test_a_cache_that_forgets_tries_is_an_error(settings, cache, found):
    settings.CACHES = {"default": cache}
    assert [message.id for message in checks.limits_count_together()] == found


def test_spaces_in_lists_are_forgiven():
    settings = settings_with(ALLOWED_HOSTS=" a.org , b.org,", DISTRICT_EMAIL_DOMAINS="@A.org")
    assert settings.ALLOWED_HOSTS == ["a.org", "b.org"]
    assert settings.DISTRICT_EMAIL_DOMAINS == ["a.org"]


def test_a_value_that_begins_with_a_dollar_sign_is_a_value():
    assert settings_with(DISTRICT_NAME="$PATH").DISTRICT_NAME == "$PATH"


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text("k" * 60 + "\n")
    assert settings_with(SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "key")).SECRET_KEY == "k" * 60


def test_the_name_of_the_keyring_file_is_not_taken_for_the_keyring():
    settings = settings_with()
    assert (settings.KEYRING, settings.KEYRING_FILE) == ("", "/etc/mooring/keyring.json")


def test_an_environment_file_is_read_and_the_environment_wins(tmp_path):
    (tmp_path / "env").write_text("DISTRICT_NAME=From the file\nEMAIL_FROM=mooring@example.org\n")
    settings = settings_with(ENV_FILE=str(tmp_path / "env"))
    assert settings.DISTRICT_NAME == "Example District"
    assert settings.DEFAULT_FROM_EMAIL == "mooring@example.org"


def test_cookies_are_bound_to_the_host_in_production():
    settings = settings_with()
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert getattr(settings, f"{cookie}_COOKIE_NAME") == f"__Host-{cookie.lower()}"
        assert getattr(settings, f"{cookie}_COOKIE_SECURE") is True
        assert getattr(settings, f"{cookie}_COOKIE_HTTPONLY") is True


def test_a_demo_needs_nothing_but_a_secret_key(tmp_path):
    nothing = dict.fromkeys(PRODUCTION) | {"SECRET_KEY": "s" * 60, "DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3"}
    settings = settings_with(DEMO="true", **nothing)
    assert (settings.SITE_URL, settings.SESSION_COOKIE_SECURE) == ("http://localhost:8000", False)


def test_sqlite_writers_take_turns_and_what_is_committed_is_on_the_disk(tmp_path):
    assert settings_with(DATABASE_URL=f"sqlite:///{tmp_path}/x.sqlite3").DATABASES["default"]["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
    }


def test_the_owner_of_the_tables_is_a_database_of_its_own():
    databases = settings_with(DATABASE_OWNER_URL="postgres://owner:x@db/mooring").DATABASES
    assert {alias: database["USER"] for alias, database in databases.items()} == {"default": "app", "owner": "owner"}
    assert databases["owner"]["TEST"] == {"MIRROR": "default"}
    assert databases["default"]["PASSWORD"] == "p@ss"


def test_no_provider_is_offered_unless_it_is_set_up():
    settings = settings_with()
    assert [provider["APPS"] for provider in settings.SOCIALACCOUNT_PROVIDERS.values()] == [[], [], []]
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] == ["'self'"]


def test_a_sign_in_form_may_lead_to_the_provider_that_is_set_up():
    provider = {"OIDC_SERVER_URL": "https://id.example.org/realm", "OIDC_CLIENT_ID": "i", "OIDC_CLIENT_SECRET": "s"}
    settings = settings_with(**provider)
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] == ["'self'", "https://id.example.org"]
    assert [app["client_id"] for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]] == ["i"]
