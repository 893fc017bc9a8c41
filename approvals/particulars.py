"""What two kinds of request say that a new account does not: shapes only, parts of `models.Request`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MadeBy(models.TextChoices):
    """Who opened an account that exists already (IV.11). Never a name: students are a number and a class year."""

    STAFF = "staff", _("Somebody on staff")
    STUDENTS = "students", _("Students")
    FORMER_COACH = "former_coach", _("A former coach or advisor")
    PARENT = "parent", _("A parent or volunteer")
    VENDOR = "vendor", _("A vendor, webmaster or contractor")
    UNKNOWN = "unknown", _("Nobody knows")


class HangsOn(models.TextChoices):
    """Whose mailbox or phone the platform writes to when somebody must get back in (IV.3)."""

    DISTRICT = "district", _("The district’s")
    EMPLOYEE = "employee", _("An employee’s own")
    STUDENT_OR_PARENT = "student_or_parent", _("A student’s or parent’s")
    NONE = "none", _("There is none")
    UNKNOWN = "unknown", _("Nobody knows")


class RegistrationParticulars(models.Model):
    """How an account that exists already stands today."""

    made_by = models.CharField(max_length=16, choices=MadeBy.choices, blank=True)
    made_by_number = models.PositiveSmallIntegerField(null=True, blank=True)
    made_by_class_year = models.PositiveSmallIntegerField(null=True, blank=True)
    since_year = models.PositiveSmallIntegerField(null=True, blank=True)
    hangs_on_email = models.CharField(max_length=20, choices=HangsOn.choices, blank=True)
    hangs_on_phone = models.CharField(max_length=20, choices=HangsOn.choices, blank=True)
    staff_can_sign_in = models.BooleanField(null=True, blank=True)

    class Meta:
        abstract = True


class AuthorizationParticulars(models.Model):
    """What a person asks to be allowed; which of the five kinds it is stands on the item."""

    scope = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    parental_consent = models.BooleanField(default=False)

    class Meta:
        abstract = True


class SponsorParticulars(models.Model):
    """Who asked first, where somebody on staff took a request over from a person who left (E1.14)."""

    first_requester = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
