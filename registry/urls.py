"""Where each room is mounted."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("sign-in/", include("allauth.urls"))]
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
