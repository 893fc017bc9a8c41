"""Somebody else may hold an account: since when, and how it was made ours again (E4.58)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.account import Account
from registry import clock

USER = settings.AUTH_USER_MODEL


class Compromise(models.Model):
    """One time an account was not to be trusted, from when until when. One is open per account."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="compromises")
    words = models.CharField(max_length=300)
    marked_at = models.DateTimeField(default=clock.now)
    marked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    over_at = models.DateTimeField(null=True, blank=True)
    over_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    over_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("account",), condition=Q(over_at=None), name="compromise_one_open"),
            models.CheckConstraint(
                condition=Q(over_at=None, over_by=None, over_why="")
                | Q(over_at__isnull=False, over_by__isnull=False) & ~Q(over_why=""),
                name="compromise_over_at_by_and_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account}: {self.marked_at:%Y-%m-%d}"
