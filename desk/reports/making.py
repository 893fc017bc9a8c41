"""One report, made for one person: what its page and its files show."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.reports.cells import in_words
from desk.reports.forms import Parameters
from desk.reports.frame import Asked, Report, Rows
from registry.people.models import User

#: Rows that a page shows, and where counting them stops; files have all.
MOST_SHOWN, MOST_COUNTED = 200, 10_000
#: Columns that fit beside each other; of more, a page makes a card of each row.
MOST_BESIDE = 10


@dataclass(frozen=True)
class Made:
    """A report with the parameters chosen, which make sense."""

    report: Report
    parameters: Parameters
    by: User

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.by, self.parameters.cleaned_data)

    @cached_property
    def rows(self) -> Rows:
        return self.report.rows(self.asked)

    @cached_property
    def heads(self) -> list[str]:
        return [str(head) for head in self.report.columns.values()]

    @cached_property
    def said(self) -> list[tuple[str, str]]:
        """What the report says of itself before its rows; nothing that is empty."""
        return [
            (str(name), in_words(value)) for name, value in self.report.facts(self.asked) if value not in ("", None)
        ]

    @cached_property
    def facts(self) -> list[tuple[str, str]]:
        """What a file says first: the parameters, which a page shows in their fields, and what the report says."""
        return [*self.parameters.in_words, *self.said]

    @cached_property
    def shown(self) -> list[list[tuple[str, str]]]:
        """The first rows in words, each cell with the head of its column."""
        return [
            [(head, in_words(cell)) for head, cell in zip(self.heads, line, strict=True)]
            for line in self.rows.first(MOST_SHOWN)
        ]

    @property
    def is_many(self) -> bool:
        """Whether there are more columns than a page has room for."""
        return len(self.report.columns) > MOST_BESIDE

    @cached_property
    def count(self) -> int:
        """How many rows there are; counting stops one after MOST_COUNTED."""
        return len(self.shown) if len(self.shown) < MOST_SHOWN else self.rows.count(MOST_COUNTED + 1)

    @property
    def how_many(self) -> str:
        """“12 rows”, “The first 200 of 1,234 rows”."""
        if self.count > MOST_COUNTED:
            words = _("The first %(shown)s of more than %(count)s rows. The files have all of them.")
            return words % {"shown": MOST_SHOWN, "count": f"{MOST_COUNTED:,}"}
        if self.count > MOST_SHOWN:
            words = _("The first %(shown)s of %(count)s rows. The files have all of them.")
            return words % {"shown": MOST_SHOWN, "count": f"{self.count:,}"}
        return ngettext("%(count)s row", "%(count)s rows", self.count) % {"count": self.count}
