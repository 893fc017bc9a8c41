"""With whom outside an account is shared."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Whose
from registry.forms import DateBoxesField, MooringForm


class OutsideForm(MooringForm):
    """Organization, part and work contact; host school, whose policy, and until when."""

    organization = forms.CharField(
        label=_("District or organization"), max_length=120, help_text=_("Like “Northfield School District”")
    )
    role = forms.CharField(
        label=_("Who answers for it there?"), max_length=80,
        help_text=_("A position of an adult, like “Activities director”. Never a student"),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Work contact"), max_length=120, help_text=_("Their work e-mail address or office phone")
    )
    host_school = forms.CharField(
        label=_("Host school"), max_length=120, help_text=_("The school under whose name the team competes")
    )
    policy = forms.ChoiceField(
        label=_("Whose policy holds for posts?"), choices=Whose.choices, widget=forms.RadioSelect
    )
    ends_on = DateBoxesField(label=_("Until"), help_text=_("The last day of the co-op, like 6 10 2027"))
