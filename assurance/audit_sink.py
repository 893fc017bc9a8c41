"""D23: what cannot be written down is not shown; where only the seal cannot be kept, work goes on and the site says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from assurance import injecting, world
from assurance.deeds import CANARIES, HEADERS, Deed, Stage
from assurance.faults import prepared, swallowing
from assurance.figure import Figure
from assurance.injecting import Trap
from registry import clock, keyring
from registry.audit import anchoring, notes, sealing
from registry.audit.keys import NoTrailKey
from tests.leaks import hits

FULL, SOME = 50, 2
#: What the trail asks of the database to write one act down.
ASKED = ('INSERT INTO "audit_entry"', 'INSERT INTO "audit_origin"', 'UPDATE "audit_head"', 'FROM "audit_head"')
GONE = OperationalError("The disk is full.")


def main(*, full: bool) -> None:
    """Disclosures while nothing can be written down; then the anchor and the key for seals."""
    world.begin()
    settings.TRAIL_ANCHOR_FILE = ""
    with clock.at(clock.now()):
        stage = prepared()
        _refused(stage, FULL if full else SOME).tell()
        _goes_on(stage).tell()


def _refused(stage: Stage, rounds: int) -> Figure:
    disclosures = [deed for deed in stage.deeds if deed.may_show]
    wrong = [f"{deed.name} shows nothing on a good day" for deed in disclosures if not _shown(stage, deed, nullcontext)]
    tried = 0
    for _round in range(rounds):
        for deed in disclosures:
            for what, trap in _traps():
                tried += 1
                if _shown(stage, deed, trap):
                    wrong.append(f"{deed.name}: shown, though {what}")
    swallowed = partial(mock.patch, "registry.audit.act.chain.append", swallowing)
    with mock.patch("registry.audit.chain.text_of", side_effect=GONE):
        control = sum(_shown(stage, deed, swallowed) for deed in disclosures)
    return Figure(
        "D23", "disclosures are refused while nothing can be written down", tried - len(wrong), tried,
        control == len(disclosures), f"a trail that swallows its faults let {control} of {len(disclosures)} through",
        f"{len(disclosures)} disclosures, {len(list(_traps()))} ways in which the trail fails", tuple(wrong),
    )  # fmt: skip


def _traps() -> Iterator[tuple[str, Trap]]:
    for start in ASKED:
        yield f"the database refuses {start}", partial(_refuses, start)
    yield "there is no key for the trail", partial(injecting.fails, "registry.audit.chain.keys", NoTrailKey("None."))
    yield "the chain cannot be appended to", partial(injecting.fails, "registry.audit.act.chain.append", GONE)


@contextmanager
def _refuses(start: str) -> Iterator[None]:
    def wrapper(execute: Any, sql: str, params: object, many: bool, context: object) -> Any:
        if start in sql:
            raise GONE
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


def _shown(stage: Stage, deed: Deed, trap: Trap) -> bool:
    came = stage.play(deed, trap)
    return any(hits(canary, came.answer) for canary in CANARIES)


# The seal cannot be kept, or not be made ------------------------------------------------------------------------------


def _goes_on(stage: Stage) -> Figure:
    """What must be so while the anchor is unreachable, or no key for seals is there."""
    reveal = next(deed for deed in stage.deeds if deed.may_show)
    stage.template.put_back()
    sealing.seal_due(by=None)
    settings.TRAIL_ANCHOR_FILE = str(Path("/nowhere") / "anchors")
    said = {
        "nothing is anchored": anchoring.anchor_due(by=None) == 0,
        "not degraded at first": "anchor" not in _degraded(),
    }
    with clock.at(clock.now() + timedelta(hours=29)):
        said["degraded after a day"] = "anchor" in _degraded()
        with mock.patch("registry.audit.anchoring._anchored", lambda: 10**9):  # believes that all is anchored
            bit = "anchor" not in _degraded()
    said["opened while the anchor is away"] = _shown(stage, reveal, nullcontext)
    settings.TRAIL_ANCHOR_FILE = ""
    said["opened while there is no key for seals"] = _shown(stage, reveal, _no_seal_key)
    with _no_seal_key():
        said["nothing is sealed without a key"] = _fails(partial(sealing.seal_due, by=None))
    wrong = [what for what, holds in said.items() if not holds]
    return Figure(
        "D23", "work goes on without anchor or seal, and the site says so", len(said) - len(wrong), len(said), bit,
        "a site that believes its anchor said nothing", wrong=tuple(wrong),
    )  # fmt: skip


class _NoKey:
    """Who would sign, without a key."""

    name = "mooring/assurance"

    @property
    def kid(self) -> str:
        raise keyring.MissingKey("seal")

    def sign(self, message: bytes) -> bytes:
        raise keyring.MissingKey("seal")


@contextmanager
def _no_seal_key() -> Iterator[None]:
    with mock.patch.object(notes, "_signer", [_NoKey()]):
        yield


def _fails(act: Callable[[], object]) -> bool:
    try:
        act()
    except keyring.MissingKey:
        return True
    return False


def _degraded() -> list[str]:
    told: dict[str, Any] = Client(headers=HEADERS).get("/readyz").json()
    return [*told.get("degraded", []), *told.get("reasons", [])]
