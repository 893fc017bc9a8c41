"""The trail as a file: what its reader may see of it, sent while it is read (decision 14)."""

from collections.abc import Iterator
from typing import Any, Protocol

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from registry import clock, spreadsheet
from registry.audit.events import Outcome
from registry.audit.exporting import BATCH, row_of
from registry.audit.exporting import line as line_of
from registry.audit.lines import is_private
from registry.audit.models import Entry, EntryQuerySet
from registry.audit.sentences import REASONS


def as_list(entries: EntryQuerySet, reader: Any, *, sees_all: bool) -> StreamingHttpResponse:
    """For a spreadsheet: a line of heads, then one for each entry, times as the district's clocks show them."""

    def rows() -> Iterator[list[Any]]:
        yield [
            _("Number"), _("When"), _("What happened"), _("Who"), _("In which office"), _("On behalf of"),
            _("About"), _("Reason"), _("Outcome"), _("Reference"), _("Hash"),
        ]  # fmt: skip
        for entry in entries.iterator(chunk_size=BATCH):
            yield _cells(entry, private=is_private(entry, reader, sees_all=sees_all))

    return spreadsheet.download("trail.csv", rows())


def _cells(entry: Entry, *, private: bool) -> list[Any]:
    reason = [str(REASONS.get(entry.reason_code, "")), entry.reason_text]
    return [
        entry.seq, clock.local(entry.at).isoformat(" ", "seconds"), entry.sentence, entry.actor_label or _("Mooring"),
        ", ".join(entry.actor_roles), entry.on_behalf_of, entry.object_label,
        "" if private else ": ".join(filter(None, reason)), Outcome(entry.outcome).label, entry.reference, entry.hash,
    ]  # fmt: skip


def as_lines(entries: EntryQuerySet, reader: Any, *, sees_all: bool) -> StreamingHttpResponse:
    """Each entry whole as a line of JSON; a reason that is not for this reader is empty."""

    def lines() -> Iterator[str]:
        for entry in entries.iterator(chunk_size=BATCH):
            hidden = {"reason_code", "reason_text"} if is_private(entry, reader, sees_all=sees_all) else set()
            yield f"{line_of({name: '' if name in hidden else value for name, value in row_of(entry).items()})}\n"

    answer = StreamingHttpResponse(lines(), content_type="application/x-ndjson")
    answer["Content-Disposition"] = 'attachment; filename="trail.jsonl"'
    answer["Cache-Control"] = "no-store"
    return answer


class Form(Protocol):
    """A way to send entries: to this reader, who may or may not see all."""

    def __call__(self, entries: EntryQuerySet, reader: Any, *, sees_all: bool) -> StreamingHttpResponse: ...


FORMS: dict[str, Form] = {"list": as_list, "lines": as_lines}
