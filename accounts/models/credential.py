"""What gets one in, who has seen it, and each act of opening it (II.7).

A value exists here only sealed. One row per account, field, slot and version, each under a key of its own.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from registry import clock

USER = settings.AUTH_USER_MODEL


class SecretField(models.TextChoices):
    LOGIN = "login", _("Login")
    PASSWORD = "password", _("Password")
    RECOVERY_EMAIL = "recovery_email", _("Recovery e-mail")
    RECOVERY_PHONE = "recovery_phone", _("Recovery phone")
    BACKUP_CODE = "backup_code", _("Backup code")
    SEED = "seed", _("Authenticator seed")
    BIRTH_DATE = "birth_date", _("Date of birth given at sign-up")
    NOTES = "notes", _("Notes")
    SECOND_FACTOR = "second_factor", _("Second factor")
    SECURITY_QUESTION = "security_question", _("Security question")

    @classmethod
    def sign_in_set(cls) -> tuple["SecretField", ...]:
        """What one reveal opens together; of the seed only the current code is ever shown."""
        return (cls.LOGIN, cls.PASSWORD, cls.SEED)

    @classmethod
    def lists(cls) -> tuple["SecretField", ...]:
        """What comes several at a time; a new list makes the old one void."""
        return (cls.BACKUP_CODE, cls.SECURITY_QUESTION)

    @classmethod
    def channels(cls) -> tuple["SecretField", ...]:
        """The mailboxes and the phone by which one gets back in."""
        return (cls.LOGIN, cls.RECOVERY_EMAIL, cls.RECOVERY_PHONE)


class SecretState(models.TextChoices):
    DEPOSITED = "deposited", _("Deposited")
    VERIFIED = "verified", _("Verified")
    REFUSED = "refused", _("Refused")
    SUPERSEDED = "superseded", _("Superseded")
    DESTROYED = "destroyed", _("Destroyed")


class FactorKind(models.TextChoices):
    """What a platform asks for beside the password. Whose device it is, `Holder` says."""

    UNSAID = "", _("Not said")
    NONE = "none", _("None: the password is enough")
    TEXT_MESSAGE = "text_message", _("A text message or call")
    AUTHENTICATOR = "authenticator", _("An authenticator app")
    SECURITY_KEY = "security_key", _("A security key or passkey")
    EMAIL_CODE = "email_code", _("A code by e-mail")
    BACKUP_CODES = "backup_codes", _("Backup codes only")


class Holder(models.TextChoices):
    """Whose mailbox, phone or device a way in is."""

    UNSAID = "", _("Not said")
    DISTRICT = "district", _("The district's")
    EMPLOYEE = "employee", _("An employee's")
    STUDENT_OR_PARENT = "student_or_parent", _("A student's or parent's")


class SecretVersion(models.Model):
    """One version of one field. ``slot`` numbers backup codes and security questions from 1; other fields have slot 0.

    Of a mailbox, a phone or a device, ``holder`` says whose it is, and ``holder_person`` which employee's;
    ``replace_by`` is the day by which one that is somebody's own gives way to the district's. Of a second factor,
    ``factor_kind`` says what it is: who works out the ways back in reads that without opening anything. ``drop`` is the
    link by which it was left, where it was.

    Life: deposited -> verified or refused -> superseded -> destroyed. A deposit is current at once; a refusal makes
    the last verified version current again, so a mistyped deposit loses nothing. What is no longer in use
    (``out_of_use_at``) is superseded by nothing. After destruction the row, its
    events and the keyed fingerprint stay; ``blob`` and ``wrapped_key`` are empty.
    """

    trail_kind = "secret"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="secrets")
    field = models.CharField(max_length=20, choices=SecretField.choices)
    slot = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=SecretState.choices, default=SecretState.DEPOSITED)
    is_current = models.BooleanField(default=True)
    kid = models.CharField(max_length=40)
    wrapped_key = models.BinaryField()
    blob = models.BinaryField()
    fingerprint = models.CharField(max_length=64, blank=True)
    fingerprint_kid = models.CharField(max_length=40, blank=True)
    holder = models.CharField(max_length=20, choices=Holder.choices, blank=True, default="")
    holder_person = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="channels_held"
    )
    factor_kind = models.CharField(max_length=20, choices=FactorKind.choices, blank=True, default="")
    replace_by = models.DateField(null=True, blank=True)
    deposited_at = models.DateTimeField(default=clock.now)
    deposited_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_why = models.CharField(max_length=200, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    out_of_use_at = models.DateTimeField(null=True, blank=True)
    out_of_use_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    out_of_use_why = models.CharField(max_length=300, blank=True)
    drop = models.ForeignKey("accounts.Drop", on_delete=models.PROTECT, null=True, blank=True, related_name="versions")

    class Meta:
        ordering = ("field", "slot", "-version")
        constraints = (
            models.UniqueConstraint(fields=("account", "field", "slot", "version"), name="secret_version_once"),
            models.UniqueConstraint(
                fields=("account", "field", "slot"), condition=Q(is_current=True), name="secret_one_current"
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(state__in=("deposited", "verified")), name="secret_current_is_live"
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="secret_verified_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("deposited_by")),
                name="secret_verified_by_another",
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True, refused_by__isnull=True)
                | Q(refused_at__isnull=False, refused_by__isnull=False),
                name="secret_refused_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_by__isnull=True)
                | Q(used_at__isnull=False, used_by__isnull=False),
                name="secret_used_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(out_of_use_at=None, out_of_use_by=None, out_of_use_why="")
                | Q(out_of_use_at__isnull=False, out_of_use_by__isnull=False, state__in=("superseded", "destroyed"))
                & ~Q(out_of_use_why=""),
                name="secret_out_of_use_at_by_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(verified_at__isnull=False), name="secret_verified_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | (Q(refused_at__isnull=False) & ~Q(refused_why="")),
                name="secret_refused_has_date_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | Q(superseded_at__isnull=False), name="secret_superseded_has_date"
            ),
            models.CheckConstraint(
                condition=Q(state="destroyed", destroyed_at__isnull=False, blob=b"", wrapped_key=b"")
                | (~Q(state="destroyed") & Q(destroyed_at__isnull=True) & ~Q(blob=b"") & ~Q(wrapped_key=b"")),
                name="secret_is_gone_once_destroyed",
            ),
            models.CheckConstraint(
                condition=Q(holder_person__isnull=True) | Q(holder="employee"), name="secret_person_is_an_employee"
            ),
            models.CheckConstraint(
                condition=Q(replace_by__isnull=True) | Q(holder__in=("employee", "student_or_parent")),
                name="secret_replaces_what_is_somebodys",
            ),
            models.CheckConstraint(
                condition=(Q(field="second_factor") & ~Q(factor_kind=""))
                | (~Q(field="second_factor") & Q(factor_kind="")),
                name="secret_factor_has_a_kind",
            ),
        )
        indexes = (
            models.Index(fields=("fingerprint",), condition=Q(is_current=True), name="secret_reused"),
            models.Index(fields=("account", "is_current"), name="secret_by_account"),
            models.Index(fields=("fingerprint", "fingerprint_kid"), name="secret_by_value"),
        )

    def __str__(self) -> str:
        return f"{self.get_field_display()}, version {self.version}"

    @property
    def trail_id(self) -> str:
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        return str(self)


class ExposureKind(models.TextChoices):
    DEPOSITED = "deposited", _("Deposited it")
    REVEALED = "revealed", _("Revealed it")
    KIT = "kit", _("Got it in a kit")
    BROUGHT = "brought", _("Had it in a password manager")
    LINK = "link", _("Made the link it was left by")
    DECLARED = "declared", _("Is declared to know it")


class Knower(models.TextChoices):
    """Who is declared to know a secret: a part somebody plays, never a name (invariant 9)."""

    EMPLOYEE = "employee", _("An employee")
    STUDENTS = "students", _("Students")
    FORMER_COACH = "former_coach", _("A former coach or advisor")
    PARENT = "parent", _("A parent or volunteer")
    WEBMASTER = "webmaster", _("A webmaster or contractor")


class Exposure(models.Model):
    """Somebody knows a version of a secret. People without a sign-in are a number and a graduating class, or a part.

    ``at`` is since when they know it; ``declared_at`` and ``declared_by`` name one declaration, which may be of several
    versions. One that was wrong is struck (``withdrawn_at``), and stays.
    """

    secret = models.ForeignKey(SecretVersion, on_delete=models.PROTECT, related_name="exposures")
    kind = models.CharField(max_length=12, choices=ExposureKind.choices)
    at = models.DateTimeField(default=clock.now)
    person = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="exposures")
    head_count = models.PositiveSmallIntegerField(null=True, blank=True)
    class_year = models.PositiveSmallIntegerField(null=True, blank=True)
    described = models.CharField(max_length=120, choices=Knower.choices, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    declared_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)
    reveal = models.ForeignKey(
        "accounts.Reveal", on_delete=models.PROTECT, null=True, blank=True, related_name="exposures"
    )
    kit = models.ForeignKey("accounts.Kit", on_delete=models.PROTECT, null=True, blank=True, related_name="exposures")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="declared") | Q(person__isnull=False), name="exposure_names_a_person"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(kind="declared", withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="exposure_withdrawn_at_by_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(described="students") | Q(head_count__gte=1, class_year__isnull=False, person=None),
                name="exposure_students_are_a_number",
            ),
        )
        indexes = (models.Index(fields=("person", "secret"), name="exposure_by_person"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.secret}"


class Reason(models.TextChoices):
    """Why somebody opens a login."""

    POST = "post", _("Sign in to post")
    LOCKED_OUT = "locked_out", _("Someone is locked out")
    VERIFY = "verify", _("Check that it works")
    CHANGE = "change", _("Change the password or recovery details")
    HANDOFF = "handoff", _("Handoff")
    INCIDENT = "incident", _("Incident")
    OTHER = "other", _("Another reason")


class Reveal(models.Model):
    """One act of opening secrets: who, why, until when, and whether it worked. Never what was shown.

    ``nonce_hash`` makes an act happen once: the same form sent twice opens nothing the second time. ``failed_at`` says
    that nothing could be opened: whoever tried it knows nothing, and has checked nothing.
    """

    uuid = models.UUIDField(unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="reveals")
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="reveals")
    field = models.CharField(max_length=20, blank=True)
    slot = models.PositiveSmallIntegerField(default=0)
    reason_code = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    nonce_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    extended_at = models.DateTimeField(null=True, blank=True)
    worked = models.BooleanField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    codes_shown = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("person", "at"), name="reveal_by_person"),
            models.Index(fields=("at", "person", "account"), condition=Q(failed_at=None), name="reveal_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.person} opened {self.account}"

    @property
    def why(self) -> str:
        """The chosen reason, and what was said beside it; another reason is in those words alone."""
        chosen = str(Reason(self.reason_code).label) if self.reason_code in Reason.values else ""
        if not self.reason or self.reason_code == Reason.OTHER:
            return self.reason or chosen
        return _now("%(chosen)s: %(words)s") % {"chosen": chosen, "words": self.reason} if chosen else self.reason
