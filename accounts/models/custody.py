"""Who answers for an account (IV.11). Custody is never empty (invariant 7)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from registry import clock

USER = settings.AUTH_USER_MODEL


class CustodyState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted, and not passed on yet")
    OPEN = "open", _("Open")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended")

    @classmethod
    def asked(cls) -> tuple["CustodyState", ...]:
        """Of who is to hold it next: asked, or accepted while somebody else still answers for it."""
        return (cls.OFFERED, cls.ACCEPTED)

    @classmethod
    def in_hand(cls) -> tuple["CustodyState", ...]:
        """Of who opens the login by it: whoever holds it, and who has accepted and is about to."""
        return (cls.ACCEPTED, cls.OPEN)


class Custody(models.Model):
    """One span of one person's custody. An acceptance keeps the text that was accepted.

    From set-up to retirement there is exactly one open row per account; where nobody has accepted yet it is
    ``interim``: the unit's administrator, failing that Communications. In a handoff the taker's row is ``accepted``
    until the last step; the giver's stays open, and ``passing_since`` says since when they are to lose the login.
    ``unverified``: somebody's by an older list; nobody has accepted it yet (E3.45). ``position`` may go with a
    custodian; on an interim row it is the one that is vacant (E3.46).
    """

    trail_kind = "custody"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="custodies")
    custodian = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="custodies")
    position = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=CustodyState.choices)
    interim = models.BooleanField(default=False)
    unverified = models.BooleanField(default=False)
    passing_since = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(default=clock.now)
    offered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_text = models.TextField(blank=True)
    accepted_policy = models.PositiveIntegerField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_why = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("account",), condition=Q(state="open"), name="custody_one_open"),
            models.UniqueConstraint(
                fields=("account",), condition=Q(state__in=("offered", "accepted")), name="custody_one_offer"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("open", "accepted"))
                | Q(state="open", interim=True)
                | Q(state="open", unverified=True)
                | (Q(accepted_at__isnull=False) & ~Q(accepted_text="")),
                name="custody_open_was_accepted",
            ),
            models.CheckConstraint(
                condition=Q(unverified=False)
                | Q(interim=False, accepted_at=None, state__in=("open", "ended", "declined")),
                name="custody_unverified_was_not_accepted",
            ),
            models.CheckConstraint(
                condition=Q(passing_since=None) | Q(state__in=("open", "ended")), name="custody_passing_was_held"
            ),
            models.CheckConstraint(
                condition=Q(interim=True) | Q(offered_by__isnull=True) | ~Q(offered_by=F("custodian")),
                name="custody_offered_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("ended", "withdrawn"), ended_at__isnull=False)
                | (~Q(state__in=("ended", "withdrawn")) & Q(ended_at__isnull=True, ended_by__isnull=True)),
                name="custody_over_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state="declined", declined_at__isnull=False) & ~Q(declined_why="")
                | ~Q(state="declined") & Q(declined_at__isnull=True),
                name="custody_declined_has_date_and_why",
            ),
            models.CheckConstraint(
                condition=Q(interim=False) | Q(accepted_at__isnull=True), name="custody_interim_is_not_accepted"
            ),
        )

    def __str__(self) -> str:
        return f"{self.custodian} for {self.account}"

    @property
    def trail_id(self) -> str:
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        return str(self)

    @property
    def part(self) -> str:
        """What its person is to the account, in words: the same on the account's page and on the person's."""
        if self.state == CustodyState.OFFERED:
            return _now("Asked to be custodian")
        if self.state == CustodyState.ACCEPTED:
            return _now("Takes it over")
        if self.interim:  # the position is what is vacant, not theirs
            return _now("Interim custodian")
        if self.unverified:
            return _now("Custodian by an older list, not confirmed")
        return _now("Custodian, %(position)s") % {"position": self.position} if self.position else _now("Custodian")


class BackupCustodian(models.Model):
    """The second employee who can step in."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="backups")
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="backups")
    since = models.DateTimeField(default=clock.now)
    named_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("account",), condition=Q(ended_at__isnull=True), name="backup_one_open"),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False), name="backup_ended_by_needs_at"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} backs up {self.account}"

    @property
    def part(self) -> str:
        """The same of who backs it up."""
        return _now("Backup")
