"""Who may do what with links for handing in, and with getting back into an account; a part of `tests.matrix`."""

from collections.abc import Mapping
from typing import Any

from tests.scenes import Scene, World
from tests.verdicts import COMMUNICATIONS, LOOKS_AFTER, Row, account_at, only, scene_at

HANDS_IN = (*COMMUNICATIONS, *LOOKS_AFTER, "administrator")
SEES = only(*HANDS_IN, "superintendent", "designee")
#: The links of the scenes are the custodian's.
ANSWERS = only(*COMMUNICATIONS, "custodian")
_link = scene_at(uuid="link.uuid")
_left = scene_at(uuid="left.uuid")
_lost = scene_at(uuid="recovery.account.uuid")


def _step(world: World, scene: Scene) -> Mapping[str, Any]:
    return {**_lost(world, scene), "number": 1}


ASKED = {"bearer": "former_coach", "fields_": ["login"], "hours": "4", "nonce": "once"}

LINKS = [
    Row("accounts:drops", SEES, at=account_at("active")),
    Row("accounts:drop-make", only(*HANDS_IN), only(*HANDS_IN), at=account_at("active"), data=lambda w, s: ASKED),
    Row("accounts:drop-revoke", None, only(*COMMUNICATIONS, *LOOKS_AFTER), at=_link),
    Row("accounts:drop-confirm", ANSWERS, ANSWERS, at=_left, data=lambda w, s: {"sure": "on"}),
    Row("accounts:drop-discard", ANSWERS, ANSWERS, at=_left, data=lambda w, s: {"why": "Somebody else used it."}),
    Row("accounts:recovery", SEES, at=_lost),
    Row(
        "accounts:recovery-start", only(*HANDS_IN), only(*HANDS_IN), at=account_at("active"),
        data=lambda w, s: {"why": "lost"},
    ),
    Row("accounts:recovery-step", None, only(*HANDS_IN), at=_step, data=lambda w, s: {"done": "yes"}),
    Row(
        "accounts:recovery-give-up", only(*COMMUNICATIONS), only(*COMMUNICATIONS), at=_lost,
        data=lambda w, s: {"why": "The platform does not answer."},
    ),
]  # fmt: skip
