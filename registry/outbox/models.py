"""A letter is a row first, sent after (invariant 3)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry import clock


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    DROPPED = "dropped", _("no longer needed")
    HELD = "held", _("kept for the daily letter")
    GATHERED = "gathered", _("told in the daily letter")


class Letter(models.Model):
    """One outgoing mail: template and ids, never a body, a link with a token or a secret (invariant 5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.CharField(max_length=100)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters")
    about_kind = models.CharField(max_length=40, default="", blank=True)
    about_id = models.CharField(max_length=64, default="", blank=True)
    about_label = models.CharField(max_length=300, default="", blank=True)
    ids = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=200, unique=True)
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(default=clock.now)

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=250, default="", blank=True)
    last_error = models.CharField(max_length=100, default="", blank=True)
    gathered_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="gathered")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="letter_to_send",
                condition=models.Q(state=State.WAITING),
            ),
            models.Index(
                fields=["to", "created_at"],
                name="letter_held_for",
                condition=models.Q(state=State.HELD),
            ),
            models.Index(fields=["about_kind", "about_id", "created_at"], name="letter_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=State.SENT, sent_at__isnull=False)
                | (~models.Q(state=State.SENT) & models.Q(sent_at__isnull=True)),
                name="letter_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.GATHERED, gathered_into__isnull=False)
                | (~models.Q(state=State.GATHERED) & models.Q(gathered_into=None)),
                name="letter_gathered_names_the_daily_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"

    @property
    def spoken(self) -> str:
        """The language it is written in: the reader's while it is offered, else the site's own."""
        return self.language if self.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    @property
    def trail_kind(self) -> str:
        """In the trail a letter stands for what it is about, so that it is found there."""
        return self.about_kind or "letter"

    @property
    def trail_id(self) -> str:
        return self.about_id or str(self.pk)

    @property
    def trail_label(self) -> str:
        return self.about_label or self.template
