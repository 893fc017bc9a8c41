"""Who may do what about the end of accounts: closing, holds, handles, what is compromised; a part of `tests.matrix`."""

from tests.verdicts import COMMUNICATIONS, EVERYONE, LATE, LOOKS_AFTER, Row, account_at, only

ASKS = ("custodian", "administrator")
HOLDS = ("superintendent", "director")
SETTLES = ("administrator", *COMMUNICATIONS)
DAY = {"planned_on_month": "6", "planned_on_day": "10", "planned_on_year": "2030"}
PLAN = {"kind": "close", "why": "over", **DAY}
_ours = only(*COMMUNICATIONS)
_hold = lambda world, scene: {"uuid": scene.held.account.uuid, "hold": scene.held.pk}  # noqa: E731
_gone = lambda world, scene: {"slug": world.sunset.platform.slug}  # noqa: E731

ENDING = [
    Row("accounts:closing", EVERYONE, at=account_at("ending")),
    Row("accounts:closing-ask", only(*ASKS), only(*ASKS), at=account_at("active"), data=lambda w, s: PLAN),
    Row("accounts:closing-begin", _ours, _ours, at=account_at("active"), data=lambda w, s: PLAN),
    Row(
        "accounts:closing-step", None, only(*COMMUNICATIONS, *LOOKS_AFTER),
        at=account_at("ending", code="announced"), data=lambda w, s: {"done": "no"},
    ),
    Row("accounts:closing-archive", _ours, _ours, at=account_at("ending"), data=lambda w, s: {"archive": "Archive 7"}),
    Row("accounts:closing-finish", _ours, _ours, at=account_at("ending")),
    Row(
        "accounts:closing-call-off", _ours, _ours, at=account_at("ending"),
        data=lambda w, s: {"why": "The team goes on."},
    ),
    Row("accounts:hold", only(*HOLDS), only(*HOLDS), at=account_at("active"), data=lambda w, s: {"why": "inquiry"}),
    Row("accounts:hold-lift", only(*HOLDS), only(*HOLDS), at=_hold, data=lambda w, s: {"why": "It is settled."}),
    Row(
        "accounts:compromised", only(*SETTLES), only(*SETTLES), at=account_at("active"),
        data=lambda w, s: {"why": "Posts that nobody of us wrote."},
    ),
    Row(
        "accounts:secured", only(*COMMUNICATIONS, do=LATE), only(*COMMUNICATIONS, do=LATE), at=account_at("active"),
        about="not marked",
    ),
    Row("accounts:rename", _ours, _ours, at=account_at("active"), data=lambda w, s: {"handle": f"renamed{s.active.pk}"}),
    Row("accounts:tombstones", EVERYONE, scoped=False),
    Row(
        "accounts:tombstone-advice", _ours, _ours, at=lambda w, s: {"uuid": s.buried.uuid},
        data=lambda w, s: {"advice": "Somebody else has it since May."},
    ),
    Row("accounts:dormant", only(*SETTLES, "other_administrator"), scoped=False),
    Row(
        "accounts:settle", only(*SETTLES), only(*SETTLES), at=account_at("active"),
        data=lambda w, s: {"keep": s.active.pk, "close": [s.undrilled.pk], **DAY},
    ),
    Row("accounts:sunsets", only("superintendent", *COMMUNICATIONS), scoped=False),
    Row("accounts:sunset", only("superintendent", *COMMUNICATIONS), at=_gone, scoped=False),
    Row(
        "accounts:sunset-begin", _ours, _ours, at=lambda w, s: {"slug": "tiktok"}, scoped=False,
        data=lambda w, s: {
            "becomes": "withdrawn", "words": "It is no longer safe.", "ends_on_month": "6", "ends_on_day": "10",
            "ends_on_year": "2030",
        },
    ),
]  # fmt: skip
