"""An account that somebody found and the district does not run, and the desk's life of it (domain.md: found →
contacted → adopted, relabelled, closed or disputed). Never a person's own account, never a student's name.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account, AccountClass
from registry import clock

USER = settings.AUTH_USER_MODEL
OPEN = ("found", "contacted", "disputed")
KINDS = [(one.value, one.label) for one in AccountClass.not_ours()]


class FoundStatus(models.TextChoices):
    FOUND = "found", _("Found")
    CONTACTED = "contacted", _("Contacted")
    DISPUTED = "disputed", _("Disputed")
    RELABELLED = "relabelled", _("Relabelled")
    CLOSED = "closed", _("Closed")
    ADOPTED = "adopted", _("Adopted")


class ClosedHow(models.TextChoices):
    GONE = "gone", _("It is gone: whoever ran it closed it")
    REMOVED = "removed", _("The platform removed it")
    REPLACED = "replaced", _("We opened an account of our own in its place")
    PERSONAL = "personal", _("It is somebody’s own account: take it out of the register")
    MISTAKE = "mistake", _("It was reported by mistake")


class ConflictEnd(models.TextChoices):
    LEFT = "left", _("They have left it")
    REGISTERED = "registered", _("It is registered as ours")


class Found(models.Model):
    """The desk's file on one account that is not ours; ``account`` is its row in the register, which keeps the handle.

    ``kind`` is what it is while it is not ours (the account's class becomes another when it is adopted); ``formerly``
    the account of ours that had the handle before (E4.54), ``ours`` the one people should follow instead, ``poses_as``
    who on staff it poses as (E4.59). ``conflict_with``: somebody on staff who runs it (E3.49).
    """

    trail_kind = "found"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="found")
    kind = models.CharField(max_length=16, choices=KINDS)
    status = models.CharField(max_length=12, choices=FoundStatus.choices, default=FoundStatus.FOUND)
    claims = models.CharField(max_length=300, blank=True)
    found_at = models.DateTimeField(default=clock.now)
    found_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    passed_on = models.DateField(null=True, blank=True)
    ours = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    formerly = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="taken_by")
    poses_as = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by_students = models.BooleanField(default=False)
    conflict_with = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="found_conflicts"
    )
    conflict_since = models.DateField(null=True, blank=True)
    conflict_end = models.CharField(max_length=12, choices=ConflictEnd.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_how = models.CharField(max_length=12, choices=ClosedHow.choices, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=OPEN, due_on__isnull=False, ended_at=None, ended_by=None)
                | ~Q(status__in=OPEN) & Q(due_on=None, ended_at__isnull=False, ended_by__isnull=False),
                name="found_open_is_due",
            ),
            models.CheckConstraint(
                condition=Q(status="closed") & ~Q(closed_how="") | ~Q(status="closed") & Q(closed_how=""),
                name="found_closed_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("adopted", "relabelled")) | ~Q(kind="impostor"),
                name="found_impostor_is_not_adopted",
            ),
            models.CheckConstraint(
                condition=Q(conflict_with=None, conflict_since=None, conflict_end="")
                | Q(conflict_with__isnull=False, conflict_since__isnull=False),
                name="found_conflict_is_with_somebody",
            ),
        )
        indexes = (models.Index(fields=("status", "due_on"), name="found_by_deadline"),)

    def __str__(self) -> str:
        return self.trail_label

    def get_absolute_url(self) -> str:
        return reverse("accounts:found", args=[self.uuid])

    @property
    def number(self) -> str:
        """The number people say on the phone, like ``F-0007``."""
        return f"F-{self.pk:04d}"

    @property
    def is_open(self) -> bool:
        """Whether the desk still has something to do about it."""
        return self.status in OPEN

    @property
    def is_late(self) -> bool:
        """Whether its deadline is over, and the next step is still the desk's."""
        return self.due_on is not None and self.due_on < clock.today() and self.account.state == "found"

    @property
    def in_conflict(self) -> bool:
        """Whether somebody on staff runs it, and has neither left it nor had it registered (E3.49)."""
        return self.conflict_with_id is not None and not self.conflict_end

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        """Without the handle: should it turn out to be a person's own, the trail has never held it (invariant 9)."""
        return f"{self.number} ({self.account.platform.name})"

    @property
    def trail_unit_id(self) -> int:
        return self.account.unit_id
