"""One copy of the trail on its way out: how far it is, that its taker has no second one, and how it ends."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.http import StreamingHttpResponse

from registry.audit.act import act, record
from registry.audit.context import Context, coming_from, current
from registry.audit.events import Event
from registry.audit.lines import is_private
from registry.audit.models import Entry
from registry.audit.seeking import BATCH, Question

#: For so long a copy whose process ended without a word keeps its taker from the next, in seconds.
FORGOTTEN = 120


class AlreadyTaking(RuntimeError):  # noqa: N818 (reads as what happened)
    """Somebody began a second copy in the moment in which they began the first."""


@dataclass
class Copy:
    """What one person takes: entries up to the `last` one there was, each as this reader sees it."""

    question: Question
    reader: Any
    sees_all: bool
    last: int
    form: str
    rows: int = 0
    reached: int = 0
    _open: bool = False
    _whole: bool = False
    _came_from: Context = field(default_factory=current)

    def may_begin(self) -> bool:
        """Whether its taker has no other one on its way."""
        return cache.get(self._limit) is None

    def entries(self) -> Iterator[Entry]:
        """Oldest first; each counts as sent when the next is asked for. One copy at a time for each person, counted
        where all processes see it: raises AlreadyTaking for another.
        """
        if not cache.add(self._limit, 1, FORGOTTEN):
            raise AlreadyTaking
        self._open = True
        for entry in self.question.oldest_first(self.last):
            if self.rows % BATCH == 0:
                cache.touch(self._limit, FORGOTTEN)
            yield entry
            self.rows, self.reached = self.rows + 1, entry.seq
        self._whole = True

    def hides_reason(self, entry: Entry) -> bool:
        """Whether the reader is not to read why."""
        return is_private(entry, self.reader, sees_all=self.sees_all)

    def sent_as(self, answer: StreamingHttpResponse) -> StreamingHttpResponse:
        """The answer, which closes this copy when it has gone out or nobody takes the rest."""
        answer.streaming_content = _Sending(answer.streaming_content, self)  # type: ignore[arg-type]
        return answer

    def close(self) -> None:
        """The next may begin; one that ended before its end is written down with how far it was."""
        if not self._open:
            return
        self._open = False
        cache.delete(self._limit)
        if self.rows and not self._whole:
            with coming_from(lambda: self._came_from):
                _note_stop(self.reader, {"as": self.form, "rows": self.rows, "last": self.reached})

    @property
    def _limit(self) -> str:
        return f"trail-copy:{self.reader.pk}"


class _Sending:
    """The pieces of an answer. The server closes it when all are sent, and when the browser has gone."""

    def __init__(self, pieces: Iterator[bytes], copy: Copy) -> None:
        self.pieces, self.copy = iter(pieces), copy

    def __iter__(self) -> "_Sending":
        return self

    def __next__(self) -> bytes:
        return next(self.pieces)

    def close(self) -> None:
        self.copy.close()


@act()
def _note_stop(user: Any, facts: dict[str, Any]) -> None:
    record(Event.TRAIL_COPY_STOPPED, by=user, after=facts)
