"""The trail as a file: what its reader may see of it, sent while it is read (decision 14).

It ends with the entry that was the last when it was asked for. Nothing is held open in the database meanwhile: what
comes next is asked for by number, so that two million entries take no more memory than two thousand. Whoever stops
it stops the reading, and that is an entry too.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from registry import clock, spreadsheet, workbook
from registry.audit.copies import Copy
from registry.audit.events import Outcome
from registry.audit.exporting import line as line_of
from registry.audit.exporting import row_of
from registry.audit.models import Entry
from registry.audit.readers import offices_in_words
from registry.audit.sentences import REASONS

#: What a sheet of a workbook can hold, the line of heads aside.
MOST_IN_WORKBOOK = workbook.MOST_ROWS - 1
#: From where an act came and by which proofs: for who reads the whole trail.
NOT_FOR_ALL = {"auth_methods", "request_id"}


def as_list(copy: Copy) -> StreamingHttpResponse:
    """For a spreadsheet: a line of heads, then one for each entry, times as the district's clocks show them."""
    return copy.sent_as(spreadsheet.download("trail.csv", _rows(copy)))


def as_workbook(copy: Copy) -> HttpResponseBase:
    """The same as a workbook, which is whole before the first byte is sent; raises workbook.TooManyRows."""
    try:
        answer = workbook.download("trail.xlsx", str(_("Audit trail")), _rows(copy))
    finally:
        copy.close()
    return answer


def as_lines(copy: Copy) -> StreamingHttpResponse:
    """Each entry whole as a line of JSON; what is not for this reader is empty, as on the page of the entry."""

    def lines() -> Iterator[str]:
        for entry in copy.entries():
            hidden = {"reason_code", "reason_text"} if copy.hides_reason(entry) else set()
            hidden |= set() if copy.sees_all else NOT_FOR_ALL
            yield f"{line_of({name: '' if name in hidden else value for name, value in row_of(entry).items()})}\n"

    answer = StreamingHttpResponse(lines(), content_type="application/x-ndjson")
    answer["Content-Disposition"] = 'attachment; filename="trail.jsonl"'
    answer["Cache-Control"] = "no-store"
    return copy.sent_as(answer)


def _rows(copy: Copy) -> Iterator[list[Any]]:
    yield [
        _("Number"), _("When"), _("What happened"), _("Who"), _("In which office"), _("On behalf of"),
        _("About"), _("Reason"), _("Outcome"), _("Reference"), _("Hash"),
    ]  # fmt: skip
    for entry in copy.entries():
        yield _cells(entry, private=copy.hides_reason(entry))


def _cells(entry: Entry, *, private: bool) -> list[Any]:
    reason = [str(REASONS.get(entry.reason_code, "")), entry.reason_text]
    return [
        entry.seq, clock.local(entry.at).isoformat(" ", "seconds"), entry.sentence, entry.actor_label or _("Mooring"),
        offices_in_words(entry.actor_roles), entry.on_behalf_of, entry.object_label,
        "" if private else ": ".join(filter(None, reason)), Outcome(entry.outcome).label, entry.reference, entry.hash,
    ]  # fmt: skip


FORMS: dict[str, Callable[[Copy], HttpResponseBase]] = {"list": as_list, "lines": as_lines, "workbook": as_workbook}
