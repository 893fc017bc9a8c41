"""A co-op of several districts: the outside co-custodian on record (E3.48). No sign-in, and never a student."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from registry import clock

USER = settings.AUTH_USER_MODEL


class Whose(models.TextChoices):
    OURS = "ours", _("Our district’s")
    THEIRS = "theirs", _("The other district’s")


class OutsideCustodian(models.Model):
    """Which organization shares an account with us, who there answers for it (a part, no person), and until when."""

    trail_kind = "outside_custodian"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="outside_custodians")
    organization = models.CharField(max_length=120)
    role = models.CharField(max_length=80)
    contact = models.CharField(max_length=120)
    host_school = models.CharField(max_length=120)
    policy = models.CharField(max_length=8, choices=Whose.choices)
    ends_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    over_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("ends_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_why="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
                name="outside_custodian_ended_by_and_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organization}, {self.role}"

    @property
    def is_over(self) -> bool:
        """Whether its last day is over: then the custodian says what became of it."""
        return self.ended_at is None and self.ends_on < clock.today()

    @property
    def trail_id(self) -> str:
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        return str(_("%(who)s for %(account)s")) % {"who": self.organization, "account": self.account.trail_label}

    @property
    def trail_unit_id(self) -> int:
        return self.account.unit_id
