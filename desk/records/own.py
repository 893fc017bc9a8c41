"""Everything held about one person: each row that names them, by the register of classes (Minn. Stat. 13.04, subd. 3).

Of a row that is about them they get what is public and what is private to them; of one in which they only took part,
what is public. Nobody else is named where that is private, and security information is counted, not shown.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from desk.records.cells import CALLED, named, shown
from registry.audit.models import Entry, Origin
from registry.classes import Class, Classified, called, every_model, of_model
from registry.people.models import User

#: Sections that are private to the person a row is about; what is private to students is theirs.
THEIRS = frozenset({"personnel", "access"})
TRAIL_OF_ACTOR = ("seq", "at", "action", "outcome", "object_label", "reason_text")
TRAIL_OF_OBJECT = ("seq", "at", "action", "outcome")


@dataclass(frozen=True)
class Held:
    """Rows of one model: what they are to the person, and the fields they get; or rows that are only counted."""

    known: Classified
    role: str
    fields: list[Any]
    rows: QuerySet[Any]
    person: User
    is_shown: bool = True
    #: Whether the rows tell what the person did.
    is_theirs: bool = False

    @property
    def heads(self) -> list[str]:
        """What the columns are called."""
        return [called(field) for field in self.fields]

    def count(self) -> int:
        """How many rows there are."""
        return self.rows.count()

    def lines(self, most: int | None = None, say: Callable[[Any, Any], Any] = shown) -> Iterator[list[Any]]:
        """The rows, cell by cell, by `say`; somebody else stays unnamed where their part is private."""
        names = [field.attname for field in self.fields]
        ways = [f"{field.name}__{CALLED[field.related_model]}" for field in self._pointing()]
        rows = self.rows.order_by("pk").values(*names, *ways)
        for row in rows if most is None else rows[:most]:
            yield [self._cell(field, row, say) for field in self.fields]

    def _pointing(self) -> list[Any]:
        return [field for field in self.fields if field.related_model in CALLED]

    def _cell(self, field: Any, row: dict[str, Any], say: Callable[[Any, Any], Any]) -> Any:
        value = row[field.attname]
        if value is None or field.related_model not in CALLED:
            return say(field, value)
        if field.related_model is User and value != self.person.pk and not self._may_name(field):
            return _("somebody else")
        return named(field, row[f"{field.name}__{CALLED[field.related_model]}"])

    def _may_name(self, field: Any) -> bool:
        return self.known.section(field.name).klass == Class.PUBLIC


def held(person: User) -> list[Held]:
    """All of it that there is, in the order of the installation; the number of queries does not grow with the rows."""
    found = [one for known in every_model() for one in _of(known, person)]
    return [one for one in [*found, *_trail(person)] if one.rows.exists()]


def _of(known: Classified, person: User) -> Iterator[Held]:
    model, naming = known.model._default_manager, known.people()
    if known.model is User:
        yield Held(known, _("You"), _fields(known, theirs=True), User.objects.filter(pk=person.pk), person)
        return
    open_to = [name for name in naming if known.section(name).klass in (Class.PUBLIC, Class.PRIVATE)]
    about = [name for name in open_to if name in known.about]
    if about:
        rows = model.filter(_any(about, person))
        yield Held(known, _("About you"), _fields(known, theirs=True), rows, person)
    if set(open_to) - set(about):
        rows = model.filter(_any(open_to, person)).exclude(pk__in=model.filter(_any(about, person)).values("pk"))
        yield Held(known, _("You took part"), _fields(known, theirs=False), rows, person)
    closed = [name for name in naming if name not in open_to]
    if closed:
        rows = model.filter(_any(closed, person)).exclude(pk__in=model.filter(_any(open_to, person)).values("pk"))
        yield Held(known, _("Not shown: security information"), [], rows, person, is_shown=False)


def _trail(person: User) -> Iterator[Held]:
    known, mine = of_model(Entry), str(person.pk)
    did = Entry.objects.filter(actor_id=mine)
    suffered = Entry.objects.filter(object_type=person.trail_kind, object_id=mine).exclude(actor_id=mine)
    yield Held(known, _("What you did"), _named(known, TRAIL_OF_ACTOR), did, person, is_theirs=True)
    yield Held(known, _("What was done to your record"), _named(known, TRAIL_OF_OBJECT), suffered, person)
    where = of_model(Origin)
    rows = Origin.objects.filter(seq__in=did.values("seq"))
    yield Held(where, _("About you"), _fields(where, theirs=True), rows, person)


def _fields(known: Classified, *, theirs: bool) -> list[Any]:
    return [field for field in known.columns if _is_for_them(known, field.name, theirs=theirs)]


def _is_for_them(known: Classified, name: str, *, theirs: bool) -> bool:
    if known.section(name).klass == Class.PUBLIC:
        return True
    return theirs and known.sections[name] in THEIRS


def _named(known: Classified, names: tuple[str, ...]) -> list[Any]:
    return [field for field in known.fields if field.name in names]


def _any(names: list[str], person: User) -> Q:
    found = Q(pk__in=[])
    for name in names:
        found |= Q(**{name: person})
    return found
