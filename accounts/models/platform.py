"""Platforms are rows, not code: a district adds the next one without us (II.3, III.1, III.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    PUBLIC = "public", _("Public social media")
    TOOL = "tool", _("District-approved tool")


class AccessModel(models.TextChoices):
    SHARED_LOGIN = "shared_login", _("Shared login")
    DELEGATED_ROLES = "delegated_roles", _("Delegated roles")


class PlatformState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    WITHDRAWN = "withdrawn", _("No longer offered")
    SHUT_DOWN = "shut_down", _("Shut down")


class PlatformQuerySet(models.QuerySet["Platform"]):
    """Platforms, and those of them that can be asked for."""

    def offered(self) -> "PlatformQuerySet":
        """Those on which the district offers accounts today (II.3)."""
        return self.filter(state=PlatformState.OFFERED)


class Platform(models.Model):
    """One place an account can live.

    ``hosts`` are the bare host names (no ``www.``, ``m.``) under which its addresses appear, ``*`` for any;
    ``patterns`` are regular expressions, tried in order on ``host/path`` (and ``?id=…``), whose group ``handle``
    is the handle (``exact`` where its case matters, with ``host`` where servers are many) and whose optional
    group ``kind`` tells kinds of address apart; ``reserved`` are pages of the platform, never a handle;
    ``address_form`` makes the address to show, from ``handle``, or ``name`` and ``host``; ``roles`` are the platform's
    own names for what somebody may hold there, each with the level it amounts to: ``[["Owner", "full"], …]``. The
    ``steps`` say where on the platform one changes the password, ends other sessions, removes roles and gets back in (a
    step on each line); a district edits them.
    """

    trail_kind = "platform"

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60, unique=True)
    glyph = models.CharField(max_length=2)
    category = models.CharField(max_length=12, choices=Category.choices)
    access_model = models.CharField(max_length=16, choices=AccessModel.choices)
    state = models.CharField(max_length=12, choices=PlatformState.choices, default=PlatformState.OFFERED)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    hosts = models.JSONField(default=list, blank=True)
    patterns = models.JSONField(default=list, blank=True)
    reserved = models.JSONField(default=list, blank=True)
    handle_pattern = models.CharField(max_length=200, blank=True)
    address_form = models.CharField(max_length=120, blank=True)
    roles = models.JSONField(default=list, blank=True)
    folds_case = models.BooleanField(default=True)
    steps_password = models.TextField(blank=True)
    steps_sessions = models.TextField(blank=True)
    steps_roles = models.TextField(blank=True)
    steps_recovery = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=100)

    objects = models.Manager.from_queryset(PlatformQuerySet)()

    class Meta:
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name

    def written(self, handle: str) -> str:
        """A handle as people write it here: ``@lakeviewnordic`` where the names are single words."""
        has_at = self.shares_login and self.handle_pattern and self.category == Category.PUBLIC
        return f"@{handle}" if has_at and handle and not handle.startswith("@") else handle

    @property
    def trail_id(self) -> str:
        return self.slug

    @property
    def trail_label(self) -> str:
        return self.name

    @property
    def is_offered(self) -> bool:
        """Whether the district offers accounts on it today (II.3)."""
        return self.state == PlatformState.OFFERED

    @property
    def shares_login(self) -> bool:
        return self.access_model == AccessModel.SHARED_LOGIN
