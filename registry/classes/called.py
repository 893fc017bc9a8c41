"""What a field is called by people: its own words where it has some, else its name without short ones of programs."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

#: Names that say nothing to whoever asks for records.
ODD: dict[str, Any] = {
    "id": _("number"), "seq": _("number"), "uuid": _("identifier"), "klass": _("kind of account"), "url": _("address"),
    "kid": _("number of the key"), "sha256": _("fingerprint of the file"), "searched": _("as the search finds it"),
    "slug": _("short name"), "at": _("when"), "on": _("on which day"), "by": _("by whom"), "to": _("to whom"),
    "key": _("as it is compared"), "ids": _("what it is about"), "runs": _("entries, from and to"),
}  # fmt: skip


def called(field: Any) -> str:
    """The field's name as a head of a column: a short word of the table above where its model gives it none."""
    words = str(field.verbose_name)
    return capfirst(str(ODD.get(field.name, words)) if words == field.name.replace("_", " ") else words)
