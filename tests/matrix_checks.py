"""Who may say what they saw on an account; a part of `tests.matrix`."""

from tests.verdicts import COMMUNICATIONS, LOOKS_AFTER, Row, account_at, only

LOOKS = (*LOOKS_AFTER, "administrator", *COMMUNICATIONS)
SEEN = {"seen": "nothing", "checked_on_month": "11", "checked_on_day": "12", "checked_on_year": "2025"}

CHECKS = [
    Row("accounts:look", only(*LOOKS), only(*LOOKS), at=account_at("active"), data=lambda w, s: SEEN),
]  # fmt: skip
