"""What a secret must look like to be of use, and its one spelling. Sentences never repeat what was typed."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts import otpauth
from accounts.models import SecretField
from registry.people.refusal import Refused
from registry.vault import Secret

#: Characters at most; notes are words on how to get in, not a place for documents.
LONGEST, LONGEST_NOTES = 1000, 4000
BETWEEN = " → "
_BREAKS = frozenset("\n\r\t")
#: They join letters and signs, or keep them apart, in scripts and pictures that are written with them.
_JOINERS = frozenset("\u200c\u200d")
#: How people part a question from its answer on a line; a question mark ends the question and stays with it.
_PARTS = (r"\s*(?:→|=>|->|\t)\s*", r"(?<=\?)\s*[:=]?\s*", r"\s*[:=]\s*", r"\s+[-–—]\s+")


class Unusable(Refused):
    """A value that cannot be right; `field` says which."""

    field: SecretField

    def __init__(self, message: str, field: SecretField) -> None:
        super().__init__(message, rule="II.7")
        self.field = field


def normalised(field: SecretField, value: Secret) -> Secret:
    """The value as it is stored: seeds in their one spelling, phones in international form, others as typed.

    Raises `Unusable`.
    """
    text = value.expose()
    if len(text) > (LONGEST_NOTES if field == SecretField.NOTES else LONGEST):
        raise Unusable(_too_long(field), field)
    if any(_cannot_be_kept(letter) for letter in text):
        raise Unusable(_("It has characters that cannot be stored. Type it by hand, or copy it again."), field)
    if any(_does_not_show(letter) for letter in text):
        raise Unusable(
            _("It has characters that cannot be seen, as text that was copied may have. Type it by hand."), field
        )
    special = _SPECIAL.get(field)
    return Secret(special(text, field)) if special else value


def _too_long(field: SecretField) -> str:
    if field == SecretField.NOTES:
        return _("Notes have room for 4,000 characters. Keep what one needs to get in; documents belong elsewhere.")
    return _("That is too long: there is room for 1,000 characters.")


def _cannot_be_kept(letter: str) -> bool:
    """What no keyboard types: control characters, half a surrogate pair, and the mark of a broken encoding."""
    return (unicodedata.category(letter) in ("Cc", "Cs") and letter not in _BREAKS) or letter == "\ufffd"


def _does_not_show(letter: str) -> bool:
    """What only turns the text around or hides in it: nobody could type it again from what a reveal shows."""
    return unicodedata.category(letter) == "Cf" and letter not in _JOINERS


def _line(text: str, field: SecretField) -> str:
    text = text.strip()
    if not text or "\n" in text or "\r" in text:
        raise Unusable(_("Enter one line."), field)
    return text


def _password(text: str, field: SecretField) -> str:
    if not text.strip() or not _BREAKS.isdisjoint(text):
        raise Unusable(_("A password is one line, without tabs."), field)
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
    try:
        return otpauth.parse(text).text
    except otpauth.Broken as broken:
        raise Unusable(str(broken), field) from None


def _birth_date(text: str, field: SecretField) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise Unusable(_("Enter the date as year, month, day, like 1990-05-17."), field) from None


def _question(text: str, field: SecretField) -> str:
    """“question → answer”, from the ways in which people write the two on a line."""
    text = _line(text, field)
    for parting in _PARTS:
        question, *rest = re.split(parting, text, maxsplit=1)
        if rest and question.strip() and rest[0].strip():
            return f"{question.strip()}{BETWEEN}{rest[0].strip()}"
    raise Unusable(_("Write each question with its answer on one line, like: First school? Harbor Elementary"), field)


_SPECIAL: dict[SecretField, Callable[[str, SecretField], str]] = {
    SecretField.LOGIN: _line,
    SecretField.PASSWORD: _password,
    SecretField.RECOVERY_EMAIL: _email,
    SecretField.RECOVERY_PHONE: _phone,
    SecretField.SEED: _seed,
    SecretField.BACKUP_CODE: _line,
    SecretField.BIRTH_DATE: _birth_date,
    SecretField.SECOND_FACTOR: _line,
    SecretField.SECURITY_QUESTION: _question,
}
