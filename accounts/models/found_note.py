"""What the desk has on record about an account that is not ours: evidence, contacts, answers, a disclaimer seen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.found import Found
from registry import clock


class NoteKind(models.TextChoices):
    EVIDENCE = "evidence", _("Evidence")
    CONTACT = "contact", _("Contact")
    ANSWER = "answer", _("Answer")
    DISCLAIMER = "disclaimer", _("Disclaimer seen")


class Channel(models.TextChoices):
    MESSAGE = "message", _("A message on the platform")
    PLATFORM = "platform", _("The platform’s form for reports")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("A letter on paper")
    PHONE = "phone", _("By phone")
    PERSON = "person", _("In person")


class LetterKind(models.TextChoices):
    ADOPT = "adopt", _("Friendly request: adopt it, or say whose it is")
    NOTICE = "notice", _("Notice: it looks official, and is not approved")
    TAKEDOWN = "takedown", _("Report to the platform: it poses as us")
    PERSON = "person", _("Report to the platform: it poses as somebody who works here")


class AnswerSaid(models.TextChoices):
    AGREES = "agrees", _("They want it to become ours")
    RELABELS = "relabels", _("They will say that it is not the district’s")
    CLOSES = "closes", _("They will close it")
    REFUSES = "refuses", _("They refuse")
    PLATFORM_REFUSES = "platform_refuses", _("The platform refuses to remove it")
    PLATFORM_REMOVES = "platform_removes", _("The platform will remove it")
    OTHER = "other", _("Something else")


class FoundNote(models.Model):
    """One entry of the file; ``reference`` is a ticket of the platform or where an archived copy is kept."""

    trail_kind = "found_note"

    found = models.ForeignKey(Found, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=NoteKind.choices)
    on = models.DateField(default=clock.today)
    channel = models.CharField(max_length=12, choices=Channel.choices, blank=True)
    letter = models.CharField(max_length=12, choices=LetterKind.choices, blank=True)
    answer = models.CharField(max_length=20, choices=AnswerSaid.choices, blank=True)
    who = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="contact") & ~Q(channel="") | ~Q(kind="contact") & Q(channel="", letter=""),
                name="found_note_contact_has_channel",
            ),
            models.CheckConstraint(
                condition=Q(kind="answer") & ~Q(answer="") | ~Q(kind="answer") & Q(answer=""),
                name="found_note_answer_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("evidence", "disclaimer")) | ~Q(words=""), name="found_note_says_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.found.number}: {self.get_kind_display()}"

    @property
    def trail_id(self) -> str:
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        return str(self)
