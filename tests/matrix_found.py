"""Who may do what at the addresses of the adoption desk; a part of `tests.matrix`."""

from tests.verdicts import COMMUNICATIONS, EVERYONE, Row, among

SEE_FILE = frozenset({"asker", "administrator", "superintendent", "designee", *COMMUNICATIONS})
SEE_LEFT = SEE_FILE | {"custodian"}
DAY = {"on_month": "11", "on_day": "11", "on_year": "2025"}
_found = lambda world, scene: {"uuid": scene.found.uuid}  # noqa: E731
_closed = lambda world, scene: {"uuid": scene.closed_file.uuid}  # noqa: E731
_run = lambda world, scene: {"uuid": scene.run_file.uuid}  # noqa: E731
_letter = lambda world, scene: {"uuid": scene.found.uuid, "kind": "adopt"}  # noqa: E731
_WORKS = among(SEE_FILE, *COMMUNICATIONS)


def _verb(name: str, **data: str) -> Row:
    return Row(f"accounts:found-{name}", _WORKS, _WORKS, at=_found, data=lambda w, s: data)


FOUND = [
    Row("accounts:desk", EVERYONE, scoped=False),
    Row("accounts:found-report", EVERYONE, EVERYONE, scoped=False, data=lambda w, s: {
        "handle": "https://instagram.com/harborfans", "kind": "community", "unit": w.cast.units.high.pk, "nobodys": "on",
    }),
    Row("accounts:found", among(SEE_FILE, *SEE_FILE), at=_found),
    Row("accounts:found-note", EVERYONE, EVERYONE, at=_found, scoped=False, data=lambda w, s: {"words": "Seen.", **DAY}),
    Row("accounts:found-letter", _WORKS, at=_letter),
    _verb("classify", kind="unapproved"),
    _verb("contact", channel="message", days="10", **DAY),
    _verb("answer", answer="agrees", days="10", **DAY),
    _verb("relabel", words="Run by supporters.", **DAY),
    _verb("close", how="gone"),
    _verb("dispute", why="They object."),
    Row(
        "accounts:found-conflict", _WORKS, _WORKS, at=_found, data=lambda w, s: {"person": w.colleague.email},
    ),
    Row(
        "accounts:found-left", among(SEE_LEFT, "custodian", *COMMUNICATIONS),
        among(SEE_LEFT, "custodian", *COMMUNICATIONS), at=_run, data=lambda w, s: {"done": "on"},
    ),
    Row("accounts:found-reopen", _WORKS, _WORKS, at=_closed, data=lambda w, s: {"why": "It is back."}),
    Row("approvals:adopt", None, EVERYONE, at=lambda w, s: {"uuid": s.found.account.uuid}, scoped=False),
]  # fmt: skip
