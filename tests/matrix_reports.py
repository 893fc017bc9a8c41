"""Who may do what at the addresses of reports; a part of `tests.matrix`. Who may ask for which one: `tests/reports`."""

from collections.abc import Mapping
from typing import Any

from desk.actions import reporting
from desk.reports.shelf import the_report
from tests.scenes import Scene, World
from tests.verdicts import EVERYONE, FORM, RELATIONS, Row, among, only

_register = lambda world, scene: {"slug": "register"}  # noqa: E731


def _letters(world: World, _scene: Scene) -> Mapping[str, Any]:
    told = reporting.tell_by_letter(
        the_report(world.cast.requester, "register"), rhythm="weekly", query="", by=world.cast.requester
    )
    return {"uuid": told.uuid}


REPORTS = [
    Row("desk:reports", EVERYONE, scoped=False),
    Row("desk:report", EVERYONE, at=_register, scoped=False),
    # Without a kind of file it is the page, which says so.
    Row("desk:report-file", only(*(RELATIONS - {"anonymous"}), do=FORM), at=_register, scoped=False),
    Row(
        "desk:report-letter", None, EVERYONE, at=_register, scoped=False, data=lambda w, s: {"rhythm": "weekly"},
    ),
    Row("desk:report-stop", None, among(frozenset(), "asker"), at=_letters, scoped=False),
]  # fmt: skip
