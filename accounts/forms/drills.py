"""What came of a drill, and how often it is proven that one can get in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account, DrillState, ProofPlan
from accounts.rules.drills import steps_for
from registry.forms import MooringForm, offer

MOST_MINUTES = 600
LIMITS = {"drill_size": (1, 500), "drill_days": (1, 100), "role_months": (1, 36)}


class DrillForm(MooringForm):
    """Passed, or failed and where; how many minutes it took."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Did you get in with what is stored, and nothing else?"), widget=forms.RadioSelect,
        choices=[(DrillState.PASSED.value, gettext_lazy("Yes")), (DrillState.FAILED.value, gettext_lazy("No"))],
        error_messages={"invalid_choice": gettext_lazy("Choose yes or no.")},
    )  # fmt: skip
    step = forms.ChoiceField(
        label=gettext_lazy("If not, where did it end?"), required=False, widget=forms.RadioSelect({"optional": False}),
        error_messages={"invalid_choice": gettext_lazy("Choose one of these steps.")},
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes did it take?"), min_value=1, max_value=MOST_MINUTES,
        widget=forms.NumberInput({"width": "md", "min": 1, "max": MOST_MINUTES}),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("What happened?"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("The custodian and Communications read it. Never write a password here"),
    )  # fmt: skip

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not account.platform.shares_login:
            self.fields["outcome"].label = _("Did you get in, with full control?")
        offer(self, "step", [(step.value, step.label) for step in steps_for(account)])

    @property
    def is_passed(self) -> bool:
        return bool(self.cleaned_data["outcome"] == DrillState.PASSED)

    def clean(self) -> dict[str, Any]:
        """A drill that failed ended somewhere."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == DrillState.FAILED and not cleaned.get("step") and "step" not in self.errors:
            self.add_error("step", _("Say at which step it ended."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What `drills.passed` or `drills.failed` is told."""
        said = self.cleaned_data
        if self.is_passed:
            return {"minutes": said["minutes"]}
        return {"minutes": said["minutes"], "step": said["step"], "note": said["note"]}


def _number(label: Any, name: str, hint: Any) -> forms.IntegerField:
    least, most = LIMITS[name]
    widget = forms.NumberInput({"width": "md", "min": least, "max": most})
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=hint, widget=widget)


class ProofPlanForm(MooringForm):
    """How many drills a year, how long for each, and how often roles are seen again."""

    drill_size = _number(
        gettext_lazy("Accounts drawn each school year"), "drill_size", gettext_lazy("Drawn at random, from July on")
    )
    drill_days = _number(
        gettext_lazy("Working days to drill them"), "drill_days", gettext_lazy("From the day they are drawn")
    )
    role_months = _number(
        gettext_lazy("Months until full control is seen again"), "role_months",
        gettext_lazy("For roles that are seen from now on; dates that are set stay"),
    )  # fmt: skip

    def __init__(self, *args: Any, plan: ProofPlan, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(plan, name) for name in LIMITS}, **kwargs)
