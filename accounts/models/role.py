"""Who holds which role where people sign in under names of their own (II.7, E2.21)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from registry import clock

USER = settings.AUTH_USER_MODEL


class RoleLevel(models.TextChoices):
    """What a role amounts to, whatever the platform calls it."""

    FULL = "full", _("Full control")
    EDITOR = "editor", _("May post")
    READER = "reader", _("May look")


class SignsIn(models.TextChoices):
    """With what somebody signs in to use a role; which profile it is, is nobody's business (invariant 9)."""

    UNSAID = "", _("Not said")
    WORK = "work", _("With a work account of the district")
    OWN = "own", _("With a profile of their own")


class RoleHolder(models.Model):
    """One role of one person, from when to when, and who has seen it last on the platform.

    ``called`` is the platform's own name for it. ``prove_by`` is the day until which somebody must see it again, and
    ``asked_at`` says that they were asked to.
    ``to_remove_since``: who holds it has left or lost the account, and it must be taken away there; it ends once others
    have seen that it is gone.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="role_holders")
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=RoleLevel.choices)
    called = models.CharField(max_length=60, blank=True)
    signs_in = models.CharField(max_length=8, choices=SignsIn.choices, blank=True, default="")
    since = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    proven_at = models.DateTimeField(null=True, blank=True)
    proven_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prove_by = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    to_remove_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "person"), condition=Q(ended_at__isnull=True), name="role_one_open_per_person"
            ),
            models.CheckConstraint(
                condition=Q(proven_at__isnull=True, proven_by__isnull=True)
                | Q(proven_at__isnull=False, proven_by__isnull=False),
                name="role_proven_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(prove_by__isnull=True) | Q(proven_at__isnull=False), name="role_prove_by_was_proven"
            ),
        )
        indexes = (
            models.Index(fields=("prove_by",), condition=Q(ended_at=None), name="role_prove_by"),
            models.Index(fields=("to_remove_since",), condition=Q(ended_at=None), name="role_to_remove"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.words}"

    @property
    def words(self) -> str:
        """“Owner (full control)”: the platform's word, and what it amounts to; the level alone where there is none."""
        level = str(self.get_level_display())
        return f"{self.called} ({level.lower()})" if self.called and self.called.lower() != level.lower() else level
