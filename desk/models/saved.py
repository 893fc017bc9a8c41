"""A filter of a list under a name: a query string, private or shared (docs/decisions/0049)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry import clock

USER = settings.AUTH_USER_MODEL
LONGEST_QUERY = 1000


class ListCode(models.TextChoices):
    ACCOUNTS = "accounts", _("Accounts")
    DESK = "desk", _("Adoption desk")
    REQUESTS = "requests", _("Requests")
    PEOPLE = "people", _("People")
    TRAIL = "trail", _("Audit trail")


class SavedView(models.Model):
    """A view of a list. ``shared``: others find it above the list, those of ``unit`` and under it, or everybody where
    there is none; it shows each of them only what they may see anyway.
    """

    trail_kind = "view"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="saved_views")
    list = models.CharField(max_length=12, choices=ListCode.choices)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=LONGEST_QUERY)
    shared = models.BooleanField(default=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("list", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "list", "name"), condition=Q(removed_at=None), name="view_one_of_a_name"
            ),
            models.CheckConstraint(condition=Q(list__in=ListCode.values), name="view_list_is_known"),
            models.CheckConstraint(condition=~Q(query=""), name="view_filters_something"),
            models.CheckConstraint(condition=Q(shared=True) | Q(unit=None), name="view_unit_is_shared_with"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="view_removed_at_and_by",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        """Nobody's own words: a view may be named after what must be forgotten one day (invariant 9)."""
        return f"V-{self.pk:04d}, {self.get_list_display()}"

    @property
    def trail_unit_id(self) -> int | None:
        return self.unit_id


class StartView(models.Model):
    """With which view somebody begins a list; with everything where ``view`` is empty."""

    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    list = models.CharField(max_length=12, choices=ListCode.choices)
    view = models.ForeignKey(SavedView, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "list"), name="start_view_once"),)

    def __str__(self) -> str:
        return str(self.view or self.get_list_display())
