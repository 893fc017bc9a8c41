"""A key that is not the one the database knows."""

import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from registry import keyring
from registry.models import Instance, KeyCheck
from registry.vault import Unreadable
from tests.registry.keyring.rings import a_keyring, binding, replaced


@pytest.fixture
def nothing_remembered(db):
    KeyCheck.objects.all().delete()
    Instance.objects.all().delete()


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
