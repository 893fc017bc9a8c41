"""Who may do what with a break-glass kit and with a file of a password manager: rows of the matrix."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.accounts.kits import TABLE
from tests.scenes import Scene, World
from tests.verdicts import COMMUNICATIONS, FACTOR, HIDDEN, Row, among, only

SIDES = frozenset({"superintendent", "designee", *COMMUNICATIONS})
GONE = {"how": "Stick shredded", "sure": "on"}


def _kit(name: str) -> Callable[[World, Scene], Mapping[str, Any]]:
    return lambda world, scene: {"uuid": getattr(world.kits, name).uuid}


_ASKS = only("superintendent", "designee", "director", "communications", no_factor=FACTOR)
_BRINGS = {"no_factor": FACTOR, "director": HIDDEN}

KITS = [
    Row("accounts:kits", only(*SIDES), scoped=False),
    Row("accounts:kit-ask", _ASKS, _ASKS, scoped=False, data=lambda w, s: {"reason": "The yearly kit"}),
    Row("accounts:kit", among(SIDES, *SIDES), at=_kit("agreed"), scoped=False),
    Row(
        "accounts:kit-agree",
        among(SIDES, "superintendent", "designee"), among(SIDES, "superintendent", "designee"),
        at=_kit("asked"), scoped=False, about="asked by Communications",
    ),
    Row(
        "accounts:kit-half",
        among(SIDES, "communications", "superintendent"), among(SIDES, "communications", "superintendent"),
        at=_kit("agreed"), scoped=False,
    ),
    Row("accounts:kit-download", among(SIDES, "director"), among(SIDES, "director"), at=_kit("ready"), scoped=False),
    Row("accounts:kit-cancel", None, among(SIDES, *SIDES), at=_kit("asked"), scoped=False),
    Row("accounts:kit-destroyed", among(SIDES, *SIDES), among(SIDES, *SIDES), at=_kit("made"), scoped=False, data=lambda w, s: GONE),
    Row(
        "accounts:import",
        only("director", "communications", no_factor=FACTOR),
        only("director", "communications", no_factor=FACTOR), scoped=False,
        data=lambda w, s: {"file": SimpleUploadedFile("list.csv", TABLE)},
    ),
    Row(
        "accounts:import-look", only("communications", **_BRINGS), only("communications", **_BRINGS),
        at=_kit("brought"), scoped=False,
        data=lambda w, s: {"entry_0": s.setting_up.number, "seen_0": s.setting_up.number},
    ),
    Row(
        "accounts:import-drop", None, only("communications", director=HIDDEN, no_factor=HIDDEN),
        at=_kit("brought"), scoped=False,
    ),
]  # fmt: skip
