"""How the site is set up. Whatever a district may choose comes from the environment: see .env.example."""

from __future__ import annotations

import os
import tomllib
from datetime import timedelta
from email.utils import formataddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext

from registry import environment, logs, single_sign_on
from registry.environment import flag, number, origin, required, stop, text, words
from registry.languages import offered

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
APP_VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
_named = os.environ.get("ENV_FILE")
environment.load(*([Path(_named)] if _named else [BASE_DIR / ".env", VAR_DIR / ".env"]))

# --- What kind of site this is. A trial (DEMO, DEBUG) gets defaults that production must choose for itself.

DEBUG = flag("DEBUG")
DEMO = flag("DEMO")
_TRIAL = DEBUG or DEMO

SECRET_KEY = required(
    "SECRET_KEY",
    "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))' and keep it to yourself.",
)
if len(SECRET_KEY) < 50:
    stop("SECRET_KEY is shorter than 50 characters. Make one with secrets.token_urlsafe(50).")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
if any(len(key) < 50 for key in SECRET_KEY_FALLBACKS):
    stop("SECRET_KEY_FALLBACKS holds a key shorter than 50 characters. Put former values of SECRET_KEY there only.")

ALLOWED_HOSTS = words("ALLOWED_HOSTS") or (["localhost", "127.0.0.1"] if _TRIAL else [])
if not ALLOWED_HOSTS or any(not environment.HOST.fullmatch(host) for host in ALLOWED_HOSTS):
    stop(
        "ALLOWED_HOSTS must name the site's hosts, separated by commas, as in social.example.org. No * and no https://."
    )

SITE_URL = origin(
    "SITE_URL", text("SITE_URL", "http://localhost:8000" if _TRIAL else f"https://{ALLOWED_HOSTS[0].lstrip('.')}")
)
if _TRIAL and not environment.is_here(*ALLOWED_HOSTS, urlsplit(SITE_URL).hostname or ""):
    stop(
        "DEMO and DEBUG are for this machine alone: they show all mail and sign in without TLS. "
        "Remove them, or let ALLOWED_HOSTS and SITE_URL name localhost only."
    )
_HTTPS = SITE_URL.startswith("https://")
if not (_HTTPS or _TRIAL):
    stop("SITE_URL must begin with https://, because passwords and sessions do not travel in the clear.")
TRUSTED_PROXY_COUNT = number("TRUSTED_PROXY_COUNT", 0, least=0, most=10)

# --- The district

DISTRICT_NAME = text("DISTRICT_NAME", "Lakeview Public Schools" if _TRIAL else "") or required(
    "DISTRICT_NAME", "Set it to the district's name, as people know it."
)
DISTRICT_EMAIL_DOMAINS = environment.domains("DISTRICT_EMAIL_DOMAINS") or (["lakeviewps.example"] if _TRIAL else [])
if not DISTRICT_EMAIL_DOMAINS:
    stop("DISTRICT_EMAIL_DOMAINS is not set. Set it to the domain of the district's e-mail, as in example.org.")

USE_TZ = True
TIME_ZONE = environment.time_zone("DISTRICT_TIME_ZONE", "America/Chicago")
LANGUAGE_CODE = "en"
LANGUAGES = offered(BASE_DIR)
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Keys: one of three doors (registry.keyring). A trial looks in var/, where `make run` puts them.

KEYRING_COMMAND = environment.plain("KEYRING_COMMAND")
KEYRING = environment.plain("KEYRING")
#: Where seals of the trail are left outside the database; none where it is empty.
TRAIL_ANCHOR_FILE = environment.plain("TRAIL_ANCHOR_FILE")
KEYRING_FILE = environment.plain("KEYRING_FILE") or (
    str(VAR_DIR / "keyring.json") if _TRIAL and not (KEYRING or KEYRING_COMMAND) else ""
)
if KEYRING and not _TRIAL:
    stop("KEYRING is for development only. Put the keys into a file of mode 0400 and name it in KEYRING_FILE.")
if sum(map(bool, (KEYRING, KEYRING_COMMAND, KEYRING_FILE))) != 1:
    stop("Exactly one of KEYRING_FILE and KEYRING_COMMAND must say where the keys are. See docs/operations.md.")

# A key is given up only once no backup that is still kept needs it.
BACKUP_DAYS = number("BACKUP_DAYS", 35, least=0, most=3650)

# --- Rooms, and what a request passes through

INSTALLED_APPS = [
    "registry",
    "registry.people",
    "registry.policy",
    "registry.audit",
    "registry.outbox",
    "accounts",
    "approvals",
    "desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *single_sign_on.apps(),
    "allauth.usersessions",
    "csp",
    "lucide",
]
MIDDLEWARE = [
    "registry.middleware.access_log",
    "registry.middleware.own_headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "registry.signing_out.forget_at_sign_out",
    "registry.middleware.no_store",
    "registry.charset.only_utf8",
    "registry.once.while_showing",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "registry.audit.middleware.TrailContext",
    "registry.people.sessions.SessionLimits",
    "registry.people.sessions.OwnLanguage",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "registry.people.refusal.RefusalMiddleware",
    "desk.saved.tabs.Beginning",
]
ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"
FORM_RENDERER = "registry.forms.Renderer"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "registry.context.page",
            ],
        },
    }
]

# --- Databases. Migrations and disposal use the owner's role; the site's own can only add to the trail (invariant 4).

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": environment.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'mooring.sqlite3'}")}
if text("DATABASE_OWNER_URL"):
    DATABASES["owner"] = environment.database("DATABASE_OWNER_URL", "") | {"TEST": {"MIRROR": "default"}}

# What rooms keep in the database beside their tables; `migrate` puts it there, as the owner.
AFTER_MIGRATE = ["accounts.search_triggers.install"]

# One cache for all workers: the limits on guessing count in it, and a cache per process would multiply them.
# It must not forget them either: beyond MAX_ENTRIES whatever has run out goes first, then a tenth of the rest.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "registry_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000, "CULL_FREQUENCY": 10},
    }
}

# --- Sign-in (django-allauth). People are invited: nobody signs up, and single sign-on creates no one.

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = int(timedelta(days=3).total_seconds())

ACCOUNT_ADAPTER = "registry.people.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # our adapter does the same work, and sends nothing
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

MFA_ADAPTER = "registry.people.sign_in.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Mooring"
MFA_TOTP_TOLERANCE = 0  # a tolerance makes a used code good a second time
MFA_TRUST_ENABLED = False
MFA_FORMS = {
    "activate_totp": "registry.people.factor_forms.ActivateOnce",
    "authenticate": "registry.people.factor_forms.AuthenticateOnce",
    "reauthenticate": "registry.people.factor_forms.ReauthenticateOnce",
}

SOCIALACCOUNT_ADAPTER = "registry.people.sign_in.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = single_sign_on.providers(DISTRICT_EMAIL_DOMAINS)
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False

# --- Sessions and cookies. Idle and absolute limits are kept by SessionLimits (NIST SP 800-63B, AAL2).

SESSION_SERIALIZER = "registry.people.sessions.SealedSerializer"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
_PREFIX = "__Host-" if _HTTPS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}session"
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{_PREFIX}language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- What every answer tells the browser

SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Not no-referrer: with it browsers send `Origin: null` with a form, and Django's CSRF check rightly refuses that.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "registry.errors.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        # Browsers hold redirects after a form to this as well, and sign-on begins with one.
        "form-action": ["'self'", *single_sign_on.origins()],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "accelerometer": [],
    "camera": [],
    "clipboard-read": [],
    "clipboard-write": ["self"],
    "display-capture": [],
    "geolocation": [],
    "gyroscope": [],
    "magnetometer": [],
    "microphone": [],
    "midi": [],
    "payment": [],
    "publickey-credentials-create": ["self"],
    "publickey-credentials-get": ["self"],
    "usb": [],
}
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # HSTS preloading binds the district's whole domain: not ours to ask for
]

# --- Static files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "registry.typeface.TypefaceFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Files that people send: kept in memory, checked, and put into the database. A larger body gives no file at all.

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# --- Mail, all of it sent by `deliver_mail`. A trial sends nothing: /outbox/ shows it.

if not (_TRIAL or text("EMAIL_URL")):
    stop("EMAIL_URL is not set. Set it to the mail server, as in smtp+tls://user:password@mail.example.org:587.")
_mail = environment.mail("EMAIL_URL", "dummymail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("EMAIL_FROM", formataddr((DISTRICT_NAME, f"mooring@{DISTRICT_EMAIL_DOMAINS[0]}")))

# --- Logs and errors: nothing that a person typed (registry.logs, registry.errors)

LOGGING = logs.configuration(debug=DEBUG)
DEFAULT_EXCEPTION_REPORTER = "registry.errors.BareReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "registry.errors.NothingButNames"
