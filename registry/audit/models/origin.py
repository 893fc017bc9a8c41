"""Where an entry came from, beside the chain, so that it can be blanked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.Model):
    """Network address and browser of an entry; blanked after 400 days. The chain holds only their salted hash."""

    seq = models.BigIntegerField(primary_key=True)
    source_ip = models.CharField(max_length=45, default="", blank=True)
    user_agent = models.CharField(max_length=300, default="", blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")

    def __str__(self) -> str:
        return f"origin of {self.seq}"
