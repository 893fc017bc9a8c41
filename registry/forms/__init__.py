"""How forms look and what they refuse: the base of every form, the renderer, and the fields Django does not have.

`FORM_RENDERER = "registry.forms.Renderer"` draws every field, allauth's too, with `templates/parts/field.html`.
"""

from registry.forms.base import MooringForm, MooringModelForm, control_characters, nothing_hidden, one_line
from registry.forms.choosing import offer, offer_rows
from registry.forms.dates import DateBoxes, DateBoxesField, check_order
from registry.forms.people import PersonField, PersonInput
from registry.forms.render import MooringBoundField, Renderer
from registry.forms.secret_widgets import SecretDate, SecretInput, SecretLine, SecretText
from registry.forms.secrets import SecretField

__all__ = [
    "DateBoxes",
    "DateBoxesField",
    "MooringBoundField",
    "MooringForm",
    "MooringModelForm",
    "PersonField",
    "PersonInput",
    "Renderer",
    "SecretDate",
    "SecretField",
    "SecretInput",
    "SecretLine",
    "SecretText",
    "check_order",
    "control_characters",
    "nothing_hidden",
    "offer",
    "offer_rows",
    "one_line",
]
