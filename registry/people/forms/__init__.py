"""Forms about people. What only the rules can say is said by the action and lands at its field, or above the form."""

from registry.people.forms.absences import AwayForm
from registry.people.forms.offices import AppointForm, ProposeForm
from registry.people.forms.people import EditForm, FindForm, InviteForm, OwnDetailsForm, UnitForm
from registry.people.forms.units import UnitField

__all__ = [
    "AppointForm",
    "AwayForm",
    "EditForm",
    "FindForm",
    "InviteForm",
    "OwnDetailsForm",
    "ProposeForm",
    "UnitField",
    "UnitForm",
]
