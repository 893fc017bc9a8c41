"""Who may do what about incidents that are reported to the state; a part of `tests.matrix`."""

from tests.verdicts import COMMUNICATIONS, Row, among, scene_at

SEE = frozenset({"administrator", "superintendent", "designee", *COMMUNICATIONS})
KNOWN = {"exposed": "Its password."}
REPORTED = {
    "reported_on_month": "11", "reported_on_day": "12", "reported_on_year": "2025", "reported_time": "9:00 am",
    "reference": "MN-1",
}  # fmt: skip
_at = scene_at(uuid="incident.account.uuid", incident="incident.pk")
_ours = among(SEE, *COMMUNICATIONS)

INCIDENTS = [
    Row("accounts:incident", among(SEE, *SEE), at=_at),
    Row("accounts:incident-sheet", among(SEE, *SEE), at=_at),
    Row("accounts:incident-exposed", _ours, _ours, at=_at, data=lambda w, s: KNOWN),
    Row("accounts:incident-reported", _ours, among(SEE, *COMMUNICATIONS), at=_at, data=lambda w, s: REPORTED),
    Row("accounts:incident-waived", _ours, _ours, at=_at, data=lambda w, s: {"why": "A false alarm."}),
]  # fmt: skip
