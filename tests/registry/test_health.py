"""A monitor learns whether the site is alive and can work, and nothing else."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from registry import audit, clock, keyring
from registry.audit.models import Head
from registry.outbox.models import Letter
from registry.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(client):
    """All the site needs is there."""
    assert client.get("/readyz").json() == {"status": "ready", "degraded": []}


def reasons(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json().keys() == {"status", "reasons"}
    return answer.json()["reasons"]


def without_keys(settings, client):
    settings.KEYRING = ""
    keyring.reload()
    try:
        return reasons(client)
    finally:
        settings.KEYRING = None
        keyring.reload()


def a_letter_due(moment):
    to = User.objects.create(email="someone@lakeviewps.example", name="Sam Someone")
    return Letter.objects.create(template="people/invitation", to=to, key="one", next_try_at=moment)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_json_without_cookies_and_is_never_kept(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies == {}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_can_only_be_asked(client, path):
    assert client.post(path).status_code == 405


def test_a_sealed_vault_degrades_the_site_and_does_not_stop_it(client, works, monkeypatch):
    monkeypatch.setattr(keyring, "vault_is_sealed", lambda: "vault-key-missing")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "degraded": ["vault"]}


def test_a_missing_trail_key_is_named(client, works, settings):
    assert without_keys(settings, client) == ["keys"]


def test_every_fault_is_named_and_nothing_else(client, works, settings):
    a_letter_due(clock.now() - timedelta(minutes=16))
    with audit.act():
        audit.record(audit.Event.ACCESS_DENIED, by=None, reason="To have an entry.")
    Head.objects.update(seq=7)
    assert without_keys(settings, client) == ["keys", "chain", "outbox"]


def test_a_missing_trigger_is_named(client, works):
    with connection.cursor() as cursor:
        trigger = min(names_of_triggers(cursor))
        on_table = " ON audit_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {trigger}{on_table}")
    assert reasons(client) == ["triggers"]


def names_of_triggers(cursor):
    if connection.vendor == "postgresql":
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_entry'::regclass AND NOT tgisinternal")
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
    return [row[0] for row in cursor.fetchall()]


def test_a_head_that_does_not_stand_on_the_last_entry_is_named(client, works):
    with audit.act():
        audit.record(audit.Event.ACCESS_DENIED, by=None, reason="To have an entry.")
    head = Head.objects.get()
    Head.objects.filter(pk=head.pk).update(seq=head.seq + 1)
    assert reasons(client) == ["chain"]


def test_letters_that_nobody_delivers_are_named(client, works):
    a_letter_due(clock.now() - timedelta(minutes=16))
    assert reasons(client) == ["outbox"]


def test_a_letter_that_waits_for_its_turn_is_no_lag(client, works):
    a_letter_due(clock.now() + timedelta(hours=2))
    assert client.get("/readyz").status_code == 200


def test_a_database_that_is_gone_is_named(client, monkeypatch):
    def gone():
        raise OperationalError("connection to server at 10.0.0.5 failed for user mooring")

    monkeypatch.setattr(connection, "cursor", gone)
    assert reasons(client) == ["database"]


def test_a_missing_key_is_named_beside_a_database_that_is_gone(client, works, settings, monkeypatch):
    def gone():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", gone)
    assert without_keys(settings, client) == ["database", "keys"]
