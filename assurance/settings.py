"""The site as production has it, but for static files, which need no collecting here; and the switches of broken variants."""

import os

from registry.settings import *  # noqa: F403
from registry.settings import CACHES, MIDDLEWARE, STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

_BROKEN = os.environ.get("ASSURANCE_BROKEN", "")
if _BROKEN in ("cache for each process", "codes accepted again"):
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
if _BROKEN == "codes accepted again":
    MIDDLEWARE.insert(0, "assurance.broken.codes_accepted_again")
