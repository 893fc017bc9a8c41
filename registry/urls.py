"""Where each room is mounted; the addresses are promised (contract.md)."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from registry import health

handler400 = "registry.errors.not_understood"
handler403 = "registry.errors.refused"
handler404 = "registry.errors.not_found"
handler500 = "registry.errors.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("sign-in/", include("allauth.urls")),
]
for prefix, module in [
    ("", "desk.urls"),
    ("requests/", "approvals.urls"),
    ("accounts/", "accounts.urls"),
    ("people/", "registry.people.urls"),
    ("policy/", "registry.policy.urls"),
    ("trail/", "registry.audit.urls"),
    *([("outbox/", "registry.outbox.urls")] if settings.DEMO else []),
]:
    if find_spec(module):
        urlpatterns.append(path(prefix, include(module)))
