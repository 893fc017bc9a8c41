"""What the ground floor remembers: of keys, enough to refuse a wrong one; and when the district is closed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry import clock


class KeyCheck(models.Model):
    """One key as first used here: its id and check value (HMAC(key, "kcv"), 8 bytes; see `registry.keyring`).

    A process whose keyring shows another key under the id must not write: mixed data could not be told apart.
    ``replaced_at`` is when another key became primary, ``emptied_at`` since when nothing stands under this one.
    """

    trail_kind = "key"

    purpose = models.CharField(max_length=20)
    kid = models.CharField(max_length=64)
    check_value = models.CharField(max_length=16)
    first_seen_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    compromised_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "kid"], name="one_check_value_per_key"),
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(retired_at__isnull=False), name="key_retired_before_destroyed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.kid}"

    @property
    def trail_id(self) -> str:
        return self.kid

    @property
    def trail_label(self) -> str:
        return self.kid


class Process(models.Model):
    """One process of the site that is running, and which keys it holds: a heartbeat, at most once a minute.

    ``keys`` is a list of purpose, id, state and check value; never a byte of a key.
    """

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10)
    keys = models.JSONField(default=list)
    started_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("kind", "name")
        indexes = (models.Index(fields=("seen_at",), name="process_by_time"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Instance(models.Model):
    """The one installation this database belongs to; every secret is bound to it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    identity = models.UUIDField()
    first_seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_instance")]

    def __str__(self) -> str:
        return str(self.identity)


class Holiday(models.Model):
    """Days on which the district is closed, first and last included: a holiday, a break, the summer (E1.20).

    One that was taken off the calendar keeps its row: due dates were counted by it (invariant 8).
    """

    trail_kind = "setting"

    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("starts_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="holiday_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(name=""), name="holiday_has_a_name"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="holiday_removed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=("starts_on", "ends_on"), condition=Q(removed_at=None), name="holiday_once_on_the_calendar"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def trail_id(self) -> str:
        return f"holiday-{self.pk}"

    @property
    def trail_label(self) -> str:
        days = f"{self.starts_on}" if self.starts_on == self.ends_on else f"{self.starts_on} – {self.ends_on}"
        return f"{self.name}, {days}"
