"""The forms of the desk's verbs, one for each."""

from django import forms
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.forms.found import KINDS, NEVER
from accounts.models import Account, AccountClass, AccountState, AnswerSaid, Channel, ClosedHow, LetterKind
from accounts.rules.found_moves import MOST_DAYS
from registry import clock
from registry.forms import DateBoxesField, MooringForm, PersonField
from registry.people.models import User

_days = {"width": "md", "inputmode": "numeric"}
_OURS = Account.objects.filter(klass__in=AccountClass.official(), state=AccountState.ACTIVE).select_related("platform")


class OursField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of our accounts in use, by handle and platform."""

    def label_from_instance(self, obj: Account) -> str:
        """“@lakeviewnordic, Instagram”."""
        return f"{obj.name}, {obj.platform.name}"


def _on() -> DateBoxesField:
    return DateBoxesField(label=_("On which day?"), help_text=_("Like 11 20 2026"), initial=clock.today)


def _ours() -> OursField:
    return OursField(
        _OURS.order_by(Lower("handle")), label=_("Which account should people follow instead?"), required=False,
        empty_label=_("None, or not known"), help_text=_("Whoever checks the address reads it"),
    )  # fmt: skip


class ClassifyForm(MooringForm):
    """What it is."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=KINDS, widget=forms.RadioSelect)
    ours = _ours()
    poses_as = PersonField(
        User.objects.filter(is_active=True), label=_("Does it pose as an employee?"), required=False,
        help_text=_("Their name or e-mail address. Leave it empty if not"),
    )  # fmt: skip
    made_by_students = forms.BooleanField(
        label=_("Students made it, with addresses of their own"), required=False,
        help_text=_("The file then says how it passes to the district without anybody’s own password"),
    )  # fmt: skip


class ContactForm(MooringForm):
    """When, by which way, with which words, whom, and how long they have."""

    channel = forms.ChoiceField(label=_("How?"), choices=Channel.choices, widget=forms.RadioSelect)
    letter = forms.ChoiceField(
        label=_("With which of our texts?"), required=False, choices=[("", _("In other words")), *LetterKind.choices]
    )
    on = _on()
    who = forms.CharField(
        label=_("Whom?"), max_length=120, required=False,
        help_text=_("A part, like “president of the booster club”. Never the name of a student"),
    )  # fmt: skip
    reference = forms.CharField(
        label=_("Number of the report"), max_length=120, required=False, help_text=_("If the platform gave one")
    )
    days = forms.IntegerField(
        label=_("Working days until you look again"), min_value=1, max_value=MOST_DAYS, initial=10,
        widget=forms.TextInput(_days),
    )  # fmt: skip


class AnswerForm(MooringForm):
    """What they said, and until when the next step is due."""

    answer = forms.ChoiceField(label=_("What did they say?"), choices=AnswerSaid.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In their words"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}), help_text=NEVER
    )
    on = _on()
    days = forms.IntegerField(
        label=_("Working days until you look again"), min_value=1, max_value=MOST_DAYS, initial=10,
        widget=forms.TextInput(_days),
    )  # fmt: skip


class RelabelForm(MooringForm):
    """The disclaimer as it stands there."""

    words = forms.CharField(
        label=_("Which words did you see there?"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("Copy the sentence that says that it is not the district’s"),
    )  # fmt: skip
    on = _on()


class CloseForm(MooringForm):
    """What became of it."""

    how = forms.ChoiceField(label=_("What became of it?"), choices=ClosedHow.choices, widget=forms.RadioSelect)
    ours = _ours()
    words = forms.CharField(
        label=_("What else should be known?"), max_length=300, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=NEVER,
    )  # fmt: skip


class ConflictForm(MooringForm):
    """Who on staff runs it."""

    person = PersonField(
        User.objects.filter(is_active=True), label=_("Who on staff runs it?"), help_text=_("By name or e-mail address")
    )


class DoneForm(MooringForm):
    """That it is so."""

    done = forms.BooleanField(label=_("I no longer run or post on it"))
