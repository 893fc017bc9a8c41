"""Somebody else got into an account: to be reported within 72 hours of knowing it (Minn. Stat. 16E.36)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models.account import Account
from accounts.models.compromise import Compromise
from registry import clock

USER = settings.AUTH_USER_MODEL
#: How long a public agency has from knowing of an incident to reporting it.
TO_REPORT = timedelta(hours=72)


class Incident(models.Model):
    """Opened with every compromise; closed by saying where it was reported, or why it need not be.

    ``exposed`` says what was, never its value. ``identified_at`` is when somebody first knew, which may have been
    before it was marked here.
    """

    compromise = models.OneToOneField(Compromise, on_delete=models.PROTECT, related_name="incident")
    identified_at = models.DateTimeField(default=clock.now)
    exposed = models.CharField(max_length=300, blank=True)
    described_at = models.DateTimeField(null=True, blank=True)
    described_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    waived_why = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, reported_at=None, waived_why="", reference="")
                | Q(closed_at__isnull=False, closed_by__isnull=False, reported_at__isnull=False, waived_why="")
                | Q(closed_at__isnull=False, closed_by__isnull=False, reported_at=None, reference="")
                & ~Q(waived_why=""),
                name="incident_reported_or_waived",
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None) | Q(reported_at__gte=F("identified_at")),
                name="incident_reported_after_it_was_known",
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("accounts:incident", args=[self.account.uuid, self.pk])

    @property
    def account(self) -> Account:
        """The account it happened to."""
        return self.compromise.account

    @property
    def number(self) -> str:
        """The number people say on the phone, like ``N-0007``."""
        return f"N-{self.pk:04d}"

    @property
    def due_at(self) -> datetime:
        """Until when it is to be reported."""
        return self.identified_at + TO_REPORT

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def was_late(self) -> bool:
        """Whether it was, or still is, reported after the 72 hours."""
        return not self.waived_why and (self.reported_at or clock.now()) > self.due_at

    @property
    def hours_left(self) -> int:
        """Whole hours until the clock ends; none once it has."""
        return max(0, int((self.due_at - clock.now()).total_seconds() // 3600))
