"""The break-glass kit: every current secret in one locked file, made by two people (domain.md, two-person acts)."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry import clock

USER = settings.AUTH_USER_MODEL
#: How long the second person has to agree, and then both to finish it.
WINDOW = timedelta(minutes=15)
#: After how many days those who made it are asked what became of it.
REMIND_AFTER = 90


class Side(models.TextChoices):
    """The two offices that make a kit together."""

    COMMUNICATIONS = "communications", _("Communications")
    SUPERINTENDENT = "superintendent", _("The superintendent’s office")

    @property
    def other(self) -> "Side":
        """The office that has to agree."""
        return Side.SUPERINTENDENT if self == Side.COMMUNICATIONS else Side.COMMUNICATIONS


class KitState(models.TextChoices):
    ASKED = "asked", _("Waits for the second person")
    AGREED = "agreed", _("Agreed")
    DOWNLOADED = "downloaded", _("Downloaded")
    CANCELLED = "cancelled", _("Cancelled")
    LAPSED = "lapsed", _("Lapsed")
    FAILED = "failed", _("Could not be made")


class Kit(models.Model):
    """One kit, from asking to its destruction. The file itself is nowhere here: only its SHA-256.

    `until` closes the window: to agree, and from then on to read both halves of the passphrase and to download.
    `unreadable` counts the fields that did not open when it was made. One that failed was handed to nobody.
    """

    trail_kind = "kit"

    uuid = models.UUIDField(unique=True)
    state = models.CharField(max_length=12, choices=KitState.choices, default=KitState.ASKED)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_for = models.CharField(max_length=16, choices=Side.choices)
    asked_at = models.DateTimeField(default=clock.now)
    agreed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField()
    downloaded_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    entries = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    destroyed_at = models.DateTimeField(null=True, blank=True)
    destroyed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    destroyed_how = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")), name="kit_takes_two_people"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None) | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="kit_agreed_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("agreed", "downloaded")) | Q(agreed_at__isnull=False), name="kit_was_agreed"
            ),
            models.CheckConstraint(
                condition=Q(state="downloaded", downloaded_at__isnull=False)
                | (~Q(state="downloaded") & Q(downloaded_at=None)),
                name="kit_downloaded_has_date",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at=None, destroyed_by=None, destroyed_how="")
                | (Q(destroyed_at__isnull=False, destroyed_by__isnull=False, state="downloaded")
                & ~Q(destroyed_how="")),
                name="kit_destroyed_says_how",
            ),
        ]  # fmt: skip
        indexes = (models.Index(fields=("state", "until"), name="kit_by_state"),)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("accounts:kit", args=[self.uuid])

    @property
    def number(self) -> str:
        """The number that stands on the envelope, like ``K-0003``."""
        return f"K-{self.pk:04d}" if self.pk else "K-0000"

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return self.number


class KitHalf(models.Model):
    """Half of a kit's passphrase, sealed, for one of the two; emptied once the kit is downloaded or closed."""

    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="halves")
    slot = models.PositiveSmallIntegerField()
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)
    kid = models.CharField(max_length=40)
    wrapped_key = models.BinaryField()
    blob = models.BinaryField()

    class Meta:
        ordering = ("slot",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("kit", "slot"), name="kit_half_once"),
            models.UniqueConstraint(fields=("kit", "person"), name="kit_half_for_two_people"),
            models.CheckConstraint(condition=Q(slot__in=(1, 2)), name="kit_has_two_halves"),
        ]

    def __str__(self) -> str:
        return f"{self.kit}, {self.slot}"
