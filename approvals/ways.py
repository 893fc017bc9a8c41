"""The way of each kind of request: which offices are heard. Rows that a district edits; parts of ``models``."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.people.models import Office

USER = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    NEW_ACCOUNT = "new_account", _("New account")
    REGISTRATION = "registration", _("Registration of an existing account")
    AUTHORIZATION = "authorization", _("Authorization")


#: Who may be heard on a route. The alternate stands in for the top; the others decide nothing (domain.md).
ROUTE_OFFICES = (Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR)


class Route(models.Model):
    """Which offices are heard for a kind of request. A change affects new rounds only."""

    trail_kind = "route"
    trail_unit_id = None

    kind = models.CharField(max_length=16, choices=Kind.choices, unique=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("approvals:route", args=[self.kind])

    @property
    def trail_id(self) -> str:
        return self.kind

    @property
    def trail_label(self) -> str:
        return str(self)


class RouteStep(models.Model):
    """One office on a route; equal ``step`` numbers are asked side by side."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps")
    step = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=24, choices=Office.choices)
    days = models.PositiveSmallIntegerField(default=3)

    class Meta:
        ordering = ("step", "id")
        constraints = (
            models.UniqueConstraint(fields=("route", "office"), name="route_office_once"),
            models.CheckConstraint(condition=Q(office__in=ROUTE_OFFICES), name="route_office_decides"),
            models.CheckConstraint(condition=Q(step__gte=1), name="route_step_from_one"),
            models.CheckConstraint(condition=Q(days__gte=1), name="route_days_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.step}. {self.get_office_display()}"
