"""Somebody looked at an account on a day, and saw when it was last active (domain.md: eyes-on check)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from registry import clock

USER = settings.AUTH_USER_MODEL


class Seen(models.TextChoices):
    """What was there to be seen."""

    ACTIVE = "active", _("Posts: I know when the last one was")
    NOTHING = "nothing", _("No posts at all")
    UNREACHABLE = "unreachable", _("I could not reach it")


class EyesOnCheck(models.Model):
    """One look at an account: never changed; a later one, or another of the same day, stands before it."""

    trail_kind = "check"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField()
    seen = models.CharField(max_length=12, choices=Seen.choices)
    last_active_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-checked_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(seen="active", last_active_on__isnull=False) | ~Q(seen="active") & Q(last_active_on=None),
                name="check_active_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(last_active_on=None) | Q(last_active_on__lte=F("checked_on")),
                name="check_saw_what_had_been",
            ),
        )
        indexes = (models.Index(fields=("account", "-checked_on", "-id"), name="check_last"),)

    def __str__(self) -> str:
        return self.trail_label

    @property
    def trail_id(self) -> str:
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        return f"{self.account.trail_label}, {self.checked_on}"

    @property
    def trail_unit_id(self) -> int:
        return self.account.unit_id
