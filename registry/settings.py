"""How the site is set up: everything a district may choose comes from the environment (see .env.example)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from registry import environment
from registry.environment import flag, group, number, origin, required, stop, text, words

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
environment.load(Path(os.environ["ENV_FILE"])) if os.environ.get("ENV_FILE") else environment.load(
    BASE_DIR / ".env", VAR_DIR / ".env"
)

# What kind of site this is
DEBUG = flag("DEBUG")
DEMO = flag("DEMO")
SECRET_KEY = required(
    "SECRET_KEY", "Set it to at least 50 random characters: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
)
if len(SECRET_KEY) < 50:
    stop("SECRET_KEY is shorter than 50 characters. Make a random one and keep it out of the database's backups.")
ALLOWED_HOSTS = words("ALLOWED_HOSTS") or (["localhost", "127.0.0.1"] if DEBUG or DEMO else [])
if not ALLOWED_HOSTS:
    stop("ALLOWED_HOSTS is not set. Set it to the host name people type, for example social.example.org.")
if "*" in ALLOWED_HOSTS:
    stop("ALLOWED_HOSTS must not be *. Set it to the host name people type.")
SITE_URL = origin("SITE_URL", text("SITE_URL", f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if not (DEBUG or DEMO) else "http://localhost:8000"))
SECURE = SITE_URL.startswith("https:")
if not (SECURE or DEBUG or DEMO):
    stop("SITE_URL must begin with https://. Passwords and sessions do not travel in the clear.")
TRUSTED_PROXY_COUNT = number("TRUSTED_PROXY_COUNT", 0, least=0, most=10)

# The district
DISTRICT_NAME = text("DISTRICT_NAME") or ("Harbor Lakes Public Schools" if DEMO else required("DISTRICT_NAME", "Set it to the district's name, as people know it."))
DISTRICT_EMAIL_DOMAINS = [word.lower().lstrip("@") for word in words("DISTRICT_EMAIL_DOMAINS")]
TIME_ZONE = text("DISTRICT_TIME_ZONE", "America/Chicago")

# Keys (registry.keyring)
KEYRING_FILE = os.environ.get("KEYRING_FILE", "").strip()
KEYRING_COMMAND = os.environ.get("KEYRING_COMMAND", "").strip()
KEYRING = os.environ.get("KEYRING", "").strip()

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.microsoft",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "lucide",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
DATABASES = {"default": environment.database("DATABASE_URL", f"sqlite:///{VAR_DIR}/mooring.sqlite3")}
LANGUAGE_CODE = "en"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
