"""Who may do what at the addresses of a departure; a part of `tests.matrix`. The person works in the middle school."""

from tests.verdicts import COMMUNICATIONS, INVITES, Row, only, person_at

LOOKS = ("superintendent", "sysadmin", "other_administrator", *COMMUNICATIONS)
SAYS_WHEN = ("superintendent", "director", "sysadmin", "other_administrator")
DAY = {"last_day_month": "6", "last_day_day": "30", "last_day_year": "2026", "why": "leaves"}
_colleague = person_at("colleague")

LEAVING = [
    Row("desk:leaving", only(*LOOKS), at=_colleague, scoped=False),
    Row("desk:last-day", only(*SAYS_WHEN), only(*SAYS_WHEN), at=_colleague, scoped=False, data=lambda w, s: DAY),
    Row(
        "desk:leave-now", only(*INVITES), only(*INVITES), at=_colleague, scoped=False, data=lambda w, s: {"why": "leaves"}
    ),
    Row("desk:dismiss", only("superintendent", "director"), only("superintendent", "director"), at=_colleague, scoped=False),
    Row("desk:take-back", None, only(*INVITES), at=person_at("leaving"), scoped=False),
]  # fmt: skip
