"""What is asked once for a page that shows, and anew for every act."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from registry.once import once, while_showing


@pytest.mark.parametrize(("method", "times"), [("GET", 2), ("HEAD", 2), ("POST", 3), ("DELETE", 3)])
def test_only_a_page_that_shows_asks_each_question_once(method: str, times: int) -> None:
    asked: list[str] = []

    @once
    def letters(word: str) -> list[str]:
        asked.append(word)
        return [*word]

    def view(request: Any) -> HttpResponse:
        first = letters("ab")
        first.append("c")
        assert (letters("ab"), letters(word="ab")[:1]) == (["a", "b"], ["a"])
        return HttpResponse()

    answer: Callable[[Any], Any] = while_showing(view)
    answer(RequestFactory().generic(method, "/"))
    assert asked == ["ab"] * times
    letters("ab")
    assert len(asked) == times + 1


def test_the_next_request_asks_again() -> None:
    asked: list[int] = []

    @once
    def numbers() -> list[int]:
        asked.append(1)
        return asked

    answer = while_showing(lambda request: HttpResponse(str(len(numbers()))))
    assert [answer(RequestFactory().get("/")).content for _ in range(2)] == [b"1", b"2"]
