"""The site as production has it, but for static files, which need no collecting here; and the switches of broken variants."""

import os
from pathlib import Path

from registry.settings import *  # noqa: F403
from registry.settings import CACHES, LOGGING, MIDDLEWARE, STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

_BROKEN = os.environ.get("ASSURANCE_BROKEN", "")
if _BROKEN in ("cache for each process", "codes accepted again"):
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
if _BROKEN == "codes accepted again":
    MIDDLEWARE.insert(0, "assurance.broken.codes_accepted_again")

# Letters end up in a folder, and the log says all that it can say, statements among it (D8).
if os.environ.get("ASSURANCE_MAILS"):
    EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", os.environ["ASSURANCE_MAILS"]
    STATIC_ROOT = Path(EMAIL_FILE_PATH).parent / "static"
if os.environ.get("ASSURANCE_LOUD"):
    MIDDLEWARE.insert(0, "assurance.loud.every_statement")
    LOGGING["root"]["level"] = "DEBUG"
    LOGGING["loggers"]["mooring"]["level"] = LOGGING["loggers"]["django.db.backends"]["level"] = "DEBUG"
