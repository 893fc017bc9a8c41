"""The end of the chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Head(models.Model):
    """The end of the chain: one row, locked last and shortest by every append."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("head of the chain")
        verbose_name_plural = _("head of the chain")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="head_only_one")]

    def __str__(self) -> str:
        return f"head at {self.seq}"
