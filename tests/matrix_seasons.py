"""Who may do what at the addresses of the school year and of a campaign's evidence; a part of `tests.matrix`."""

from tests.matrix_campaigns import SEE_CAMPAIGN
from tests.verdicts import COMMUNICATIONS, EVERYONE, Row, account_at, among, only

KEEPS = ("superintendent", *COMMUNICATIONS)
SETS = ("custodian", "administrator", *COMMUNICATIONS)
DAYS = {
    "starts_on_month": "3", "starts_on_day": "20", "starts_on_year": "2026",
    "ends_on_month": "6", "ends_on_day": "5", "ends_on_year": "2026",
}  # fmt: skip
_campaign = lambda world, scene: {"uuid": scene.campaign.uuid}  # noqa: E731
_season = lambda world, scene: {"pk": world.season.pk}  # noqa: E731

SEASONS = [
    Row("accounts:seasons", EVERYONE, scoped=False),
    Row(
        "accounts:season-add", only(*KEEPS), only(*KEEPS), scoped=False,
        data=lambda w, s: {"code": "spring", "name": "", "school_year": "2026", **DAYS},
    ),
    Row("accounts:season-change", only(*KEEPS), only(*KEEPS), at=_season, scoped=False, data=lambda w, s: DAYS),
    Row("accounts:season-remove", only(*KEEPS), only(*KEEPS), at=_season, scoped=False),
    Row(
        "accounts:graduation", only(*KEEPS), only(*KEEPS), scoped=False,
        data=lambda w, s: {"class_year": "2026", "on_month": "6", "on_day": "5", "on_year": "2026"},
    ),
    Row(
        "accounts:own-seasons", only(*SETS), only(*SETS), at=account_at("active"),
        data=lambda w, s: {"seasons": ["winter:"]},
    ),
    Row("campaigns:evidence-csv", among(SEE_CAMPAIGN, *SEE_CAMPAIGN), at=_campaign),
    Row("campaigns:evidence-pdf", among(SEE_CAMPAIGN, *SEE_CAMPAIGN), at=_campaign),
]  # fmt: skip
