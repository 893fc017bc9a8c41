"""What the form of a request says at a field that was left empty: what to do, in words of that field."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

EMPTY = {
    "platform": _("Choose the platform."),
    "handle": _("Enter the handle you would like, or paste its address."),
    "unit": _("Choose the school or department."),
    "klass": _("Choose what kind of account it is."),
    "display_name": _("Enter the name people will see on the profile."),
    "purpose": _("Say what this account will do that your current accounts cannot."),
    "audience": _("Say who it is for."),
    "custodian": _("Enter the employee who will answer for the account."),
    "backup": _("Enter a second employee who can step in."),
    "posters": _("Say who will post."),
    "email": _("Enter the district e-mail address to sign up with."),
    "students_involved": _("Choose whether students will help."),
    "images_plan": _("Choose what pictures will show."),
    "wants_logo": _("Choose whether it will use a logo."),
    "made_by": _("Choose who made it."),
    "hangs_on_email": _("Choose whose e-mail it hangs on."),
    "hangs_on_phone": _("Choose whose phone it hangs on."),
    "staff_can_sign_in": _("Choose whether somebody on staff can sign in today."),
    "starts_on": _("Enter the first day."),
    "ends_on": _("Enter the last day."),
}
#: For an account that exists.
EMPTY_THERE = {
    "handle": _("Enter the address of the account, or its handle."),
    "purpose": _("Say what it is for."),
    "email": _("Enter the district e-mail address it will be moved to."),
}
SCOPE = _("Say what you need the permission for, and where.")


def say(fields: dict[str, forms.Field], sentences: Mapping[str, Any]) -> None:
    """Give each field that is there its sentence."""
    for name, sentence in sentences.items():
        if name in fields:
            fields[name].error_messages["required"] = sentence
