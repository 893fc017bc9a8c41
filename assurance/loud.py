"""The site with every statement logged, which no setting of production turns on."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


def every_statement(answer: Answer) -> Answer:
    """Let the database's library log what it is asked, with its values."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        connection.force_debug_cursor = True
        return answer(request)

    return middleware
