"""Who is designated to post without further approval (II.4): on one account, or on all accounts of a unit and below."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account, AccountState
from registry import clock
from registry.people.models import Unit

USER = settings.AUTH_USER_MODEL
#: Where somebody may post: an account, or a unit with all that is under it.
Place = Account | Unit


class PosterState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    DESIGNATED = "designated", _("Designated")
    REFUSED = "refused", _("Refused")
    REVOKED = "revoked", _("Revoked")
    ENDED = "ended", _("Ended")


OPEN = (PosterState.PROPOSED, PosterState.DESIGNATED)


class PosterQuerySet(models.QuerySet["Poster"]):
    """Posters by date and by place."""

    def in_force(self, on: date | None = None) -> Self:
        """Those who may post on a day (today unless told), the last one until its midnight; nobody who has left."""
        day = on or clock.today()
        return self.standing(day).filter(starts_on__lte=day)

    def standing(self, on: date | None = None) -> Self:
        """Those in force and those to come."""
        day = on or clock.today()
        open_ended = Q(ends_on=None) | Q(ends_on__gte=day)
        return self.filter(open_ended, state=PosterState.DESIGNATED, person__is_active=True)

    def over(self, on: date | None = None) -> Self:
        """Those still marked as designated whose time is over: the last day is past, or person or account are gone."""
        gone = Q(person__is_active=False) | Q(account__state=AccountState.RETIRED)
        return self.filter(Q(ends_on__lt=on or clock.today()) | gone, state=PosterState.DESIGNATED)

    def at(self, place: Place) -> Self:
        """Those of exactly this account or unit."""
        return self.filter(account=place) if isinstance(place, Account) else self.filter(unit=place)

    def covering(self, place: Place) -> Self:
        """Those of the account and of its unit and all above it; of a unit, its own and all above it."""
        if isinstance(place, Account):
            return self.filter(Q(account=place) | Q(unit__in=place.unit.path_ids()))
        return self.filter(unit__in=place.path_ids())


class Poster(models.Model):
    """One designation: proposed by whom, designated by whom, from, until, and why it came to nothing or ended."""

    trail_kind = "poster"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="posters")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="posters")
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="posting")
    state = models.CharField(max_length=12, choices=PosterState.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    may_reveal = models.BooleanField(default=False)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    designated_at = models.DateTimeField(null=True, blank=True)
    designated_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(PosterQuerySet)()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PosterState.values), name="poster_state_is_known"),
            models.CheckConstraint(
                condition=Q(account__isnull=True, unit__isnull=False) | Q(account__isnull=False, unit__isnull=True),
                name="poster_of_an_account_or_a_unit",
            ),
            models.UniqueConstraint(
                fields=("account", "person"), condition=Q(state__in=OPEN), name="poster_one_open_per_account"
            ),
            models.UniqueConstraint(
                fields=("unit", "person"), condition=Q(state__in=OPEN), name="poster_one_open_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="poster_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(designated_by__isnull=True) | ~Q(designated_by=F("person")),
                name="poster_never_designates_themselves",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True, proposed_by__isnull=True)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="poster_proposed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=("proposed", "refused"), proposed_at__isnull=False,
                    designated_at__isnull=True, designated_by__isnull=True,
                )
                | Q(
                    state__in=("designated", "revoked", "ended"),
                    designated_at__isnull=False, designated_by__isnull=False,
                ),
                name="poster_was_designated_or_proposed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at__isnull=True, closed_by__isnull=True, closed_why="")
                | Q(state="ended", closed_at__isnull=False)
                | Q(state__in=("refused", "revoked"), closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(closed_why=""),
                name="poster_closed_at_by_and_why",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("person", "state"), name="poster_by_person"),)

    def __str__(self) -> str:
        return self.trail_label

    def get_absolute_url(self) -> str:
        return posters_url(self.place)

    @property
    def place(self) -> Place:
        """The account or the unit."""
        if self.account is not None:
            return self.account
        if self.unit is not None:
            return self.unit
        raise ValueError("A poster is of an account or of a unit.")

    @property
    def trail_id(self) -> str:
        return str(self.uuid)

    @property
    def trail_label(self) -> str:
        names = {"person": self.person.name, "place": self.place.trail_label}
        return _now("%(person)s as poster of %(place)s") % names

    @property
    def trail_unit_id(self) -> int:
        return unit_of(self.place).pk


def unit_of(place: Place) -> Unit:
    """The unit an account belongs to, or the unit itself."""
    return place.unit if isinstance(place, Account) else place


def posters_url(place: Place, verb: str = "") -> str:
    """The page "Who may post here?" of a place, or the page of one of its verbs."""
    if isinstance(place, Account):
        return reverse(f"accounts:{verb}poster" if verb else "accounts:posters", args=[place.uuid])
    return reverse(f"accounts:unit-{verb}poster" if verb else "accounts:unit-posters", args=[place.pk])
