"""A dated, revocable permission under the policy, given to one person on a decided request."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models.platform import Platform
from registry import clock

USER = settings.AUTH_USER_MODEL


class AuthorizationKind(models.TextChoices):
    CLASSROOM = "classroom", _("Classroom or activity use")
    ONE_OFF = "one_off", _("One-off posting")
    SPOKESPERSON = "spokesperson", _("Spokesperson")
    DISTRICT_EMAIL = "district_email", _("District e-mail")
    LOGO = "logo", _("Logo")


class AuthorizationQuerySet(models.QuerySet["Authorization"]):
    """Authorizations by date."""

    def in_force(self, on: date | None = None) -> Self:
        """Those that hold on a day (today unless told): the last day counts until its midnight (invariant 10)."""
        day = on or clock.today()
        return self.filter(starts_on__lte=day, ends_on__gte=day, revoked_at=None)


class Authorization(models.Model):
    """What a person may do (II.2, II.4, IV.3, IV.4, IV.6): where, from, until, on what conditions, by which request."""

    trail_kind = "authorization"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="authorizations")
    kind = models.CharField(max_length=16, choices=AuthorizationKind.choices)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="authorizations")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scope = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    parental_consent = models.BooleanField(default=False)
    conditions = models.TextField(blank=True)
    reference = models.CharField(max_length=12)
    granted_at = models.DateTimeField(default=clock.now)
    granted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_why = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(AuthorizationQuerySet)()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AuthorizationKind.values), name="authorization_kind_is_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="authorization_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(kind="classroom") | Q(parental_consent=True), name="authorization_classroom_has_consent"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_why="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_why=""),
                name="authorization_revoked_at_by_and_why",
            ),
        )
        indexes = (models.Index(fields=("person", "ends_on"), name="authorization_by_person"),)

    def __str__(self) -> str:
        return self.trail_label

    def get_absolute_url(self) -> str:
        return reverse("accounts:authorization", args=[self.uuid])

    @property
    def holds(self) -> bool:
        """Whether it is in force today."""
        return self.revoked_at is None and self.starts_on <= clock.today() <= self.ends_on

    @property
    def is_over(self) -> bool:
        """Whether it was revoked, or its last day is past."""
        return self.revoked_at is not None or self.ends_on < clock.today()

    @property
    def number(self) -> str:
        """The name people use for it, like ``Z-0007``."""
        return f"Z-{self.pk:04d}"

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        return _now("%(kind)s for %(person)s") % {"kind": self.get_kind_display(), "person": self.person.name}

    @property
    def trail_unit_id(self) -> int | None:
        return self.unit_id
