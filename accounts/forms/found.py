"""Reporting an account that is not ours, and saying what one knows of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountClass, Platform
from registry import clock
from registry.forms import DateBoxesField, MooringForm
from registry.people.models import Unit

KINDS = [
    (AccountClass.COMMUNITY.value, _("Supporters run it: boosters, fans, parents, alumni")),
    (AccountClass.UNAPPROVED.value, _("It looks official, and is not in the register")),
    (AccountClass.IMPOSTOR.value, _("It poses as us, or as somebody who works here")),
]
NEVER = _("Never the name of a student")


class ReportForm(MooringForm):
    """What it is called and where, what it seems to be, about whom, and that it is nobody's own."""

    may_hide = frozenset({"handle"})

    handle = forms.CharField(
        label=_("Address or handle"), max_length=500, help_text=_("Paste the address of the page or account")
    )
    platform = forms.ModelChoiceField(
        Platform.objects.all(), to_field_name="slug", required=False, label=_("Platform"),
        empty_label=_("The address says it"), help_text=_("Only needed for a bare handle"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("What does it seem to be?"), choices=KINDS, widget=forms.RadioSelect)
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("Which school or department is it about?"), empty_label=_("Choose one")
    )
    display_name = forms.CharField(
        label=_("The name that it shows"), max_length=120, required=False, help_text=_("As it stands on the page")
    )
    claims = forms.CharField(
        label=_("What does it say it is?"), max_length=300, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=NEVER,
    )  # fmt: skip
    nobodys = forms.BooleanField(
        label=_("It is not somebody’s own account"),
        help_text=_("Accounts of people are never kept here, whoever they are and whatever they post"),
    )


class NoteForm(MooringForm):
    """What somebody saw or knows, when, where, and where a copy is kept."""

    words = forms.CharField(
        label=_("What did you see, or what do you know?"), max_length=500, widget=forms.Textarea({"rows": 4}),
        help_text=NEVER,
    )  # fmt: skip
    on = DateBoxesField(label=_("On which day?"), help_text=_("Like 11 20 2026"), initial=clock.today)
    url = forms.URLField(
        label=_("Address of what you saw"), max_length=300, required=False, assume_scheme="https",
        help_text=_("Of a post or page, if there is one"),
    )  # fmt: skip
    reference = forms.CharField(
        label=_("Where is a copy kept?"), max_length=120, required=False,
        help_text=_("The number in the district’s archive of social media, or the place of a screenshot"),
    )  # fmt: skip
