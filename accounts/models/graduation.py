"""On which day a class graduates, where the district has said so."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models.season import FIRST_YEAR, LAST_YEAR
from registry import clock

USER = settings.AUTH_USER_MODEL


class Graduation(models.Model):
    """The day of one class, by its year; a class without a row graduates on the usual day (`RotationTerms`)."""

    trail_kind = "setting"

    class_year = models.PositiveSmallIntegerField(unique=True)
    on = models.DateField()
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("class_year",)
        constraints = (
            models.CheckConstraint(
                condition=Q(class_year__gte=FIRST_YEAR, class_year__lte=LAST_YEAR), name="graduation_class_can_be"
            ),
        )

    def __str__(self) -> str:
        return self.trail_label

    @property
    def trail_id(self) -> str:
        return f"graduation-{self.class_year}"

    @property
    def trail_label(self) -> str:
        return _("Class of %(year)d: %(day)s") % {"year": self.class_year, "day": self.on}
