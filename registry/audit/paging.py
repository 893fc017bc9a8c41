"""A page of the trail: by number and never by position, so the last costs what the first does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from registry.audit.models import Entry
from registry.audit.seeking import Question

PAGE = 50
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Page:
    """At most fifty entries, newest first, and whether there is more on either side."""

    entries: list[Entry]
    has_newer: bool
    has_older: bool

    @property
    def first(self) -> int | None:
        return self.entries[0].seq if self.entries else None

    @property
    def last(self) -> int | None:
        return self.entries[-1].seq if self.entries else None

    @classmethod
    def of(cls, question: Question, asked: Mapping[str, Any]) -> "Page":
        """The page older than `?before=`, or the one just newer than `?after=`; nonsense is the first page."""
        after, before = _number(asked.get("after")), _number(asked.get("before"))
        if after is not None:
            found = question.take(PAGE + 1, newest=False, between=Q(seq__gt=after))
            if len(found) >= PAGE:
                return cls(found[:PAGE][::-1], len(found) > PAGE, True)
            before = None
        found = question.take(PAGE + 1, between=None if before is None else Q(seq__lt=before))
        return cls(found[:PAGE], before is not None, len(found) > PAGE)

    def ways(self, asked: QueryDict) -> dict[str, str]:
        """The addresses of the pages on either side; empty where there is none."""
        return {
            "older": address(asked, before=self.last) if self.has_older else "",
            "newer": address(asked, after=self.first) if self.has_newer else "",
        }


def _number(text: str | None) -> int | None:
    return min(int(text), LARGEST) if text and text.isascii() and text.isdecimal() and len(text) < 20 else None


def address(asked: QueryDict, **changes: Any) -> str:
    """The same question with `changes`; None takes a part away. A changed filter begins at the first page."""
    kept = {name: value for name, value in asked.items() if value and name not in {"before", "after"}}
    changed = {name: value for name, value in (kept | changes).items() if value is not None}
    return f"?{urlencode(changed)}"
