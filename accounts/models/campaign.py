"""A campaign asks for a word on every account that is due, and is over only when each has one (domain.md)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.season import Season
from registry import clock

USER = settings.AUTH_USER_MODEL
OPEN = Q(closed_at=None)


class CampaignKind(models.TextChoices):
    SEASON = "season", _("A season or the school year")
    GRADUATION = "graduation", _("A class graduates")
    ADOPTION = "adoption", _("Accounts of an older list are taken on")


class Campaign(models.Model):
    """Which accounts are asked about, by when: those of a season (none: every one), of a class, or of an older list.

    Closed at 100 %, by whoever clicks or by itself; or cancelled, with the reason.
    """

    trail_kind = "campaign"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=CampaignKind.choices)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="campaigns")
    season = models.ForeignKey(Season, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns")
    class_year = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField()
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="campaign_has_a_title"),
            models.CheckConstraint(
                condition=Q(kind="graduation", class_year__isnull=False) | ~Q(kind="graduation") & Q(class_year=None),
                name="campaign_of_a_class_has_its_year",
            ),
            models.CheckConstraint(condition=Q(season=None) | Q(kind="season"), name="campaign_season_is_of_a_season"),
            models.CheckConstraint(condition=Q(closed_by=None) | ~OPEN, name="campaign_closed_by_needs_at"),
            models.CheckConstraint(
                condition=Q(cancelled_why="") | ~OPEN & Q(closed_by__isnull=False),
                name="campaign_cancelled_by_somebody",
            ),
            models.UniqueConstraint(
                fields=("unit", "kind"), condition=OPEN & Q(season=None, class_year=None), name="campaign_one_open"
            ),
            models.UniqueConstraint(fields=("unit", "season"), condition=OPEN, name="campaign_one_open_of_a_season"),
            models.UniqueConstraint(fields=("unit", "class_year"), condition=OPEN, name="campaign_one_open_of_a_class"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:campaign", args=[self.uuid])

    @property
    def number(self) -> str:
        """The number people say on the phone, like ``C-0007``."""
        return f"C-{self.pk:04d}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_cancelled(self) -> bool:
        return bool(self.cancelled_why)

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return f"{self.number}, {self.title}"

    @property
    def trail_unit_id(self) -> int:
        return self.unit_id
