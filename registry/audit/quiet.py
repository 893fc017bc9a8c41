"""What the trail's page leaves out unless it is asked for: entries of which there are many, and which say little."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.audit.events import Event

QUIET = (Event.LETTER_SENT, Event.TRAIL_READ)
#: Filters that ask for some entries by what they are: nothing of those is left out.
NAMES_THEM = ("also", "kind", "what", "part")
LEFT_OUT = _("Letters that were sent, and who read the trail, are left out.")
HERE = _("Letters that were sent, or who read the trail, are here because a filter asks for them.")


def also_field() -> forms.BooleanField:
    """The choice to have them too."""
    return forms.BooleanField(label=_("Also letters and who read the trail"), required=False)


def leaves_out(chosen: Mapping[str, Any]) -> bool:
    """Whether they are left out where these filters are in use."""
    letters = str(chosen.get("about", "")).startswith("letter:")
    return not letters and not any(chosen.get(name) for name in NAMES_THEM)


def are_here(chosen: Mapping[str, Any], entries: Iterable[Any]) -> bool:
    """Whether any of them is among these entries of the trail though nobody ticked that they want them too."""
    return not chosen.get("also") and any(entry.action in QUIET for entry in entries)


def without() -> Q:
    """All but those: said as what it is not, so that it leads no question, and each side of one is read in its order
    past them.
    """
    return ~Q(action__in=[event.value for event in QUIET])
