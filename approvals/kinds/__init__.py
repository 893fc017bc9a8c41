"""What is particular to each kind of request: one module per kind, all shaped like `Particulars`.

What kinds have in common stands in `text`, `facts`, `checks` and `rules`; they ask `of(request)` for the rest. What the
last yes leads to is in `actions/ending.py`, the forms are in `forms/`.
"""

from typing import TYPE_CHECKING, Any, Protocol

from approvals.finding import Check
from approvals.kinds import authorization, new_account, registration
from approvals.models import Kind, Request

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
else:
    Words = str

#: field of the form, label, value: a fact of the page.
Line = tuple[str, str, str]


class Particulars(Protocol):
    """What every kind says for itself."""

    @property
    def HEADING(self) -> Words:  # noqa: N802 - a constant of the module
        """The heading of its form."""

    def asks(self, request: Request, /) -> str:
        """What was asked for, to follow a name: “has asked for a new account”."""

    def title(self, request: Request, /) -> str:
        """What we call it where its writer gives no title."""

    def text(self, request: Request, /) -> dict[str, Any]:
        """Its own material fields, as plain JSON values."""

    def facts(self, request: Request, /) -> list[tuple[str, list[Line]]]:
        """Its own parts of the page."""

    def missing(self, request: Request, /) -> list[str]:
        """The names of its own fields that are still to be filled in."""

    def checks(self, request: Request, /) -> list[Check]:
        """What a machine can see of its own fields."""

    def check_can_follow(self, request: Request, /) -> None:
        """Raise `Refused` where a yes could not be followed by what was asked for."""

    def ending(self, request: Request, /) -> list[dict[str, str]]:
        """What comes after the last yes, as steps: title, text, icon, and what the route says of it."""


PARTICULARS: dict[str, Particulars] = {
    Kind.NEW_ACCOUNT: new_account,
    Kind.REGISTRATION: registration,
    Kind.AUTHORIZATION: authorization,
}


def of(request: Request) -> Particulars:
    """The particulars of the request's kind."""
    return PARTICULARS[request.kind]
