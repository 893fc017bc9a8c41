"""What a secret must look like to be of use, and its one spelling. Sentences never repeat what was typed."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.codes import key_of
from accounts.models import SecretField
from registry.people.refusal import Refused
from registry.vault import Secret

LONGEST = 4000


class Unusable(Refused):
    """A value that cannot be right; `field` says which."""

    field: SecretField

    def __init__(self, message: str, field: SecretField) -> None:
        super().__init__(message, rule="II.7")
        self.field = field


def normalised(field: SecretField, value: Secret) -> Secret:
    """The value as it is stored: seeds as base32, phones in international form, others as typed. Raises `Unusable`."""
    text = value.expose()
    if len(text) > LONGEST or "\x00" in text:
        raise Unusable(_("That is too long, or has characters that cannot be stored."), field)
    special = {
        SecretField.LOGIN: _line,
        SecretField.RECOVERY_EMAIL: _email,
        SecretField.RECOVERY_PHONE: _phone,
        SecretField.SEED: _seed,
        SecretField.BACKUP_CODE: _line,
        SecretField.BIRTH_DATE: _birth_date,
    }.get(field)
    return Secret(special(text, field)) if special else value


def _line(text: str, field: SecretField) -> str:
    text = text.strip()
    if not text or "\n" in text:
        raise Unusable(_("Enter one line."), field)
    return text


def _email(text: str, field: SecretField) -> str:
    try:
        validate_email(text.strip())
    except ValidationError:
        raise Unusable(_("Enter an e-mail address, like social@lakeviewps.example."), field) from None
    return text.strip()


def _phone(text: str, field: SecretField) -> str:
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise Unusable(_("Enter a phone number with its area code, like 952-555-0147."), field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _seed(text: str, field: SecretField) -> str:
    """Base32 without spaces, from what the platform shows or from its otpauth:// address."""
    text = text.strip()
    if text.lower().startswith("otpauth://"):
        text = (parse_qs(urlsplit(text).query).get("secret") or [""])[0]
    seed = re.sub(r"[\s-]", "", text).upper().rstrip("=")
    try:
        key_of(seed)
    except ValueError:
        seed = ""
    if len(seed) < 16:
        raise Unusable(
            _("Enter the set-up key: 16 or more letters and the digits 2 to 7, or the otpauth address."), field
        )
    return seed


def _birth_date(text: str, field: SecretField) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise Unusable(_("Enter the date as year, month, day, like 1990-05-17."), field) from None
