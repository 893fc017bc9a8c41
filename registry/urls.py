"""Where each room is mounted; the addresses are promised (contract.md)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from registry import health
from registry.views import keys

handler400 = "registry.errors.not_understood"
handler403 = "registry.errors.refused"
handler404 = "registry.errors.not_found"
handler429 = "registry.errors.too_many"
handler500 = "registry.errors.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("sign-in/", include("allauth.urls")),
    path("requests/", include("approvals.urls")),
    path("accounts/", include("accounts.urls")),
    path("campaigns/", include("accounts.campaign_urls")),
    path("drop/", include("accounts.bearer_urls")),
    path("keys/", keys.keys, name="keys"),
    path("people/", include("registry.people.urls")),
    path("policy/", include("registry.policy.urls")),
    path("trail/keeping/", include("accounts.keeping_urls")),
    path("trail/", include("registry.audit.urls")),
    *([path("outbox/", include("registry.outbox.urls"))] if settings.DEMO else []),
    path("", include("desk.urls")),
]
