"""The site as the tests see it: nothing of this machine's environment but the database's address."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from registry.vault import Keyfile

PURPOSES = ("vault", "trail", "mfa", "fingerprint", "session", "seal")
OURS = (
    *("ALLOWED_", "DATABASE_OWNER", "DEBUG", "DEMO", "DISTRICT_", "EMAIL_", "GOOGLE_", "KEYRING", "MICROSOFT_"),
    *("OIDC_", "SECRET_KEY", "SITE_URL", "TRUSTED_"),
)

# Several test processes share a database template, so they share the first one's keys.
if "PYTEST_XDIST_WORKER" not in os.environ:
    for name in [name for name in os.environ if name.startswith(OURS)]:
        del os.environ[name]
    os.environ |= {
        "DEMO": "true",
        "ENV_FILE": os.devnull,
        "KEYRING": Keyfile.fresh(PURPOSES, created=datetime.now(UTC)),
        "SECRET_KEY": secrets.token_urlsafe(50),
    }

from registry.settings import *  # noqa: E402, F403
from registry.settings import DATABASES, STATIC_ROOT, VAR_DIR  # noqa: E402

TESTING = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, because the threads of a live server and of a race need one database between them.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
