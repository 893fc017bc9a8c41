"""How soon a campaign asks again, and how soon the next one up is asked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CampaignTerms(models.Model):
    """The district's working days: before the day on which an answer is due, and between two steps up after it."""

    trail_kind = "setting"
    trail_id = "campaign-terms"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    remind_days = models.PositiveSmallIntegerField(default=7)
    step_days = models.PositiveSmallIntegerField(default=3)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="campaign_terms_once"),
            models.CheckConstraint(condition=Q(remind_days__gte=1, step_days__gte=1), name="campaign_terms_are_days"),
        )

    def __str__(self) -> str:
        return self.trail_label

    @property
    def trail_label(self) -> str:
        return str(_("how soon a campaign asks again"))
