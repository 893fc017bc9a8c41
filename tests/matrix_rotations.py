"""Who may do what at the addresses of the ledger and of secrets that must change; a part of `tests.matrix`."""

from tests.verdicts import (
    COMMUNICATIONS,
    EVERYONE,
    FORM,
    LOOKS_AFTER,
    Row,
    account_at,
    among,
    only,
    person_at,
    scene_at,
)

SEE_ROTATIONS = frozenset({"custodian", "backup", "administrator", "superintendent", *COMMUNICATIONS})
SIGN_UP = {"address": "athletics@lakeviewps.example", "signs_in": "address", "done": "on"}
KNOWS = only(*COMMUNICATIONS, *LOOKS_AFTER)
_rotation = scene_at(uuid="rotation.uuid")
_declared = scene_at(uuid="active.uuid", exposure="declared.pk")

ROTATIONS = [
    Row("accounts:rotations", EVERYONE, scoped=False),
    Row("accounts:rotation", among(SEE_ROTATIONS, *SEE_ROTATIONS), at=_rotation),
    Row(
        "accounts:rotation-sessions",
        among(SEE_ROTATIONS, *COMMUNICATIONS, *LOOKS_AFTER), among(SEE_ROTATIONS, *COMMUNICATIONS, *LOOKS_AFTER, do=FORM),
        at=_rotation, data=lambda w, s: {"done": "on"}, about="nothing has changed yet",
    ),
    Row(
        "accounts:rotation-assign", among(SEE_ROTATIONS, *COMMUNICATIONS), among(SEE_ROTATIONS, *COMMUNICATIONS),
        at=_rotation, data=lambda w, s: {"person": w.cast.second_communications.email},
    ),
    Row(
        "accounts:rotation-terms", only(*COMMUNICATIONS), only(*COMMUNICATIONS), scoped=False,
        data=lambda w, s: {"urgent_days": "1", "other_days": "5", "graduates_month": "6", "graduates_day": "10"},
    ),
    Row("accounts:age-limit", only(*COMMUNICATIONS), only(*COMMUNICATIONS), scoped=False, data=lambda w, s: {"days": "365"}),
    Row(
        "accounts:platform-steps", only(*COMMUNICATIONS), only(*COMMUNICATIONS), scoped=False,
        at=lambda w, s: {"slug": "instagram"}, data=lambda w, s: {"steps_password": "Settings > Password"},
    ),
    Row("accounts:knows", only("superintendent", *COMMUNICATIONS, *LOOKS_AFTER), at=account_at("active")),
    Row("accounts:take-out", KNOWS, KNOWS, at=account_at("active", field="recovery_email"), data=lambda w, s: {"why": "Not asked for."}),
    Row("accounts:sign-up", KNOWS, KNOWS, at=account_at("active"), data=lambda w, s: SIGN_UP),
    Row("accounts:person-knows", only("superintendent", *COMMUNICATIONS), at=person_at("colleague"), scoped=False),
    Row(
        "accounts:declare", KNOWS, KNOWS, at=account_at("active"),
        data=lambda w, s: {"described": "students", "head_count": "2", "class_year": "2026"},
    ),
    Row(
        "accounts:declaration-withdraw", only(*COMMUNICATIONS, "custodian"), only(*COMMUNICATIONS, "custodian"),
        at=_declared, data=lambda w, s: {"why": "They never knew it."},
    ),
    Row("accounts:report-change", KNOWS, KNOWS, at=account_at("active"), data=lambda w, s: {"kind": "incident", "words": "A post at night."}),
]  # fmt: skip
