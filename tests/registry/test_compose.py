"""The containers and the papers agree on where keys lie, and the image is made from all that it needs."""

import os
import shutil
import subprocess
import sys
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


def sent_to_the_builder(folder: Path) -> None:
    """What of the tree an image is made from: all is left out, but for what `.dockerignore` takes back in."""
    first, *lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert first == "*"
    without = shutil.ignore_patterns(*(line.removeprefix("**/") for line in lines if line[0] != "!"))
    for name in [line[1:] for line in lines if line[0] == "!"]:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=without)
        else:
            shutil.copy(path, folder / name)


def test_the_image_is_sent_all_that_its_own_steps_read(tmp_path):
    """The steps of the Dockerfile, on nothing but what the builder is sent."""
    sent_to_the_builder(tmp_path)
    steps = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    around = {"PATH": os.environ["PATH"], "DEMO": "true", "SECRET_KEY": "only-here" * 9, "ENV_FILE": os.devnull}
    for step in ("bin/compile-messages", "manage.py collectstatic --noinput --verbosity 0"):
        assert f".venv/bin/python {step}" in steps
        run = subprocess.run(
            [sys.executable, *step.split()], cwd=tmp_path, env=around, capture_output=True, text=True, check=False
        )
        assert (run.returncode, run.stderr) == (0, "")
    for name in ("gunicorn.conf.py", "requirements/runtime.txt", "bin/answers", "locale/en/LC_MESSAGES/django.mo"):
        assert (tmp_path / name).exists(), name
