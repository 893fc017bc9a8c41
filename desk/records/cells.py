"""Rows of a table as they leave the house: its public columns, what each is called, and each cell in words.

Columns of any other class are never named to the database, so nothing of them can slip through (invariant 5).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import F, ForeignKey, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Account, Platform
from approvals.models import Request
from registry import clock
from registry.audit.events import Event
from registry.audit.meaning import sentence_of
from registry.audit.models import Entry
from registry.classes import Class, Classified, called
from registry.people.models import Unit, User

#: How what a column points at is called, where its number alone says nothing.
CALLED: dict[Any, str] = {User: "name", Unit: "name", Platform: "name", Account: "handle", Request: "pk"}
AT_ONCE = 500


@dataclass(frozen=True)
class Text:
    """Words that somebody typed, in one cell: looked at before they go."""

    table: str
    row: str
    field: str
    called: str
    words: str
    #: The account or request that it stands on, by its number; empty where that is not told.
    about: str = ""

    @property
    def key(self) -> str:
        """What names it on a page."""
        return f"{self.table}:{self.row}:{self.field}"

    @property
    def seen_hash(self) -> str:
        """By which another text in the same place is told from this one."""
        return sha256(self.words.encode()).hexdigest()


@dataclass(frozen=True)
class Table:
    """The rows of one model that belong to what was picked."""

    known: Classified
    rows: QuerySet[Any]

    @property
    def columns(self) -> list[Any]:
        """Its public fields."""
        names = set(self.known.names(Class.PUBLIC))
        return [field for field in self.known.columns if field.name in names]

    @property
    def heads(self) -> list[str]:
        """What the columns are called."""
        return [called(field) for field in self.columns]

    def goes(self) -> QuerySet[Any]:
        """The rows that may go: those of a private line stay, whole."""
        return self.rows.exclude(Q(**{self.known.apart: True})) if self.known.apart else self.rows

    def each(self) -> Iterator[list[Any]]:
        """A row as a list of cells: a `Text` where somebody typed, else what is shown."""
        fields = self.columns
        number_of, way = self._owner()
        names = ["pk", way, *(_way_to(field) for field in fields)]
        for pk, owner, *row in self.goes().order_by("pk").values_list(*names).iterator(chunk_size=AT_ONCE):
            about = number_of(owner) if number_of else ""
            yield [self._cell(field, pk, about, value) for field, value in zip(fields, row, strict=True)]

    def _owner(self) -> tuple[Callable[[int], str] | None, Any]:
        """What a row belongs to: how its number is made, and the way to that; none where it may be several."""
        number_of, path = (_number, self.known.account) if self.known.account else (_reference, self.known.request)
        model: Any = self.known.model
        for step in path.split("__") if path != "pk" else ():
            field = model._meta.get_field(step)
            if not isinstance(field, ForeignKey):
                return None, F("pk")
            model = field.related_model
        return number_of, F(path)

    def _cell(self, field: Any, pk: Any, about: str, value: Any) -> Any:
        if value and self.known.section(field.name).typed:
            where = f"{self.known.called}, {called(field).lower()}"
            return Text(self.known.label, str(pk), field.name, where, str(value), about)
        return named(field, value) if field.related_model is Request else shown(field, value)


def shown(field: Any, value: Any, actor: Any = None) -> Any:
    """A value as people read it: a choice by its word, a moment on the district's clocks, an act by its sentence, as
    what `actor` did where that is told.
    """
    if value is None or value == "":
        return ""
    if field.model is Entry and field.name == "action" and value in Event.values:
        return sentence_of(Event(value), actor=actor)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None).isoformat(" ", "seconds")
    choices = dict(field.flatchoices) if getattr(field, "choices", None) else {}
    return str(choices.get(value, value)) if not isinstance(value, int) or choices else value


def named(field: Any, value: Any) -> Any:
    """What a column points at: a request by its reference, all else by its name."""
    return _reference(value) if field.related_model is Request and value is not None else value


def _number(pk: int) -> str:
    return Account(pk=pk).number


def _reference(pk: int) -> str:
    return Request(pk=pk).reference


def _way_to(field: Any) -> str:
    called = CALLED.get(field.related_model) if isinstance(field, ForeignKey) else None
    return f"{field.name}__{called}" if called else field.attname
