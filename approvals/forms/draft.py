"""What the forms of every kind have in common: incomplete answers can be kept, complete ones can be sent."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Platform
from approvals import adoption, history
from approvals.actions.drafts import WRITABLE, title_for
from approvals.forms import sentences, typed
from approvals.models import Request
from registry.forms import MooringForm

#: So many platforms are shown at once, in the district's order.
FIRST = 8
#: The parts of a page: the title of each, and the names of its fields.
Parts = tuple[tuple[Any, tuple[str, ...]], ...]
YES_NO = (("True", gettext_lazy("Yes")), ("False", gettext_lazy("No")))


def _yes_no(value: str) -> bool | None:
    return {"True": True, "False": False}.get(value)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not answered yet."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.RadioSelect({"look": "inline"})
        super().__init__(choices=YES_NO, coerce=_yes_no, empty_value=None, widget=widget, **kwargs)


class DraftForm(MooringForm):
    """The answers of a request, in parts.

    With `complete=False` nothing is required: a draft keeps what is there. `cleaned_data` then holds every field that
    was understood, for `actions.save_draft`.
    """

    differs = forms.CharField(
        label=gettext_lazy("What is different now?"),
        help_text=gettext_lazy("Whoever decides reads it beside the reason of the earlier decline"),
        max_length=500,
        widget=forms.Textarea({"width": "lg", "rows": 3}),
    )

    OPTIONAL: tuple[str, ...] = ()
    PARTS: Parts = ()

    def __init__(self, *args: Any, request: Request, complete: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial_of(request), **kwargs)
        self.request, self.complete = request, complete
        self.taken: adoption.Taken | None = None
        self.earlier = request.earlier
        self.order_fields([name for _title, names in self.PARTS for name in names])
        self.offer_choices()
        sentences.say(self.fields, sentences.EMPTY)
        for name, field in self.fields.items():
            field.required = complete and name not in (*self.OPTIONAL, "differs")
            if (not complete and name not in self.OPTIONAL) or name == "differs":
                field.widget.attrs["optional"] = False

    def offer_choices(self) -> None:
        """What can be chosen today: the platforms that are offered, as cards."""
        platforms = Platform.objects.offered()
        field = self.fields["platform"]
        field.queryset = platforms  # type: ignore[attr-defined]
        marks = {str(platform.pk): platform for platform in platforms}
        field.widget = forms.RadioSelect({"look": "cards", "marks": marks, "first": FIRST, "more": _("More platforms")})
        field.widget.choices = field.choices  # type: ignore[attr-defined]

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The parts of the page with their fields, and the question about an earlier decline where there was one."""
        parts = [{"title": title, "fields": [self[name] for name in names]} for title, names in self.PARTS]
        if self.earlier:
            parts.append(
                {"title": _("It was declined before"), "fields": [self["differs"]], "earlier": history.of(self.earlier)}
            )
        return parts

    def ask_what_differs(self, data: Mapping[str, Any], declined: Request | None) -> None:
        """Where the same was declined before, ask what is different now (E1.11)."""
        self.earlier = declined or self.earlier
        if self.complete and self.earlier and not data.get("differs"):
            self.add_error("differs", _("The same was declined before. Say what is different now."))

    def declined_handle(self, platform: Platform, key: str) -> Request | None:
        """The last decline of a handle, by whomever it was asked for."""
        rows = history.declined_handle(platform.pk, key).exclude(pk=self.request.pk)
        return rows.order_by("-pk").first()

    def values(self) -> dict[str, Any]:
        """What was understood of the answers, in the request's own terms."""
        data = {
            name: self.cleaned_data[name] for name in self.cleaned_data if name in (*WRITABLE, "platform", "handle")
        }
        understood = {name: "" if value is None and name == "klass" else value for name, value in data.items()}
        return {**understood, "typed": typed.kept(self)}


def initial_of(request: Request) -> dict[str, Any]:
    """The answers as they stand."""
    item = request.items.select_related("platform").first()
    answers = {name: getattr(request, name) for name in WRITABLE}
    if answers["title"] == title_for(request):
        answers["title"] = ""  # made by us, and made again when what it says changes
    for name in ("students_involved", "under_13", "wants_logo", "staff_can_sign_in"):
        answers[name] = None if answers[name] is None else str(answers[name])
    shown = {"position_of": str(request.custodian_id or ""), "position_then": request.position}
    return {**answers, **shown, "platform": item.platform if item else None, "handle": item.handle if item else ""}
