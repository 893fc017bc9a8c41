"""The environment of a throw-away world: its own keys and database, nothing of this machine's settings."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from registry.vault import Keyfile

HOST = "mooring.example"
PURPOSES = ("vault", "trail", "mfa", "fingerprint", "session", "seal")
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEST_DATABASE_URL", "PG_BINDIR", "VIRTUAL_ENV")


def environment(folder: Path) -> dict[str, str]:
    """A production environment with keys and database of its own in `folder`; nothing of this machine's settings."""
    keys = folder / "keyring.json"
    keys.write_text(Keyfile.fresh(PURPOSES, created=datetime.now(UTC)), encoding="utf-8")
    keys.chmod(0o400)
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {
        "DJANGO_SETTINGS_MODULE": "assurance.settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "TRUSTED_PROXY_COUNT": "1",
        "DISTRICT_NAME": "Assurance Public Schools",
        "DISTRICT_EMAIL_DOMAINS": "assurance.example",
        "KEYRING_FILE": str(keys),
        "DATABASE_URL": f"sqlite:///{folder / 'data' / 'assurance.sqlite3'}",
        "EMAIL_URL": "dummymail://",
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    }
