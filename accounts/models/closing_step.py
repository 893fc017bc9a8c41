"""One step of a closing: ticked by whom, when; in words, where it could not be done."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.closing import Closing
from accounts.models.closing_words import GONE_WORDS, ClosingKind, ClosingStepCode


class ClosingStep(models.Model):
    """A step is open, done, or (with a ``note``) said to be impossible, as where nobody gets in any more."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=12, choices=ClosingStepCode.choices)
    note = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("closing", "code"), name="closing_step_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, note="") | Q(done_at__isnull=False, done_by__isnull=False),
                name="closing_step_done_at_and_by",
            ),
        )

    def __str__(self) -> str:
        is_last = self.code == ClosingStepCode.GONE
        words = GONE_WORDS.get(ClosingKind(self.closing.kind)) if is_last else None
        return str(words or self.get_code_display())
