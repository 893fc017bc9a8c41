"""How each account is, as it was last worked out, and the district's limits for it (docs/decisions/0033)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account, AccountClass
from accounts.models.platform import Platform
from registry import clock


class HealthState(models.TextChoices):
    RISK = "risk", _("At risk")
    ATTENTION = "attention", _("Needs attention")
    GOOD = "good", _("Healthy")
    RESTING = "resting", _("Resting")
    NONE = "none", _("Not in use")


class AccountHealth(models.Model):
    """What `accounts.health` found, kept so that the register can be filtered and sorted by it; nobody types it in.

    ``reasons`` has a bit for each reason (`accounts.health.REASONS`). ``place`` and then ``number``, the account's own,
    are where it stands in the register, what needs care first: one index, which the database walks. ``told`` are those
    of the reasons that a weekly letter has said, ``told_on`` when the last one did; a reason that goes away is
    forgotten there, so that it is said again when it comes back.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="health")
    state = models.CharField(max_length=10, choices=HealthState.choices)
    reasons = models.PositiveBigIntegerField(default=0)
    place = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    since = models.DateTimeField(default=clock.now)
    told = models.PositiveBigIntegerField(default=0)
    told_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("place", "-number"), name="health_by_place"),)

    def __str__(self) -> str:
        return f"{self.account}: {self.get_state_display()}"


class HealthTerms(models.Model):
    """How long is too long: on one platform or all, for one class of account or all; the nearest one holds.

    ``checked_days``: so long ago at most the login was checked (empty: no limit); ``verify_days`` and
    ``custodian_days``: a login that waits to be verified, or an account without a custodian of its own, is at risk
    after so many days. ``attest_days``: so long ago at most its custodian gave their word for it (empty: no limit).
    ``silent_days``: for so long at most nothing is posted while it is in season (empty: no limit).
    """

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    klass = models.CharField(max_length=16, choices=AccountClass.choices, blank=True)
    checked_days = models.PositiveSmallIntegerField(null=True, blank=True, default=365)
    verify_days = models.PositiveSmallIntegerField(default=14)
    custodian_days = models.PositiveSmallIntegerField(default=30)
    attest_days = models.PositiveSmallIntegerField(null=True, blank=True, default=365)
    silent_days = models.PositiveSmallIntegerField(null=True, blank=True, default=45)

    trail_kind = "setting"
    trail_id = "health-terms"

    class Meta:
        ordering = ("platform", "klass")
        constraints = (
            models.UniqueConstraint(fields=("platform", "klass"), name="health_terms_once"),
            models.UniqueConstraint(fields=("klass",), condition=Q(platform=None), name="health_terms_once_for_all"),
        )

    def __str__(self) -> str:
        return f"{self.platform or '*'} {self.klass or '*'}"

    @property
    def trail_label(self) -> str:
        return str(_("when an account needs care"))


class HealthReport(models.Model):
    """One week's count, by which the weekly letters go out once: how many were at risk, needed attention, got worse."""

    week_of = models.DateField(unique=True)
    on = models.DateField()
    risk = models.PositiveIntegerField()
    attention = models.PositiveIntegerField()
    worse = models.PositiveIntegerField()

    class Meta:
        ordering = ("-week_of",)

    def __str__(self) -> str:
        return f"{self.week_of}: {self.risk}, {self.attention}"
