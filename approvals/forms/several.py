"""Several platforms in the form of a new account: its rows, kept in a draft as they are typed (E1.15)."""

from typing import Any

from accounts.models import Platform
from approvals import availability
from approvals.availability import Availability
from approvals.forms import items
from approvals.forms.draft import DraftForm
from approvals.models import Kind, Request


class SeveralForm(DraftForm):
    """A form with further rows of platform and handle; for an account that exists there is but the one."""

    def __init__(self, *args: Any, request: Request, complete: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, request=request, complete=complete, **kwargs)
        self.initial = {**self.initial, **items.initial_rows(request)}
        self.looked_up: dict[str, Availability] = {}
        several = request.kind == Kind.NEW_ACCOUNT
        self.rows = items.rows_in(self.data if self.is_bound else None, request) if several else []
        self.may_add = several and len(self.rows) < len(items.MORE)
        for number in self.rows:
            for name, field in items.fields_of(number).items():
                self.add_field(name, field)

    @property
    def more(self) -> list[dict[str, Any]]:
        """The rows of further platforms: number, the two fields, and what was looked up."""
        return [
            {
                "number": number,
                "platform": self[f"platform_{number}"],
                "handle": self[f"handle_{number}"],
                "found": self.looked_up.get(f"handle_{number}"),
            }
            for number in self.rows
        ]

    def look_up(self) -> None:
        """Note what there is to say of each platform and handle that stands in the form, by the handle's field."""
        names = [("platform", "handle"), *((f"platform_{number}", f"handle_{number}") for number in self.rows)]
        self.looked_up = {
            handle: availability.of(self.request, self.cleaned_data.get(platform), str(self[handle].value() or ""))
            for platform, handle in names
        }

    def values(self) -> dict[str, Any]:
        """With the further platforms, unless one of them was not understood: then they stay as they are."""
        unclear = any(f"{part}_{number}" in self.errors for number in self.rows for part in ("platform", "handle"))
        return super().values() if unclear else {**super().values(), "more": self._more()}

    def _more(self) -> list[tuple[Platform | None, str]]:
        pairs = [(self.cleaned_data[f"platform_{n}"], self.cleaned_data[f"handle_{n}"]) for n in self.rows]
        return [(platform, handle) for platform, handle in pairs if platform or handle]
