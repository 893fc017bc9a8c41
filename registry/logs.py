"""Logs as lines of JSON, made of what is allowed rather than of everything but what is not (security.md, B8).

Our own loggers (`structlog.get_logger("mooring.…")`) write an event's name and fields from FIELDS. Of what libraries
log only the sentence before its values are filled in is kept, and of an error its type and the places it passed:
values, addresses and what a person typed stay out.
"""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any

import structlog
from structlog.stdlib import ProcessorFormatter

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

FIELDS = frozenset({
    "attempts", "command", "count", "database", "kind", "letter", "method", "ms", "reason", "request_id", "route",
    "seconds", "seq", "status", "status_code", "template",
})  # fmt: skip
OURS = "mooring"
SPEAKS_FREELY = (OURS, "gunicorn.error")


def configuration(*, debug: bool) -> dict[str, Any]:
    """Return Django's LOGGING (one handler, standard error, no mail to anyone), and set structlog up to feed it."""
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    before: list[Processor] = [structlog.contextvars.merge_contextvars, structlog.stdlib.ExtraAdder()]
    after: list[Processor] = [keep_what_is_allowed, structlog.processors.JSONRenderer(ensure_ascii=False)]
    formatter = {"()": ProcessorFormatter, "foreign_pre_chain": before, "processors": after}
    to_root = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "INFO" if debug else "WARNING"},
        "loggers": {
            "django": to_root,
            "django.server": to_root,
            # It would log each statement with its values.
            "django.db.backends": {"level": "WARNING"},
            OURS: {"level": "INFO"},
        },
    }


def keep_what_is_allowed(_: WrappedLogger, __: str, entry: EventDict) -> EventDict:
    """Return the line's fields: time, level, logger, event, plain values named in FIELDS, and an error's places."""
    record = entry["_record"]
    said = entry["event"] if entry["_from_structlog"] or record.name.startswith(SPEAKS_FREELY) else record.msg
    line: dict[str, Any] = {
        "at": structlog.processors.TimeStamper(fmt="iso", utc=True)(None, "", {})["timestamp"],
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": str(said),
    }
    line |= {name: value for name, value in entry.items() if name in FIELDS and _is_plain(value)}
    return line | _error(entry.get("exc_info"))


def _error(found: object) -> dict[str, Any]:
    if found is True:
        found = sys.exc_info()
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if not isinstance(found, tuple) or not found[0]:
        return {}
    places = traceback.extract_tb(found[2])
    return {"error": found[0].__name__, "raised_at": [f"{at.filename}:{at.lineno} {at.name}" for at in places]}


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float, bool))
