"""Who may do what at the addresses of reports; a part of `tests.matrix`. Who may ask for which one: `tests/reports`."""

from tests.verdicts import EVERYONE, FORM, RELATIONS, Row, only

_register = lambda world, scene: {"slug": "register"}  # noqa: E731

REPORTS = [
    Row("desk:reports", EVERYONE, scoped=False),
    Row("desk:report", EVERYONE, at=_register, scoped=False),
    # Without a kind of file it is the page, which says so.
    Row("desk:report-file", only(*(RELATIONS - {"anonymous"}), do=FORM), at=_register, scoped=False),
]
