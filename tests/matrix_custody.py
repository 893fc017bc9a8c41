"""Who may do what at the addresses of custody that passes on; a part of `tests.matrix`."""

from tests.verdicts import COMMUNICATIONS, FORM, LOOKS_AFTER, Row, account_at, among, only, scene_at

HANDS_OVER = ("custodian", "administrator", *COMMUNICATIONS)
SEE_HANDOFF = frozenset({*LOOKS_AFTER, "administrator", "superintendent", "designee", *COMMUNICATIONS})
UNTIL = {"ends_on_month": "6", "ends_on_day": "10", "ends_on_year": "2030"}
SHARED = {
    "organization": "Northfield School District", "role": "Activities director", "contact": "ad@northfield.example",
    "host_school": "Harbor High School", "policy": "ours", **UNTIL,
}  # fmt: skip
_handoff = scene_at(uuid="handoff.uuid")
_shared = scene_at(uuid="active.uuid", row="shared.pk")

CUSTODY = [
    Row(
        "accounts:handoff-offer", only(*HANDS_OVER), only(*HANDS_OVER), at=account_at("active"),
        data=lambda w, s: {"taker": w.colleague.email, "why": "new"},
    ),
    Row("accounts:handoff", among(SEE_HANDOFF, *SEE_HANDOFF), at=_handoff),
    Row(
        "accounts:handoff-call-off", among(SEE_HANDOFF, *HANDS_OVER), among(SEE_HANDOFF, *HANDS_OVER), at=_handoff,
        data=lambda w, s: {"why": "Everybody stays."},
    ),
    Row("accounts:handoff-verify", None, among(SEE_HANDOFF), at=_handoff, about="nothing has passed on yet"),
    Row(
        "accounts:custody-reassign", only("administrator", *COMMUNICATIONS), only("administrator", *COMMUNICATIONS),
        at=account_at("active"), data=lambda w, s: {"because": "vacant"},
    ),
    Row(
        "accounts:custody-take-back", only("administrator", *COMMUNICATIONS), only("administrator", *COMMUNICATIONS),
        at=account_at("setting_up"), data=lambda w, s: {"why": "Nobody answers."},
    ),
    Row(
        "accounts:custody-beside",
        only("administrator", *COMMUNICATIONS), only("administrator", *COMMUNICATIONS, do=FORM),
        at=account_at("setting_up"), data=lambda w, s: {"password": "nobody's password"}, about="not theirs",
    ),
    Row(
        "accounts:backup", only(*HANDS_OVER), only(*HANDS_OVER), at=account_at("active"),
        data=lambda w, s: {"person": w.colleague.email},
    ),
    Row("accounts:outside", only(*HANDS_OVER), only(*HANDS_OVER), at=account_at("active"), data=lambda w, s: SHARED),
    Row(
        "accounts:outside-end", only(*HANDS_OVER), only(*HANDS_OVER), at=_shared,
        data=lambda w, s: {"why": "The team is ours alone again."},
    ),
    Row(
        "accounts:custody-terms", only(*COMMUNICATIONS), only(*COMMUNICATIONS), scoped=False,
        data=lambda w, s: {"answer_days": "10", "finish_days": "10"},
    ),
]  # fmt: skip
