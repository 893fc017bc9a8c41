"""A legal hold: what is kept of an account may not be destroyed, nor the account closed (E4.57)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from registry import clock

USER = settings.AUTH_USER_MODEL


class HoldWhy(models.TextChoices):
    LAWSUIT = "lawsuit", _("A lawsuit, or one that is to be expected")
    REQUEST = "request", _("An open request for data or records")
    INQUIRY = "inquiry", _("An investigation or audit")
    OTHER = "other", _("Another reason")


class LegalHold(models.Model):
    """One reason for which records must be kept. Why is for those who read the whole trail, and never on the trail.

    It never keeps a secret: passwords are changed and destroyed as always (domain.md: secret version).
    """

    trail_kind = "hold"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holds")
    why = models.CharField(max_length=12, choices=HoldWhy.choices)
    words = models.CharField(max_length=300, blank=True)
    placed_at = models.DateTimeField(default=clock.now)
    placed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_why="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why=""),
                name="hold_lifted_at_by_and_why",
            ),
        )
        indexes = (models.Index(fields=("account",), condition=Q(lifted_at=None), name="hold_in_force"),)

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The name people use for it, like ``L-0007``."""
        return f"L-{self.pk:04d}"
