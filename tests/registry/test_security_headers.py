"""What every answer tells the visitor, whatever its status (security.md, D15)."""

import pytest
from django.test import Client

from registry.audit.middleware import client_ip
from registry.people.models import User

pytestmark = pytest.mark.django_db

HTTPS = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "SITE_URL": "https://testserver",
}
POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'"},
}


@pytest.fixture
def visitor(settings):
    """A visitor at the site as it is in production, over TLS."""
    for name, value in HTTPS.items():
        setattr(settings, name, value)
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def person():
    return User.objects.create(email="someone@lakeviewps.example", name="Sam Someone")


def answer(visitor, path, method="get"):
    return getattr(visitor, method)(path, secure=True)


def policy_of(response):
    parts = [part.split() for part in response["Content-Security-Policy"].split(";") if part.strip()]
    return {name: set(values) for name, *values in parts}


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/sign-in/login/", "get", 200),
        ("/", "get", 302),
        ("/no-such-page/", "get", 404),
        ("/sign-in/login/", "post", 403),
        ("/readyz", "options", 405),
        ("/healthz", "get", 200),
    ],
)
def test_every_answer_carries_the_same_headers(visitor, path, method, status):
    response = answer(visitor, path, method)
    assert response.status_code == status
    assert policy_of(response) == POLICY
    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in response["Permissions-Policy"]


def test_an_error_of_ours_carries_them_too_and_says_nothing_of_itself(visitor, monkeypatch):
    def broken(*args):
        raise RuntimeError("the-canary")

    monkeypatch.setattr("registry.health._database", broken)
    monkeypatch.setitem(__import__("registry.health").health.NEEDED, "database", broken)
    response = answer(visitor, "/readyz")
    assert response.status_code == 500
    assert policy_of(response) == POLICY
    assert b"the-canary" not in response.content


def test_what_belongs_to_a_session_is_kept_nowhere(visitor, person):
    visitor.force_login(person)
    for path in ("/", "/no-such-page/"):
        assert answer(visitor, path)["Cache-Control"] == "no-store"


def test_cookies_are_bound_to_the_host_and_closed_to_scripts(visitor, person):
    answer(visitor, "/sign-in/login/")
    visitor.force_login(person)
    answer(visitor, "/no-such-page/")
    assert sorted(visitor.cookies) == ["__Host-csrf", "__Host-session"]
    for cookie in visitor.cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_a_form_from_another_origin_is_turned_away(visitor):
    """The referrer policy must leave our own forms an origin: `Origin: null`, which no-referrer brings, is not ours."""
    visitor.get("/sign-in/login/", secure=True)
    token = visitor.cookies["__Host-csrf"].value
    sent = {"csrfmiddlewaretoken": token, "login": "a@lakeviewps.example", "password": "x"}
    outcomes = {
        origin: visitor.post("/sign-in/login/", sent, secure=True, headers={"Origin": origin}).status_code
        for origin in ("https://testserver", "null", "https://elsewhere.example")
    }
    assert outcomes == {"https://testserver": 200, "null": 403, "https://elsewhere.example": 403}


def test_plain_http_leads_to_tls_but_a_probe_is_answered(visitor):
    assert visitor.get("/sign-in/login/")["Location"] == "https://testserver/sign-in/login/"
    assert visitor.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_an_address_is_believed_only_from_our_own_proxies(rf, settings, proxies, forwarded, seen):
    settings.TRUSTED_PROXY_COUNT = proxies
    assert client_ip(rf.get("/", headers={"X-Forwarded-For": forwarded})) == seen
