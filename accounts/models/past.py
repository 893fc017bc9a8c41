"""How each account stood on a day that is over: rows that hold from a day until another (docs/decisions/0046)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.models.account import Account, AccountClass, AccountState
from accounts.models.health import HealthState
from accounts.models.platform import Platform


class AccountPastQuerySet(models.QuerySet["AccountPast"]):
    """What is kept of accounts, and what of it held on a day."""

    def on(self, day: date) -> "AccountPastQuerySet":
        """What the last daily run up to and with that day found."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=day), from_on__lte=day)


class AccountPast(models.Model):
    """One account as the daily run found it from a day on, until the day on which it found it otherwise.

    Only what the database keeps no dates of: where it belonged, its state, its health. Written where something
    changed, and never for what is retired or was not ours: those have no row of that day. ``verified``: it is in use,
    and what gets one in is proven as it was stored then (`accounts.health.is_verified`).
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="past")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+")
    klass = models.CharField(max_length=16, choices=AccountClass.choices, db_column="class")
    state = models.CharField(max_length=12, choices=AccountState.choices)
    health = models.CharField(max_length=10, choices=HealthState.choices)
    reasons = models.PositiveBigIntegerField(default=0)
    verified = models.BooleanField(default=False)

    objects = AccountPastQuerySet.as_manager()

    class Meta:
        ordering = ("-account", "-from_on")
        constraints = (
            models.UniqueConstraint(fields=("account", "from_on"), name="past_once_a_day"),
            models.UniqueConstraint(fields=("account",), condition=Q(until_on=None), name="past_one_open"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="past_ends_after_it_began"
            ),
        )
        indexes = (models.Index(fields=("until_on", "from_on"), name="past_by_day"),)

    def __str__(self) -> str:
        return f"{self.account}: {self.from_on} – {self.until_on or ''}"
