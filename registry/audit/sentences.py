"""What an entry of the trail reads as: its sentence, the fields of a secret, and why a login was opened, in words."""

from typing import Protocol

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.audit.events import Event
from registry.audit.variants import template_of


class Told(Protocol):
    """What a sentence is made from: an entry, or anything shaped like one."""

    action: str
    actor_label: str
    object_label: str
    field_code: str


def describe(entry: Told) -> str:
    """The entry's sentence in the language in force. An action of a later version reads as its bare name."""
    if entry.action not in Event.values:
        return entry.action
    return template_of(entry).format(
        actor=entry.actor_label or gettext("Mooring"),
        object=entry.object_label or (gettext("somebody unknown") if _is_of_sign_in(entry) else gettext("this")),
        field=field_words(entry.field_code) or gettext("sign-in details"),
    )


def _is_of_sign_in(entry: Told) -> bool:
    """Whether it names nobody because nobody has that address."""
    return entry.action.startswith("signin.")


def field_words(code: str) -> str:
    """`recovery_email` as “recovery e-mail”: the fields of a secret in words, several of them joined by commas."""
    return ", ".join(str(FIELDS.get(part, part)) for part in code.split(",") if part)


#: Why a login was opened, by the code that an entry keeps: as the register's own list says it (a test compares).
REASONS = {
    "post": _("Sign in to post"),
    "locked_out": _("Someone is locked out"),
    "verify": _("Check that it works"),
    "change": _("Change the password or recovery details"),
    "handoff": _("Handoff"),
    "incident": _("Incident"),
    "other": _("Another reason"),
}
FIELDS = {
    "sign_in_set": _("sign-in set"),
    "login": _("login"),
    "password": _("password"),
    "recovery_email": _("recovery e-mail"),
    "recovery_phone": _("recovery phone"),
    "backup_code": _("backup code"),
    "seed": _("authenticator seed"),
    "code": _("one-time code"),
    "birth_date": _("date of birth"),
    "notes": _("notes"),
    "name": _("name"),
    "picture": _("profile picture"),
    "label": _("official label"),
    "email": _("district e-mail"),
    "second_factor": _("second factor"),
    "security_question": _("security question"),
    "co_holder": _("co-holder in Communications"),
    "guidelines": _("guidelines"),
}
