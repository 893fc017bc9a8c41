"""Keyrings in use, in files, and forgotten."""

import json
import uuid

import pytest

from registry import keyring


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
