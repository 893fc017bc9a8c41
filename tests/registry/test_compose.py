"""The containers and the papers agree on where keys lie: in a folder that is mounted whole, and written in one place."""

from pathlib import Path, PurePosixPath

import pytest
from django.conf import settings
from ruamel.yaml import YAML

ROOT = Path(settings.BASE_DIR)
COMPOSE = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
OURS = [name for name, service in COMPOSE["services"].items() if service.get("image") == "mooring"]


@pytest.mark.parametrize("name", OURS)
def test_each_container_sees_the_folder_of_the_keyring_and_one_may_write_there(name):
    service = COMPOSE["services"][name]
    keyring = PurePosixPath(service["environment"]["KEYRING_FILE"])
    [mount] = service["volumes"]
    source, target, *mode = mount.split(":")
    assert (source, target, mode) == ("./secrets/keys", str(keyring.parent), [] if name == "keys" else ["ro"])
    assert not [one for one in service["secrets"] if "keyring" in str(one)], "a mounted file never shows a new key"


def test_the_papers_name_the_same_folder_and_the_same_command():
    made = (ROOT / "docker" / "make-secrets.sh").read_text(encoding="utf-8")
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert "make_keys --file /secrets/keys/keyring.json" in made
    assert "docker compose run --rm keys vault keys add" in operations
    assert COMPOSE["services"]["keys"]["entrypoint"] == ["python", "manage.py"]
    assert COMPOSE["services"]["keys"]["profiles"] == ["keys"], "it runs for one command, never by itself"
    assert "keyring" not in COMPOSE["secrets"]
    assert set(OURS) == {"web", "worker", "migrate", "keys"}
