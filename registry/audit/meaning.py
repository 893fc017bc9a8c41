"""Which entries somebody means who types what happened: by the name of an event, its sentence, or words of it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from registry.audit.events import Event
from registry.audit.sentences import FIELDS
from registry.audit.variants import variants

#: Events whose sentence names a field of a secret.
WITH_FIELD = [event for event in Event if "{field}" in str(event.label)]


def sentence_of(event: Event, field: Any = "…", actor: Any = None) -> str:
    """An event in words, before anybody did it; or as what `actor` did, whatever it was about."""
    return _open(str(event.label), field, actor)


def sentences() -> set[str]:
    """Every sentence that the trail shows, before anybody did it."""
    return {sentence_of(event) for event in Event} | {_open(one.template) for one in variants()}


def meant(words: str) -> Q | None:
    """The entries that are meant: of the event of that name, of that sentence, else of all whose sentence has every
    word; None where there is no such sentence.

    Words may be those of a secret's field: “deposited the password”.
    """
    if words in Event.values:
        return Q(action=words)
    exact = _any(_that_say(lambda sentence: sentence.casefold() == words.casefold()))
    return exact or _any([*_that_say(lambda sentence: _has(sentence, words)), *_of_fields(words)])


def _that_say(fits: Callable[[str], bool]) -> Iterator[Q]:
    plain = [event.value for event in Event if fits(sentence_of(event))]
    if plain:
        yield Q(action__in=plain)
    yield from (one.entries for one in variants() if one.event not in plain and fits(_open(one.template)))


def _of_fields(words: str) -> Iterator[Q]:
    for code, label in FIELDS.items():
        told = [event.value for event in WITH_FIELD if _has(sentence_of(event, label), words)]
        if told:
            yield Q(action__in=told, field_code__contains=code)


def _any(conditions: Iterator[Q] | list[Q]) -> Q | None:
    found = list(conditions)
    return Q(*found, _connector=Q.OR) if found else None


def _open(template: str, field: Any = "…", actor: Any = None) -> str:
    return template.format(actor=actor or _("Somebody"), object="…", field=field)


def _has(sentence: str, words: str) -> bool:
    return all(word in sentence.casefold() for word in words.casefold().split())
