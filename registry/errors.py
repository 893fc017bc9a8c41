"""The pages of last resort, and error reports that hold nothing a person typed (security.md, B8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

if TYPE_CHECKING:
    from collections.abc import ItemsView

    from django.http import HttpRequest, HttpResponse

    Names = dict[str, Any]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: what you may not see does not exist for you."""
    return render(request, "errors/404.html", status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 where nobody gave a reason of their own (registry.people.refusal does)."""
    return render(request, "errors/403.html", status=403)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the request is none that a page of ours makes."""
    return render(request, "errors/400.html", status=400)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429 to whoever tries too often; django-allauth finds it as `handler429`."""
    return render(request, "errors/429.html", status=429)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500, without touching the database, which may be what failed."""
    return render(None, "errors/500.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that this site did not make, or that stood open too long."""
    return render(request, "errors/csrf.html", status=403)


class NothingButNames(SafeExceptionReporterFilter):
    """Gives an error report no values at all: no form field, no header, no setting, no local variable."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Hide in development too: habits form there."""
        return True

    def get_safe_settings(self) -> Names:
        """Return no setting."""
        return {}

    def get_safe_request_meta(self, request: HttpRequest | None) -> Names:
        """Return the method only."""
        return {} if request is None else {"REQUEST_METHOD": request.method}

    def get_safe_cookies(self, request: HttpRequest | None) -> Names:
        """Return the cookies' names."""
        return {} if request is None else dict.fromkeys(request.COOKIES, self.cleansed_substitute)

    def get_post_parameters(self, request: HttpRequest | None) -> Names:
        """Return the fields' names."""
        return {} if request is None else dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> ItemsView[str, Any]:
        """Return no variable."""
        return {}.items()


class BareReporter(ExceptionReporter):
    """Reports where an error was raised and of which type; its message may quote a value and is left out."""

    def get_traceback_data(self) -> Names:
        """Return what Django's report shows, less the message, the query, the files and the person."""
        data: Names = super().get_traceback_data()
        hidden = self.filter.cleansed_substitute
        for key in ("request_GET_items", "request_FILES_items"):
            data[key] = [(name, hidden) for name, _ in data.get(key) or []]
        data |= {
            "exception_value": hidden,
            "raising_frame_exception_value": hidden,
            "user_str": "",
            "request_insecure_uri": "",
        }
        for frame in data.get("frames", []):
            frame["exc_cause"] = None
        return data
