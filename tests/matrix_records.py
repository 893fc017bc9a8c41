"""Who may do what about records that leave the house by law; a part of `tests.matrix`."""

from collections.abc import Mapping
from typing import Any

from desk.actions.records import begin
from tests.scenes import Scene, World
from tests.verdicts import COMMUNICATIONS, EVERYONE, FORM, HIDDEN, RELATIONS, Row, only, person_at

_gives = only(*COMMUNICATIONS)
_gone = person_at("gone")


def _records(world: World, scene: Scene) -> Mapping[str, Any]:
    facts = {"subject": "Ski", "unit": None, "since": None, "until": None}
    return {"uuid": begin(numbers=scene.active.number, by=world.cast.communications, **facts).uuid}


RECORDS = [
    Row("desk:records", _gives, scoped=False),
    Row("desk:disclosure-new", _gives, only(*COMMUNICATIONS, do=FORM), scoped=False),
    Row("desk:disclosure", _gives, at=_records, scoped=False),
    Row("desk:disclosure-texts", _gives, only(*COMMUNICATIONS, do="late"), at=_records, scoped=False),
    Row("desk:disclosure-file", None, only(*COMMUNICATIONS, do="late"), at=_records, scoped=False),
    Row("desk:own-data", EVERYONE, scoped=False),
    # Without a kind of file there is none.
    Row("desk:own-data-file", only(*(RELATIONS - {"anonymous"}), do=HIDDEN), scoped=False),
    Row("desk:data", _gives, at=_gone, scoped=False),
    Row("desk:data-file", only(*COMMUNICATIONS, do=HIDDEN), at=_gone, scoped=False),
]
