"""Who may look at the overview, its lists and its files; a part of `tests.matrix`."""

from tests.verdicts import COMMUNICATIONS, HIDDEN, Row, only

SEES = only("superintendent", *COMMUNICATIONS, else_=HIDDEN)

OVERVIEW = [
    Row("desk:overview", SEES, scoped=False),
    Row("desk:overview-csv", SEES, scoped=False),
    Row("desk:overview-xlsx", SEES, scoped=False),
    Row("desk:overview-list", SEES, at=lambda w, s: {"what": "accounts"}, scoped=False),
]
