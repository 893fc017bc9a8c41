"""A platform that ends for us: it shuts down, or the district no longer offers it (E4.56)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models.platform import Platform, PlatformState
from registry import clock

USER = settings.AUTH_USER_MODEL


class Sunset(models.Model):
    """By when every account there has ended, why, and who said so. One per platform is open."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="sunsets")
    becomes = models.CharField(max_length=12, choices=PlatformState.choices)
    ends_on = models.DateField()
    words = models.CharField(max_length=300)
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("ends_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("platform",), name="sunset_once"),
            models.CheckConstraint(condition=Q(becomes__in=("withdrawn", "shut_down")), name="sunset_ends_something"),
        )

    def __str__(self) -> str:
        return f"{self.platform}: {self.ends_on}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:sunset", args=[self.platform.slug])
