"""The classes of what signing in keeps: tables of the packages it is built on, where they hold anything of anybody."""

from django.utils.translation import gettext_lazy as _

from registry.classes.register import classify
from registry.classes.words import Kept

classify(
    "account.EmailAddress", _("Address to sign in with"), Kept.STAFF, about="user",
    staff="id user email", access="verified primary",
)  # fmt: skip
classify(
    "account.EmailConfirmation", _("Confirmation of an address"), Kept.BRIEF, public="id",
    access="email_address created sent", security="key",
)  # fmt: skip
classify(
    "mfa.Authenticator", _("Second factor"), Kept.STAFF, about="user",
    access="id user type created_at last_used_at", security="data",
)  # fmt: skip
classify(
    "socialaccount.SocialApp", _("Single sign-on"), Kept.SYSTEM, public="id name",
    security="provider provider_id client_id secret key settings",
)  # fmt: skip
classify(
    "socialaccount.SocialAccount", _("Link to single sign-on"), Kept.STAFF, about="user",
    access="id user provider uid last_login date_joined extra_data",
)  # fmt: skip
classify(
    "socialaccount.SocialToken", _("Token of single sign-on"), Kept.BRIEF,
    security="id app account token token_secret expires_at",
)  # fmt: skip
classify(
    "usersessions.UserSession", _("Browser that is signed in"), Kept.SESSION, about="user",
    access="id user created_at ip last_seen_at user_agent", security="session_key data",
)  # fmt: skip
classify("sessions.Session", _("Session"), Kept.SESSION, security="session_key session_data expire_date")
