"""Who says how soon a campaign asks again; a part of `tests.matrix`."""

from tests.verdicts import COMMUNICATIONS, Row, only

CAMPAIGN_TERMS = [
    Row(
        "campaigns:terms", only(*COMMUNICATIONS), only(*COMMUNICATIONS), scoped=False,
        data=lambda w, s: {"remind_days": "7", "step_days": "3"},
    ),
]  # fmt: skip
