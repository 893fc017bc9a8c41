"""What the browser is told once somebody has signed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from registry.middleware import Answer


def forget_at_sign_out(answer: Answer) -> Answer:
    """Let the browser drop what it keeps of us once somebody has signed out: the next person may press “back”."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        route = request.resolver_match
        if request.method == "POST" and route and route.url_name == "account_logout":
            response.headers["Clear-Site-Data"] = '"cache"'
        return response

    return middleware
