"""The two forms of this room: confirm, and publish."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms import MooringForm
from registry.policy.models import PolicyVersion

MOST = 200_000


class ConfirmForm(MooringForm):
    """The tick, and the version it is for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=_("I have read the policy and its guidelines, and will keep to them."),
        error_messages={"required": _("Tick the box once you have read the policy.")},
    )


class PublishForm(MooringForm):
    """A new version, in Markdown; starts from the one in force."""

    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("As people call it, like Policy 470: Social media")
    )
    summary = forms.CharField(
        label=_("What is new"), max_length=4000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("Shown on top of the page, so that people need not compare"),
    )  # fmt: skip
    body = forms.CharField(
        label=_("Policy"), max_length=MOST, widget=forms.Textarea({"rows": 18}),
        help_text=_("Markdown: # for a heading, - for a list"),
    )  # fmt: skip
    guidelines = forms.CharField(
        label=_("Guidelines"), max_length=MOST, required=False, widget=forms.Textarea({"rows": 12}),
        help_text=_("How the policy is carried out, in Markdown too"),
    )  # fmt: skip

    @classmethod
    def starting_from(cls, version: PolicyVersion | None) -> "PublishForm":
        """An unsent form with the text in force, and nothing yet said about what is new."""
        if version is None:
            return cls(initial={"after": 0})
        texts = {"title": version.title, "body": version.body, "guidelines": version.guidelines}
        return cls(initial={"after": version.number, **texts})
