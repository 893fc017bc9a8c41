"""A request and all that is said and decided about it. Shapes only: what may happen is in ``rules`` and ``actions``."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountClass, AuthorizationKind
from approvals.beside_decisions import Condition, Scan, ScanKind
from approvals.discussion import Comment, Follow, Mention
from approvals.particulars import AuthorizationParticulars, RegistrationParticulars, SponsorParticulars
from approvals.ways import ROUTE_OFFICES, Kind, Route, RouteStep
from approvals.workflow import Status
from registry import clock
from registry.people.models import Office

__all__ = [
    "ROUTE_OFFICES",
    "Answer",
    "Comment",
    "Condition",
    "Decision",
    "Follow",
    "ImagesPlan",
    "Item",
    "ItemAnswer",
    "ItemAnswerChoice",
    "Kind",
    "Mention",
    "PresentItems",
    "Request",
    "Round",
    "RoundOutcome",
    "Route",
    "RouteStep",
    "Scan",
    "ScanKind",
    "Seat",
]  # fmt: skip

USER = settings.AUTH_USER_MODEL


class ImagesPlan(models.TextChoices):
    """What pictures will show (IV.7 to IV.9). Who opted out stays in the student information system, never here."""

    NONE = "none", _("No people are shown")
    STAFF = "staff", _("Colleagues, with their consent")
    STUDENTS = "students", _("Students, after checking the media opt-outs in the student information system")


class Request(RegistrationParticulars, AuthorizationParticulars, SponsorParticulars):
    """What someone asks for. Blank while it is a draft; complete once it is submitted.

    ``typed`` is what a draft's form held when some of it could not be taken (`forms.typed`); empty once it is sent.
    ``earlier`` is the declined request that it follows, ``differs`` what is different now (E1.11).
    """

    trail_kind = "request"

    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.NEW_ACCOUNT)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    title = models.CharField(max_length=120, blank=True)
    searched = models.TextField(default="", editable=False)
    contact_note = models.CharField(max_length=200, blank=True)
    requester = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="requests")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="requests")
    klass = models.CharField(_("class"), max_length=16, choices=AccountClass.choices, blank=True, db_column="class")
    group = models.CharField(_("team, club or program"), max_length=80, blank=True)
    display_name = models.CharField(max_length=120, blank=True)
    purpose = models.TextField(blank=True)
    audience = models.CharField(max_length=200, blank=True)
    students_involved = models.BooleanField(null=True, blank=True)
    under_13 = models.BooleanField(null=True, blank=True)
    launch_on = models.DateField(null=True, blank=True)
    wants_logo = models.BooleanField(null=True, blank=True)
    images_plan = models.CharField(max_length=12, choices=ImagesPlan.choices, blank=True)
    images_promise = models.BooleanField(default=False)
    custodian = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.CharField(max_length=80, blank=True)
    backup = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    posters = models.CharField(_("who will post"), max_length=300, blank=True)
    email = models.EmailField(_("district e-mail to sign up with"), blank=True)
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later")
    differs = models.CharField(max_length=500, blank=True)
    typed = models.JSONField(_("typed, and not understood yet"), default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(_("last reminder by hand"), null=True, blank=True)
    expiry_warned_on = models.DateField(null=True, blank=True)
    closed_why = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=("draft", "withdrawn")) | Q(submitted_at__isnull=False),
                name="request_submitted_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("completed", "declined", "withdrawn", "expired")) | Q(closed_at__isnull=False),
                name="request_final_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("setting_up", "completed")) | Q(approved_at__isnull=False),
                name="request_approved_has_date",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="request_kind_is_known"),
            models.CheckConstraint(
                condition=Q(first_requester__isnull=True, taken_over_at__isnull=True)
                | Q(first_requester__isnull=False, taken_over_at__isnull=False) & ~Q(first_requester=F("requester")),
                name="request_taken_over_by_another",
            ),
        )
        indexes = (
            models.Index(fields=("requester", "id"), name="request_by_requester"),
            models.Index(fields=("status", "id"), name="request_by_status"),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("approvals:request", args=[self.reference])

    @property
    def reference(self) -> str:
        """The name people use for it, like ``R-0412``."""
        return f"R-{self.pk:04d}"

    @property
    def opens_account(self) -> bool:
        """Whether it ends with an account in the register; an authorization does not."""
        return self.kind != Kind.AUTHORIZATION

    @property
    def is_retroactive(self) -> bool:
        """Whether what it asks for exists already, before anybody approved it (E1.13)."""
        return self.kind == Kind.REGISTRATION

    @property
    def trail_id(self) -> str:
        return self.reference

    @property
    def trail_label(self) -> str:
        """A draft is its writer's alone: until it is sent, the trail names its number and nothing that it says."""
        return str(self) if self.submitted_at else self.reference

    @property
    def trail_unit_id(self) -> int | None:
        return self.unit_id if self.submitted_at else None


class ItemAnswerChoice(models.TextChoices):
    OPEN = "open", _("Open")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")


class PresentItems(models.Manager["Item"]):
    """The items that are asked for now: those set aside keep only the answers they were given."""

    def get_queryset(self) -> models.QuerySet["Item"]:
        return super().get_queryset().filter(dropped_at=None)


class Item(models.Model):
    """One thing asked for in a request: a platform and a handle, or an authorization. ``live`` guards the handle.

    Approved, it becomes an ``account``, or the authorization that was ``granted``.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=1)
    platform = models.ForeignKey("accounts.Platform", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    handle = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=300, blank=True)
    authorization = models.CharField(max_length=24, choices=AuthorizationKind.choices, blank=True)
    answer = models.CharField(max_length=8, choices=ItemAnswerChoice.choices, default=ItemAnswerChoice.OPEN)
    live = models.BooleanField(default=False)
    account = models.ForeignKey(
        "accounts.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    granted = models.OneToOneField(
        "accounts.Authorization", on_delete=models.PROTECT, null=True, blank=True, related_name="item"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = PresentItems()
    everything: "models.Manager[Item]" = models.Manager()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("request", "position"), condition=Q(dropped_at=None), name="item_position_once"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None) | Q(live=False, account=None), name="item_dropped_holds_nothing"
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=True) | Q(answer="approved"), name="item_with_account_is_approved"
            ),
            models.UniqueConstraint(
                fields=("platform", "key"), condition=Q(live=True) & ~Q(key=""), name="item_one_live_per_handle"
            ),
            models.UniqueConstraint(
                fields=("account",), condition=Q(account__isnull=False), name="item_one_per_account"
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | (Q(answer="approved", account__isnull=True) & ~Q(authorization="")),
                name="item_granted_is_an_approved_authorization",
            ),
            models.CheckConstraint(
                condition=Q(authorization="") | Q(authorization__in=AuthorizationKind.values),
                name="item_authorization_is_known",
            ),
        )

    @property
    def written(self) -> str:
        """The handle as people write it on its platform."""
        return self.platform.written(self.handle) if self.platform else self.handle

    def __str__(self) -> str:
        if self.authorization:
            return str(self.get_authorization_display())
        return f"{self.handle} on {self.platform}"


class RoundOutcome(models.TextChoices):
    OPEN = "open", _("Open")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    RETURNED = "returned", _("Changes asked for")
    REVISED = "revised", _("Replaced by a changed text")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Round(models.Model):
    """One passage through the offices, on one ``text``; decisions carry ``text_hash``, its SHA-256."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    text = models.JSONField()
    text_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=RoundOutcome.choices, default=RoundOutcome.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("request", "number"), name="round_number_once"),
            models.UniqueConstraint(fields=("request",), condition=Q(outcome="open"), name="round_one_open"),
            models.CheckConstraint(
                condition=Q(outcome="open", closed_at__isnull=True) | (~Q(outcome="open") & Q(closed_at__isnull=False)),
                name="round_closed_has_date",
            ),
        )

    def __str__(self) -> str:
        return f"Round {self.number} of {self.request.reference}"


class Seat(models.Model):
    """An office to be heard in a round. Seats of one ``step`` are asked side by side, the next step after all of them.

    ``asked`` is who is asked now, for the ``turn``-th time that somebody is; ``appointment`` why they may answer,
    ``why`` the reason in words, ``instead_of`` whose absence put them first. Nobody asked, though opened, means:
    waiting for an appointment. Silence reminds, then escalates: ``first_asked`` and all who were ``passed`` may still
    decide; ``stuck_on`` says that nobody further up can be asked.
    ``days`` are the working days the route gave when the round opened: a changed route leaves this round alone.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="seats")
    step = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=24, choices=Office.choices)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    appointment = models.ForeignKey(
        "people.Appointment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=600, blank=True)
    instead_of = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    turn = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=3)
    opened_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    first_asked = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    passed: models.ManyToManyField[Any, Any] = models.ManyToManyField(USER, related_name="+", blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    escalated_on = models.DateField(null=True, blank=True)
    stuck_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("step", "id")
        constraints = (
            models.UniqueConstraint(fields=("round", "office"), name="seat_office_once"),
            models.CheckConstraint(
                condition=Q(escalated_on__isnull=True) | Q(first_asked__isnull=False),
                name="seat_escalated_keeps_who_was_first",
            ),
        )
        indexes = (models.Index(fields=("asked", "opened_at"), name="seat_by_asked"),)

    def __str__(self) -> str:
        return f"{self.get_office_display()}, {self.round}"


class Answer(models.TextChoices):
    YES = "yes", _("Approve")
    CHANGES = "changes", _("Ask for changes")
    NO = "no", _("Decline")


class Decision(models.Model):
    """What fills a seat, once. ``requester``, ``custodian`` and ``backup`` are copied so that the database can refuse
    them.
    """

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="decision")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="decisions")
    office = models.CharField(max_length=24, choices=Office.choices)
    appointment = models.ForeignKey("people.Appointment", on_delete=models.PROTECT, related_name="decisions")
    on_behalf_of = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    requester = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    custodian = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    backup = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text_hash = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    offline = models.BooleanField(default=False)
    emergency = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("round", "by"), name="decision_one_per_person_and_round"),
            models.CheckConstraint(condition=~Q(by=F("requester")), name="decision_not_on_own_request"),
            models.CheckConstraint(
                condition=Q(custodian__isnull=True) | ~Q(by=F("custodian")), name="decision_not_on_own_custody"
            ),
            models.CheckConstraint(
                condition=Q(backup__isnull=True) | ~Q(by=F("backup")), name="decision_not_on_own_backup"
            ),
            models.CheckConstraint(
                condition=Q(on_behalf_of__isnull=True) | ~Q(on_behalf_of=F("requester")),
                name="decision_not_for_the_requester",
            ),
            models.CheckConstraint(condition=Q(answer="yes") | ~Q(note=""), name="decision_no_has_note"),
            models.CheckConstraint(
                condition=Q(offline=True) | Q(recorded_by=F("by")), name="decision_recorded_by_self_unless_offline"
            ),
            models.CheckConstraint(
                condition=Q(offline=False) | ~(Q(recorded_by=F("by")) | Q(recorded_by=F("requester"))),
                name="decision_offline_recorded_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_answer_display()} by {self.by}"


class ItemAnswer(models.Model):
    """A decision's answer for one item."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    approved = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("decision", "item"), name="item_answer_once"),)

    def __str__(self) -> str:
        return f"{self.item}: {'yes' if self.approved else 'no'}"
