"""Users: somebody on staff, who may sign in."""

import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from registry.folding import folded
from registry.languages import KNOWN
from registry.people.models.unit import Unit

LANGUAGES = KNOWN


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser, so `createsuperuser` cannot work: nobody stands above the rules."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user with a lower-case address; without a password nobody can sign in with one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.searched = folded(user.name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address, whatever its capitals."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody on staff: invited or imported. What they may do comes from appointments, never from flags here.

    ``searched``: the name folded, written with it, so that a search needs no database's own folding.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    searched = models.TextField(default="", editable=False)
    title = models.CharField(_("title"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    daily_letter = models.BooleanField(_("one letter a day"), default=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("unit"))
    is_active = models.BooleanField(_("may sign in"), default=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    left_on = models.DateField(null=True, blank=True)
    factor_changed_at = models.DateTimeField(null=True, blank=True)
    session_round = models.PositiveIntegerField(default=0)
    last_code = models.CharField(max_length=12, blank=True, default="", editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    trail_kind = "user"

    class Meta:
        ordering = ["name", "email"]
        constraints: ClassVar = [
            models.CheckConstraint(name="user_email_is_lower_case", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The person's page."""
        return reverse("people:person", args=[self.pk])

    @property
    def short_name(self) -> str:
        """The first word of the name, for a greeting."""
        return self.name.split()[0] if self.name.strip() else self.email

    @property
    def trail_id(self) -> str:
        """How the trail names this person."""
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        """What the trail calls this person."""
        return self.name

    @property
    def trail_unit_id(self) -> int | None:
        """The unit this person works in."""
        return self.unit_id

    @property
    def trail_roles(self) -> list[str]:
        """The offices held now, as the trail keeps them: `administrator:12`, `superintendent`."""
        rows = self.appointments.in_force().values_list("office", "unit_id", "on_behalf_of_id")
        return [_role(office, unit_id, principal) for office, unit_id, principal in rows]

    def get_session_auth_hash(self) -> str:
        """Ties a session to the password and to the session round: change either, and every session ends."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under each older SECRET_KEY, so that changing the key signs nobody out."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        text = f"{self.password}:{self.session_round}"
        return salted_hmac("registry.people.session", text, secret=secret, algorithm="sha256").hexdigest()


def _role(office: str, unit_id: int | None, principal: int | None) -> str:
    scope = f":{unit_id}" if unit_id else ""
    return f"{office}{scope}{' (designee)' if principal else ''}"
