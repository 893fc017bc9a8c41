"""What nobody else answers is answered, and nothing of the error is told."""

import io
import json
import logging
from typing import Any

from registry import last_resort
from registry.last_resort import answered

WORDS = "Cinder-4417-Osprey-quay"


def _broken(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    raise ValueError(WORDS)


def test_what_fails_is_answered_by_one_sentence_and_logged_by_its_places(caplog: Any) -> None:
    said, root, told = io.StringIO(), logging.getLogger(), list[Any]()
    handler = logging.StreamHandler(said)
    handler.setFormatter(
        next(one.formatter for one in root.handlers if type(one.formatter).__name__ == "ProcessorFormatter")
    )
    root.addHandler(handler)
    body = answered(_broken)({}, lambda *given: told.append(given))
    root.removeHandler(handler)
    line = json.loads(said.getvalue())
    assert (list(body), told[0][0]) == ([last_resort.SENTENCE], "500 Internal Server Error")
    assert (line["event"], line["error"]) == ("request failed", "ValueError")
    assert [place for place in line["raised_at"] if place.endswith(" _broken")]
    assert WORDS not in said.getvalue()


def test_what_works_is_left_alone() -> None:
    assert answered(lambda environ, start_response: [environ["x"]])({"x": b"y"}, None) == [b"y"]
