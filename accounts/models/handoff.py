"""The passing of custody, from one custodian to the next, as one row with its steps (domain.md: handoff)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from accounts.models.custody import Custody
from registry import clock

USER = settings.AUTH_USER_MODEL


class HandoffState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Called off")
    TIMED_OUT = "timed_out", _("Not answered in time")

    @classmethod
    def live(cls) -> tuple["HandoffState", ...]:
        """Those in which somebody still has something to do."""
        return (cls.OFFERED, cls.ACCEPTED)


class HandoffWhy(models.TextChoices):
    NEW = "new", _("Somebody else takes over the team or group")
    LEAVING = "leaving", _("The custodian is changing jobs or leaving")
    LEAVE = "leave", _("The custodian is going on leave")
    SEASON = "season", _("The season or school year is over")
    OTHER = "other", _("Another reason")


class Handoff(models.Model):
    """Offered, accepted, credentials changed, verified and done; or declined, called off, not answered in time.

    The taker's acceptance, with its text, is kept on ``custody``. That the credentials have changed is no column: it is
    read from the rotations, which close only when they really have. ``passed_to`` is who sees to an unanswered one.
    """

    trail_kind = "handoff"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="handoffs")
    giver = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="handoffs_given")
    taker = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="handoffs_taken")
    custody = models.OneToOneField(Custody, on_delete=models.PROTECT, related_name="handoff")
    state = models.CharField(max_length=12, choices=HandoffState.choices, default=HandoffState.OFFERED)
    why = models.CharField(max_length=12, choices=HandoffWhy.choices)
    words = models.CharField(max_length=300, blank=True)
    wanted_on = models.DateField(null=True, blank=True)
    offered_at = models.DateTimeField(default=clock.now)
    offered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.CharField(max_length=300, blank=True)
    passed_to = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=Q(state__in=("offered", "accepted")), name="handoff_one_live"
            ),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="handoff_to_another"),
            models.CheckConstraint(
                condition=Q(state="done", verified_at__isnull=False, verified_by__isnull=False)
                | ~Q(state="done") & Q(verified_at=None, verified_by=None),
                name="handoff_done_was_verified",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "done")) | Q(accepted_at__isnull=False),
                name="handoff_accepted_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("offered", "accepted"), closed_at=None, closed_by=None)
                | ~Q(state__in=("offered", "accepted")) & Q(closed_at__isnull=False),
                name="handoff_closed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(passed_to=None) | Q(state="timed_out"), name="handoff_passed_on_was_not_answered"
            ),
        )

    def __str__(self) -> str:
        return self.trail_label

    def get_absolute_url(self) -> str:
        return reverse("accounts:handoff", args=[self.uuid])

    @property
    def number(self) -> str:
        """The number people say on the phone, like ``H-0007``."""
        return f"H-{self.pk:04d}"

    @property
    def is_live(self) -> bool:
        return self.state in HandoffState.live()

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return f"{self.number}, {self.account.trail_label}"

    @property
    def trail_unit_id(self) -> int:
        return self.account.unit_id


class CustodyTerms(models.Model):
    """How many working days the district gives: to answer an offered handoff, and to finish one that is accepted."""

    trail_kind = "setting"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    answer_days = models.PositiveSmallIntegerField(default=10)
    finish_days = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="custody_terms_once"),)

    def __str__(self) -> str:
        return self.trail_label

    @property
    def trail_id(self) -> str:
        return "custody-terms"

    @property
    def trail_label(self) -> str:
        return str(_("how long a handoff may take"))
