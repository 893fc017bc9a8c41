"""The forms of this room: confirm, publish, compare, the report's filter, and a signature on paper."""

import hashlib
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry import clock
from registry.forms import DateBoxesField, MooringForm, offer_rows
from registry.people.forms import UnitField
from registry.people.models import User
from registry.policy.models import PolicyVersion
from registry.policy.rendering import is_nested_too_deep
from registry.policy.reporting import Said, units_for

MOST = 200_000
TOO_LONG = {
    "max_length": _("Shorten this to %(limit_value)d characters. It has %(show_value)d."),
}


class ConfirmForm(MooringForm):
    """The tick, and the version it is for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=_("I have read the policy and its guidelines, and will keep to them."),
        error_messages={"required": _("Tick the box once you have read the policy.")},
    )


class PublishForm(MooringForm):
    """A new version, in Markdown; starts from the one in force, and is published once its author has looked at it."""

    TEXTS = ("title", "summary", "body", "guidelines")

    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("As people call it, like Policy 470: Social media")
    )  # fmt: skip
    summary = forms.CharField(
        label=_("What is new"), max_length=4000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("In your words, above the list of changes that we make"), error_messages=TOO_LONG,
    )  # fmt: skip
    body = forms.CharField(
        label=_("Policy"), max_length=MOST, widget=forms.Textarea({"rows": 18}), error_messages=TOO_LONG,
        help_text=_("Markdown: # for a heading, - for a list"),
    )  # fmt: skip
    guidelines = forms.CharField(
        label=_("Guidelines"), max_length=MOST, required=False, widget=forms.Textarea({"rows": 12}),
        help_text=_("How the policy is carried out, in Markdown too"), error_messages=TOO_LONG,
    )  # fmt: skip

    @classmethod
    def starting_from(cls, version: PolicyVersion | None) -> "PublishForm":
        """An unsent form with the text in force, and nothing yet said about what is new."""
        if version is None:
            return cls(initial={"after": 0})
        texts = {"title": version.title, "body": version.body, "guidelines": version.guidelines}
        return cls(initial={"after": version.number, **texts})

    def starting_anew_from(self, version: PolicyVersion | None) -> "PublishForm":
        """The same form as it was typed, on another base."""
        return PublishForm({**self.data.dict(), "after": version.number if version else 0})  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One kind of line break, and nothing nested so deep that it would not be shown."""
        data: dict[str, Any] = super().clean() or {}
        for name in self.TEXTS[1:]:
            if name in data:
                data[name] = data[name].replace("\r\n", "\n")
                if is_nested_too_deep(data[name]):
                    self.add_error(
                        name, gettext("Nest lists and quotations less deep. The innermost words would not be shown.")
                    )
        return data

    def draft(self) -> PolicyVersion:
        """The version as it would be published, for the preview; never saved."""
        return PolicyVersion(**self.facts())

    def facts(self) -> dict[str, str]:
        """The texts, as `actions.publish` is told."""
        return {name: self.cleaned_data[name] for name in self.TEXTS}

    @property
    def fingerprint(self) -> str:
        """Names exactly these texts on this base."""
        texts = [str(self.cleaned_data["after"]), *self.facts().values()]
        return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the versions, by its number."""

    def __init__(self, **kwargs: Any) -> None:
        rows = PolicyVersion.objects.only("number", "published_at")
        super().__init__(rows, to_field_name="number", required=False, empty_label=None, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """With the day, because nobody knows the numbers by heart."""
        day = date_format(clock.local(obj.published_at), "M j, Y")
        return gettext("Version %(number)s (%(day)s)") % {"number": obj.number, "day": day}


class CompareForm(MooringForm):
    """Two versions; sent by GET."""

    marks_optional = False
    old = VersionField(label=_("From"))
    new = VersionField(label=_("To"))


class ReportForm(MooringForm):
    """What the report shows; sent by GET. What makes no sense is left out, and said at its field."""

    marks_optional = False
    version = VersionField(label=_("Version"))
    unit = UnitField(label=_("Unit"), required=False)
    said = forms.ChoiceField(label=_("Who"), choices=Said.choices, required=False)

    def __init__(self, asked: Any, *, by: User, newest: PolicyVersion) -> None:
        self.newest, everybody = newest, {"version": newest.number, "unit": "", "said": Said.NOT_YET.value}
        super().__init__({**everybody, **{name: text for name, text in asked.items() if text}})
        offer_rows(self, "unit", units_for(by), empty=gettext("All that you see"))

    @property
    def chosen(self) -> dict[str, Any]:
        """Version, unit and what was said; each as it is without a filter where it makes no sense."""
        self.is_valid()
        found = {"version": self.newest, "unit": None, "said": Said.NOT_YET.value}
        return found | {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> dict[str, str]:
        """The filter in use, as a query."""
        chosen = self.chosen
        unit = {"unit": str(chosen["unit"].pk)} if chosen["unit"] else {}
        return {"version": str(chosen["version"].number), "said": chosen["said"], **unit}


class PaperForm(MooringForm):
    """The day on the paper, and that one has it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    signed_on = DateBoxesField(label=_("Signed on"), help_text=_("The day that stands on the paper"))
    kept = forms.BooleanField(
        label=_("I have seen the signed paper, and it is kept."),
        error_messages={"required": _("Tick the box once you have seen the paper.")},
    )
