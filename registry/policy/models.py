"""Versions of the policy and their acknowledgements. A published version is never edited: a change is a new one."""

import hashlib
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry import clock


class PolicyVersion(models.Model):
    """The policy and its guidelines as they stood from one day on; Markdown as the district wrote it."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("what is new"), blank=True)
    body = models.TextField(_("policy"))
    guidelines = models.TextField(_("guidelines"), blank=True)
    text_hash = models.CharField(max_length=64, editable=False)
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    trail_kind = "policy"

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.trail_label

    @property
    def trail_id(self) -> str:
        """How the trail names this version."""
        return str(self.number)

    @property
    def trail_label(self) -> str:
        """What the trail calls this version."""
        return gettext("%(title)s, version %(number)s") % {"title": self.title, "number": self.number}


def text_hash(*, title: str, body: str, guidelines: str) -> str:
    """What an acknowledgement points at: SHA-256 over the words a person read, in hex."""
    return hashlib.sha256(f"{title}\x1f{body}\x1f{guidelines}".encode()).hexdigest()


class Acknowledgement(models.Model):
    """One person read one version and said so: here, or on paper, which a second person recorded (guidelines)."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements")
    text_hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    on_paper = models.BooleanField(default=False)
    signed_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="acknowledgement_once_per_version", fields=["version", "person"]),
            models.CheckConstraint(
                name="acknowledgement_on_paper_says_when_and_by_whom",
                condition=Q(on_paper=False, signed_on=None, recorded_by=None)
                | Q(on_paper=True, signed_on__isnull=False, recorded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="acknowledgement_recorded_by_a_second_person",
                condition=Q(recorded_by=None) | ~Q(recorded_by=F("person")),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(person)s confirmed %(version)s") % {"person": self.person, "version": self.version}
