"""Who may do what about records that leave the house by law; a part of `tests.matrix`."""

from collections.abc import Mapping
from typing import Any

from desk.actions.records import begin, look_through
from desk.models import Disclosure
from desk.records.forms import ON_A_PAGE
from desk.records.gathering import texts
from tests.scenes import Scene, World
from tests.verdicts import COMMUNICATIONS, EVERYONE, HIDDEN, RELATIONS, Row, only, person_at

_gives = only(*COMMUNICATIONS)
_gone = person_at("gone")


def _records(world: World, scene: Scene) -> Mapping[str, Any]:
    facts = {"subject": "Ski", "unit": None, "since": None, "until": None}
    return {"uuid": begin(numbers=scene.active.number, by=world.cast.communications, **facts).uuid}


def _looked_through(world: World, scene: Scene) -> Mapping[str, Any]:
    """The same once somebody has looked at every text, and lets none out."""
    at = _records(world, scene)
    row = Disclosure.objects.get(**at)
    look_through(row, dict.fromkeys(texts(row)), by=world.cast.communications)
    return at


def _first_page(_world: World, _scene: Scene) -> Mapping[str, Any]:
    """What a page of texts sends where none may go out."""
    shown = [*texts(Disclosure.objects.latest("pk"))][:ON_A_PAGE]
    return {"seen": "-".join(text.seen_hash[:12] for text in shown)}


RECORDS = [
    Row("desk:records", _gives, scoped=False),
    Row(
        "desk:disclosure-new",
        _gives,
        _gives,
        scoped=False,
        data=lambda w, s: {"subject": "Ski", "numbers": s.active.number},
    ),
    Row("desk:disclosure", _gives, at=_records, scoped=False),
    Row("desk:disclosure-texts", _gives, _gives, at=_records, scoped=False, data=_first_page),
    Row("desk:disclosure-file", None, _gives, at=_looked_through, scoped=False),
    Row("desk:own-data", EVERYONE, scoped=False),
    # Without a kind of file there is none.
    Row("desk:own-data-file", only(*(RELATIONS - {"anonymous"}), do=HIDDEN), scoped=False),
    Row("desk:data", _gives, at=_gone, scoped=False),
    Row("desk:data-file", only(*COMMUNICATIONS, do=HIDDEN), at=_gone, scoped=False),
]
