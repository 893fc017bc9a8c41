"""What may stand beside a decision: its conditions, and the paper on which it was made. Import them from `models`."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

USER = settings.AUTH_USER_MODEL


class ScanKind(models.TextChoices):
    PDF = "pdf", "PDF"
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"


class Scan(models.Model):
    """The paper of a decision made off-line (E1.19), the word of its maker if it was not them, and how that ended.

    One paper, one decision. Objected to, it holds the request back until it is `settled`: then it `stands` or not.
    """

    decision = models.OneToOneField("approvals.Decision", on_delete=models.PROTECT, related_name="scan")
    content = models.BinaryField()
    kind = models.CharField(max_length=4, choices=ScanKind.choices)
    sha256 = models.CharField(max_length=64)
    decided_on = models.DateField()
    objected_at = models.DateTimeField(null=True, blank=True)
    objection = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_why = models.CharField(max_length=300, blank=True)
    stands = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("sha256",), name="scan_stands_for_one_decision"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, stands=None, settled_why="")
                | (
                    Q(objected_at__isnull=False, settled_at__isnull=False, settled_by__isnull=False)
                    & Q(stands__isnull=False)
                    & ~Q(settled_why="")
                ),
                name="scan_settled_says_by_whom_how_and_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sha256[:12]}"


class Condition(models.Model):
    """What an office asked for with its yes (E1.18): a task of the custodian, settled by a confirmation or a waiver."""

    request = models.ForeignKey("approvals.Request", on_delete=models.PROTECT, related_name="conditions")
    decision = models.ForeignKey("approvals.Decision", on_delete=models.PROTECT, related_name="conditions")
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    before_live = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    waived_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="condition_says_something"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
                    | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
                    name=f"condition_{verb}_at_and_by",
                )
                for verb in ("done", "confirmed", "waived")
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(done_at__isnull=False, waived_at=None),
                name="condition_confirmed_was_done",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("done_by")), name="condition_confirmed_by_another"
            ),
            models.CheckConstraint(condition=Q(waived_at=None) | ~Q(waived_why=""), name="condition_waived_has_why"),
        )

    def __str__(self) -> str:
        return self.text
