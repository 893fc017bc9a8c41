"""Logs and error reports hold what is allowed, and nothing that a person typed."""

import io
import json
import logging
from types import SimpleNamespace

import pytest
import structlog
from django.views.debug import ExceptionReporter
from gunicorn.app.wsgiapp import WSGIApplication

from registry import errors, logs

CANARY = "Canary-Secret-1"


@pytest.fixture
def lines():
    """What the site's own handler writes."""
    configuration = logs.configuration(debug=False)["formatters"]["json"]
    formatter = configuration.pop("()")(**configuration)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    names = ("mooring.test", "django.request", "some.library")
    for name in names:
        logging.getLogger(name).addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    for name in names:
        logging.getLogger(name).removeHandler(handler)


def test_our_own_event_keeps_its_allowed_fields_only(lines):
    structlog.get_logger("mooring.test").warning(
        "letter.sent", letter="7", status=200, password=CANARY, kind={"a": CANARY}
    )
    (line,) = lines()
    assert line.pop("at").endswith("Z")
    assert line == {"level": "warning", "logger": "mooring.test", "event": "letter.sent", "letter": "7", "status": 200}


def test_of_a_librarys_line_the_values_stay_out(lines):
    logging.getLogger("some.library").warning("Could not send to %s", CANARY, extra={"password": CANARY})
    (line,) = lines()
    assert line["event"] == "Could not send to %s"
    assert CANARY not in json.dumps(line)


def test_an_address_with_a_token_stays_out(lines):
    logging.getLogger("django.request").warning("Not Found: %s", f"/drop/{CANARY}", extra={"status_code": 404})
    (line,) = lines()
    assert (line["event"], line["status_code"]) == ("Not Found: %s", 404)
    assert CANARY not in json.dumps(line)


def test_of_an_error_its_type_and_places_are_kept_and_its_words_are_not(lines):
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("some.library").exception("It failed")
    (line,) = lines()
    assert line["error"] == "ValueError"
    assert line["raised_at"][0].endswith("test_of_an_error_its_type_and_places_are_kept_and_its_words_are_not")
    assert CANARY not in json.dumps(line)


def test_the_access_log_names_the_route_and_not_what_was_in_the_address(client, db, caplog):
    with caplog.at_level(logging.INFO, logger="mooring.access"):
        client.get(f"/sign-in/login/?next=/{CANARY}")
        client.get(f"/drop/{CANARY}")
        client.get(f"/{CANARY}/")
    assert [record.msg["route"] for record in caplog.records if record.name == "mooring.access"] == [
        "sign-in/login/",
        "(none)",
    ]


def test_an_error_report_holds_no_value_at_all(rf):
    request = rf.post(f"/?next={CANARY}", {"new_secret": CANARY}, headers={"Authorization": CANARY})
    request.COOKIES["session"] = CANARY
    try:
        raise ValueError(CANARY)
    except ValueError as problem:
        reporter = errors.BareReporter(request, type(problem), problem, problem.__traceback__)
        unguarded = ExceptionReporter(request, type(problem), problem, problem.__traceback__)
    assert CANARY not in reporter.get_traceback_html()
    assert CANARY not in reporter.get_traceback_text()
    assert "new_secret" in reporter.get_traceback_html()
    assert CANARY in unguarded.get_traceback_html()


def test_the_server_logs_no_address_not_even_at_its_loudest(monkeypatch, caplog):
    monkeypatch.setattr("sys.argv", ["gunicorn", "registry.wsgi", "--log-level", "debug"])
    worker = SimpleNamespace(log=logging.getLogger("gunicorn.error"))
    with caplog.at_level(logging.DEBUG):
        WSGIApplication().cfg.pre_request(worker, SimpleNamespace(method="GET", path=f"/reset/key/{CANARY}/"))
    assert CANARY not in caplog.text
