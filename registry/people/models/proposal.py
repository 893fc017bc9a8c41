"""Proposals: what no one person does, on its way through two pairs of hands: certain offices, destroying a key, and
disposing of entries of the trail."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry import clock
from registry.people.models.appointment import Appointment, Office
from registry.people.models.user import User

#: How long the second of the two has, in days; then the proposal lapses.
LASTS = 7


class ProposalKind(models.TextChoices):
    APPOINT = "appoint", _("Appointment")
    END = "end", _("End of an appointment")
    KEY = "key", _("Destruction of a key")
    DISPOSAL = "disposal", _("Disposal of entries of the trail")


class ProposalState(models.TextChoices):
    OPEN = "open", _("Open")
    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class Proposal(models.Model):
    """To give or end an office, or destroy a key, by two people together (domain.md, who may do what).

    `first` proposes and `second` confirms; where a system administrator only prepared it, both are still to come.
    `appointment` is the one to end, or the one that was made; `subject` is the id of the key: whoever operates the
    site prepares that, and never signs it. What a disposal is about stands on its own row (`Disposal`), and the number
    of its schedule in `subject`.
    """

    kind = models.CharField(max_length=8, choices=ProposalKind.choices)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    person = models.ForeignKey(User, models.PROTECT, related_name="proposals", null=True, blank=True)
    office = models.CharField(max_length=30, choices=Office.choices, blank=True)
    subject = models.CharField(max_length=64, blank=True, default="")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="proposals")
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=clock.now)
    first = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    first_at = models.DateTimeField(null=True, blank=True)
    second = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    trail_kind = "proposal"

    class Meta:
        ordering = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="proposal_two_people",
                condition=Q(second=None) | (Q(first__isnull=False) & ~Q(second=F("first"))),
            ),
            models.CheckConstraint(
                name="proposal_not_by_whom_it_is_about",
                condition=(Q(first=None) | ~Q(first=F("person"))) & (Q(second=None) | ~Q(second=F("person"))),
            ),
            models.CheckConstraint(
                name="proposal_confirmed_has_second",
                condition=Q(state="confirmed", second__isnull=False) | (~Q(state="confirmed") & Q(second=None)),
            ),
            models.CheckConstraint(
                name="proposal_closed_has_date",
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="proposal_says_what",
                condition=Q(kind="appoint", starts_on__isnull=False, person__isnull=False, subject="")
                | Q(kind="end", appointment__isnull=False, person__isnull=False, subject="")
                | (Q(kind__in=("key", "disposal"), person=None, office="", appointment=None) & ~Q(subject="")),
            ),
            models.CheckConstraint(
                name="proposal_of_a_key_not_signed_by_its_preparer",
                condition=~Q(kind="key")
                | ((Q(first=None) | ~Q(first=F("prepared_by"))) & (Q(second=None) | ~Q(second=F("prepared_by")))),
            ),
            models.CheckConstraint(
                name="proposal_office_is_given_by_two",
                condition=Q(kind__in=("key", "disposal"))
                | Q(office__in=("superintendent", "alternate", "system_administrator")),
            ),
            models.CheckConstraint(
                name="proposal_ends_after_it_starts", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                name="proposal_one_open", fields=["person", "office", "kind"], condition=Q(state="open")
            ),
            models.UniqueConstraint(
                name="proposal_one_open_for_a_key", fields=["subject"], condition=Q(state="open", kind="key")
            ),
            models.UniqueConstraint(
                name="proposal_one_open_disposal", fields=["kind"], condition=Q(state="open", kind="disposal")
            ),
        ]

    def __str__(self) -> str:
        return self.trail_label

    @property
    def lapses_on(self) -> date:
        """The last day on which it can be confirmed, until its midnight."""
        return clock.local(self.prepared_at).date() + timedelta(days=LASTS)

    @property
    def is_open(self) -> bool:
        """Whether it can still be signed, the daily run not needed."""
        return self.state == ProposalState.OPEN and clock.today() <= self.lapses_on

    @property
    def trail_id(self) -> str:
        """How the trail names this proposal."""
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        """What the trail calls it: the person and the office, and whether it is to end; or the key, or the schedule."""
        if self.kind == ProposalKind.DISPOSAL:
            return gettext("Dispose of entries of the trail under %(schedule)s") % {"schedule": self.subject}
        if self.person is None:
            return gettext("Destroy the key %(kid)s") % {"kid": self.subject}
        words = {"person": self.person.name, "office": self.get_office_display()}
        told = gettext("%(person)s: end of %(office)s") if self.kind == ProposalKind.END else "%(person)s: %(office)s"
        return told % words

    @property
    def trail_unit_id(self) -> int | None:
        """The unit the person works in."""
        return self.person.unit_id if self.person else None
