"""What stays in the register of a closed, renamed or released handle (domain.md: tombstone)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from accounts.models.platform import Platform
from registry import clock

USER = settings.AUTH_USER_MODEL


class TombstoneWhy(models.TextChoices):
    CLOSED = "closed", _("Closed")
    RENAMED = "renamed", _("Renamed")
    RELEASED = "released", _("Given up")


class Tombstone(models.Model):
    """A handle that was ours from then on no more: whoever has it is not us. ``redirect_to`` is where to look instead.

    It is lifted where the handle is ours again, by ``revived_as`` (E3.47); and then stays as history.
    """

    trail_kind = "tombstone"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="tombstones")
    handle = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tombstones")
    why = models.CharField(max_length=8, choices=TombstoneWhy.choices)
    since = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    advice = models.CharField(max_length=300, blank=True)
    redirect_to = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revived_as = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="revives")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("platform", "key"), condition=Q(lifted_at=None), name="tombstone_one_live"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, revived_as=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, revived_as__isnull=False),
                name="tombstone_lifted_at_by_and_as",
            ),
        )

    def __str__(self) -> str:
        return self.trail_label

    @property
    def name(self) -> str:
        """The handle as people write it there."""
        return self.platform.written(self.handle)

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return f"{self.handle} on {self.platform.name}"

    @property
    def trail_unit_id(self) -> int:
        return self.account.unit_id
