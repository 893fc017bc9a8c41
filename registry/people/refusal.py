"""No, with the reason: what an action raises when a person may not do a thing, and the page that says so."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from registry import audit


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A person may not do this, or not now.

    `message` is a sentence for that person; `rule` names the clause or invariant that says no and goes to the trail;
    `back`, which a view may set, is the address of the page that shows how things stand;
    `field` is where a form shows it, where it is about one answer.
    """

    status = HTTPStatus.FORBIDDEN
    #: Whether the trail has it already, in words of its own.
    is_written_down = False

    def __init__(self, message: str, *, rule: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.rule = rule
        self.back = ""
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class Stale(Refused):
    """The thing has changed since the page was drawn: the sentence says what happened and who was first."""

    status = HTTPStatus.CONFLICT


def page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal as a page: 403, or 409 when what was on the screen is out of date."""
    status = int(refused.status)
    return render(
        request,
        f"errors/{status}.html",
        {"message": refused.message, "refused": refused, "back": refused.back},
        status=status,
    )


class RefusalMiddleware:
    """Turns a refusal that no view answered into its page, after writing the denial down.

    The business transaction has rolled back by then, so the denial gets a transaction of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for `Refused`; every other exception goes its way."""
        if not isinstance(exception, Refused):
            return None
        unwritten = not (isinstance(exception, Stale) or exception.is_written_down)
        if unwritten and request.user.is_authenticated:
            where = request.resolver_match.view_name if request.resolver_match else ""
            audit.record_denial(
                audit.Event.ACCESS_DENIED, by=request.user, reason=str(exception), rule=exception.rule, reference=where
            )
        return page(request, exception)
