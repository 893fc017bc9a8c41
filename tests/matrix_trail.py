"""Who may open an entry, a timeline, and the page that offers copies; a part of `tests.matrix`."""

from collections.abc import Mapping
from typing import Any

from registry.audit.models import Entry
from tests.scenes import Scene, World
from tests.verdicts import COMMUNICATIONS, EVERYONE, LOOKS_AFTER, Row, among

#: The alternate may post on both accounts, and so reads of them; a designee stands in for decisions, not for reading.
READS = frozenset({*LOOKS_AFTER, "administrator", "alternate", "superintendent", *COMMUNICATIONS})


def _activation(_world: World, scene: Scene) -> Mapping[str, Any]:
    entries = Entry.objects.about(scene.active).filter(action="account.activated")
    return {"seq": entries.values_list("seq", flat=True)[0]}


TRAIL = [
    Row("audit:entry", among(READS, *READS), at=_activation),
    Row(
        "audit:timeline", among(READS, *READS), at=lambda w, s: {"kind": "account", "identifier": s.active.uuid},
        about="of an account",
    ),
    Row("audit:copies", EVERYONE, scoped=False),
]  # fmt: skip
