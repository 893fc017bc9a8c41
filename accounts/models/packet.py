"""What a campaign asks about one account, of whom, and how it was answered (domain.md: campaign)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from accounts.models.attestation import Attestation
from accounts.models.campaign import Campaign
from accounts.models.handoff import Handoff
from registry import clock

USER = settings.AUTH_USER_MODEL


class PacketState(models.TextChoices):
    OPEN = "open", _("Not answered")
    HANDING_OVER = "handing_over", _("Being handed over")
    RETIRE_ASKED = "retire_asked", _("Asked to be retired")
    ATTESTED = "attested", _("Attested")
    HANDED_OVER = "handed_over", _("Handed over")
    TAKEN_ON = "taken_on", _("Taken on")
    RETIRED = "retired", _("Retired")
    MOOT = "moot", _("Not needed any more")

    @classmethod
    def live(cls) -> tuple["PacketState", ...]:
        """Those in which somebody still has something to do."""
        return (cls.OPEN, cls.HANDING_OVER, cls.RETIRE_ASKED)


class PacketStage(models.IntegerChoices):
    """How far silence has taken it: whom it was asked of last."""

    ASKED = 0, _("Asked")
    REMINDED = 1, _("Reminded")
    DUE = 2, _("Due")
    NEAREST = 3, _("With the administrator of the unit")
    ABOVE = 4, _("With the administrator above")
    COMMUNICATIONS = 5, _("With Communications")


class PacketQuerySet(models.QuerySet["Packet"]):
    """Packets, and those of them that wait."""

    def live(self) -> "PacketQuerySet":
        return self.filter(state__in=PacketState.live(), campaign__closed_at=None)

    def late(self) -> "PacketQuerySet":
        """Those whose day is over and that are not answered."""
        return self.live().filter(due_on__lt=clock.today())


class Packet(models.Model):
    """One account in one campaign. *Taken on* is how one of an older list is answered: official, with a custodian who
    accepted it (E3.45). ``custodian`` is who is asked, and moves with the custody while it is open.

    ``why`` is why it should be retired, as ``asked_by`` said; ``declined_why``, why Communications would not.
    ``stage`` with ``stage_on``: what was written last, and on which day.
    """

    trail_kind = "packet"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="packets")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="packets")
    custodian = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="packets")
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=PacketState.choices, default=PacketState.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attestation = models.ForeignKey(
        Attestation, on_delete=models.PROTECT, null=True, blank=True, related_name="packets"
    )
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, null=True, blank=True, related_name="packets")
    why = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    declined_why = models.CharField(max_length=300, blank=True)
    stage = models.PositiveSmallIntegerField(choices=PacketStage.choices, default=PacketStage.ASKED)
    stage_on = models.DateField(null=True, blank=True)

    objects = PacketQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("campaign", "account"), name="packet_once_a_campaign"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "handing_over", "retire_asked"), answered_at=None)
                | ~Q(state__in=("open", "handing_over", "retire_asked")) & Q(answered_at__isnull=False),
                name="packet_answered_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="attested") | Q(attestation__isnull=False, answered_by__isnull=False),
                name="packet_attested_by_a_word",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("handing_over", "handed_over")) | Q(handoff__isnull=False),
                name="packet_handed_over_by_a_handoff",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("retire_asked", "retired")) | ~Q(why="") & Q(asked_by__isnull=False),
                name="packet_retire_was_asked",
            ),
        )
        indexes = (
            models.Index(
                fields=("account",), condition=Q(state__in=("open", "handing_over", "retire_asked")), name="packet_live"
            ),
        )

    def __str__(self) -> str:
        return self.trail_label

    def get_absolute_url(self) -> str:
        return reverse("campaigns:packet", args=[self.uuid])

    @property
    def is_live(self) -> bool:
        return self.state in PacketState.live()

    @property
    def is_late(self) -> bool:
        return self.is_live and self.due_on < clock.today()

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return f"{self.campaign.number}, {self.account.trail_label}"

    @property
    def trail_unit_id(self) -> int:
        return self.account.unit_id
