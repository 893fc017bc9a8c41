"""The end of an account as a schedule: asked for, planned, ended step by step (domain.md: account)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account, AccountState
from accounts.models.closing_words import ClosingKind, ClosingState, ClosingWhy
from accounts.models.sunset import Sunset
from registry import clock

USER = settings.AUTH_USER_MODEL
_LIVE, _DONE = ("asked", "under_way", "parked"), ("called_off", "refused")


class Closing(models.Model):
    """One end of one account, with its last day of use, what takes its place and where its records are kept.

    Until ``planned_on`` is over the account is used as before; ``stopped_at`` is when it stopped, ``was`` its state
    until then. One that is *parked* stays: the name and the login are kept by Communications, and nobody posts.
    """

    trail_kind = "closing"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="closings")
    kind = models.CharField(max_length=8, choices=ClosingKind.choices, default=ClosingKind.CLOSE)
    why = models.CharField(max_length=12, choices=ClosingWhy.choices)
    words = models.CharField(max_length=300, blank=True)
    planned_on = models.DateField()
    replaced_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    archive = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=ClosingState.choices)
    was = models.CharField(max_length=12, choices=AccountState.choices, blank=True)
    sunset = models.ForeignKey(Sunset, on_delete=models.PROTECT, null=True, blank=True, related_name="closings")
    reference = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("account",), condition=Q(state__in=_LIVE), name="closing_one_live"),
            models.CheckConstraint(
                condition=Q(state__in=_LIVE, closed_at=None, closed_by=None, closed_why="")
                | Q(state="done", closed_at__isnull=False, closed_by__isnull=False)
                | Q(state__in=_DONE, closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_why=""),
                name="closing_over_has_date_by_and_why",
            ),
            models.CheckConstraint(
                condition=Q(begun_at=None, begun_by=None, state__in=("asked", "called_off", "refused"))
                | Q(begun_at__isnull=False, begun_by__isnull=False) & ~Q(state="asked"),
                name="closing_begun_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("parked", "done")) | Q(stopped_at__isnull=False),
                name="closing_ended_was_stopped",
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(archive=""), name="closing_done_kept_its_records"),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("account")), name="closing_replaced_by_another"
            ),
        )
        indexes = (models.Index(fields=("state", "planned_on"), name="closing_by_state"),)

    def __str__(self) -> str:
        return self.trail_label

    def get_absolute_url(self) -> str:
        return reverse("accounts:closing", args=[self.account.uuid])

    @property
    def is_live(self) -> bool:
        """Whether it is asked for, under way, or keeps the account parked."""
        return self.state in _LIVE

    @property
    def is_late(self) -> bool:
        """Whether its last day is over and it is not done."""
        return self.state == ClosingState.UNDER_WAY and self.planned_on < clock.today()

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return str(_("closing of %(account)s")) % {"account": self.account.trail_label}

    @property
    def trail_unit_id(self) -> int:
        return self.account.unit_id
