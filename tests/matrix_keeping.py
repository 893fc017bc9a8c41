"""Who may do what about how long the trail is kept; a part of `tests.matrix`."""

from registry.audit.models import Schedule
from tests.verdicts import COMMUNICATIONS, FORM, LATE, SIGN_AND_PREPARE, Row, among, only

TWO = ("superintendent", "director")
FROM = {"starts_on_month": "6", "starts_on_day": "10", "starts_on_year": "2030"}

KEEPING = [
    Row("keeping:home", only("superintendent", "sysadmin", *COMMUNICATIONS), scoped=False),
    Row(
        "keeping:schedule", only(*TWO), only(*TWO), scoped=False,
        data=lambda w, s: {"kind": "letter", "years": "3", "authority": "Item 7", **FROM},
    ),
    Row("keeping:hold", only(*TWO), only(*TWO), scoped=False, data=lambda w, s: {"why": "inquiry", "everything": "on"}),
    Row(
        "keeping:hold-lift", only(*TWO), only(*TWO), at=lambda w, s: {"hold": w.trail_hold.pk}, scoped=False,
        data=lambda w, s: {"why": "It is settled."},
    ),
    Row(
        "keeping:dispose", only(*TWO), only(*TWO, do=FORM), scoped=False, about="nothing is old enough",
        data=lambda w, s: {"schedule": Schedule.objects.get(kind="").pk, "authority": "Item 7"},
    ),
    Row(
        "people:agree_disposal", among(SIGN_AND_PREPARE, "director"), among(SIGN_AND_PREPARE, "director", do=LATE),
        at=lambda w, s: {"pk": w.disposal.pk}, scoped=False, about="nothing of it may go",
    ),
]  # fmt: skip
