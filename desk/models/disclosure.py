"""Public records put together for somebody who asks (Minn. Stat. 13.03), and the look at each text in them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Account
from approvals.models import Request
from registry import clock

USER = settings.AUTH_USER_MODEL


class Disclosure(models.Model):
    """What was asked for and which accounts and requests it is about; who asks is nobody's business, so no column.

    ``sha256`` and ``rows`` are of the file as it was last made; ``made_at`` is empty until it was.
    """

    trail_kind = "disclosure"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(max_length=120)
    accounts = models.ManyToManyField(Account, related_name="+")
    requests = models.ManyToManyField(Request, related_name="+")
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(made_at=None, made_by=None, sha256="")
                | Q(made_at__isnull=False, made_by__isnull=False) & ~Q(sha256=""),
                name="disclosure_made_has_a_file",
            ),
            models.CheckConstraint(condition=~Q(subject=""), name="disclosure_says_what"),
        )

    def __str__(self) -> str:
        return self.trail_label

    def get_absolute_url(self) -> str:
        return reverse("desk:disclosure", args=[self.uuid])

    @property
    def number(self) -> str:
        """The number people say on the phone, like ``P-0007``."""
        return f"P-{self.pk:04d}"

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return self.number


class Look(models.Model):
    """Somebody looked at one text: whether it goes out, and as what. Holds for the text they saw and no other.

    ``text`` is what goes out, so nothing that was covered is kept here.
    """

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="looks")
    table = models.CharField(max_length=60)
    row = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    seen_hash = models.CharField(max_length=64)
    goes = models.BooleanField()
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("disclosure", "table", "row", "field"), name="look_one_for_each_text"),
            models.CheckConstraint(condition=Q(goes=True) | Q(text=""), name="look_that_stays_has_no_text"),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.field}"
