"""What two people agree to remove from the trail, as they saw it (security C6)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from registry.people.models.appointment import Office
from registry.people.models.proposal import Proposal


class Disposal(models.Model):
    """Beside a proposal of that kind: which runs of entries, under which schedule and authority, counted by kind.

    `office` is the proposer's: the other one agrees. `written_at` is when the trail said so and it was signed,
    `removed_at` when nothing of it was left.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="disposal")
    schedule = models.ForeignKey("audit.Schedule", models.PROTECT, related_name="+")
    authority = models.CharField(max_length=300)
    office = models.CharField(max_length=30, choices=Office.choices)
    runs = models.JSONField()
    segments = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    kinds = models.JSONField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="disposal_by_two_offices", condition=Q(office__in=("superintendent", "communications_director"))
            ),
            models.CheckConstraint(name="disposal_of_something", condition=Q(segments__gte=1, entries__gte=1)),
            models.CheckConstraint(
                name="disposal_written_before_removed", condition=Q(removed_at=None) | Q(written_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The name people use for it, like ``X-0003``; the trail has it as a reference."""
        return f"X-{self.proposal_id:04d}"

    @property
    def other_office(self) -> Office:
        """The office that has to agree."""
        own = self.office == Office.SUPERINTENDENT
        return Office.COMMUNICATIONS_DIRECTOR if own else Office.SUPERINTENDENT
