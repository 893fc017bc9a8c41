"""Who may ask for which report: everybody in the cast, each report, through HTTP. A report that is not offered is a 403."""

import pytest
from django.test import Client

from desk.reports.shelf import REPORTS
from tests.cast import Cast, sign_in
from tests.makers import make_account
from tests.reports.asking import made

ALL = {
    "superintendent", "director", "alternate", "sysadmin", "designee", "communications", "second_communications",
    "principal", "other_principal", "deputy", "requester", "teacher", "coach", "backup", "ex_coach", "stranger",
    "newcomer",
}  # fmt: skip
WHOLE = {"superintendent", "director", "communications", "second_communications", "newcomer"}
ADMINISTRATORS = {"principal", "other_principal"}
LOOK_AFTER = {"coach", "backup"}
MAY = {
    "register": ALL,
    "opened": ALL,
    "access": WHOLE | ADMINISTRATORS | LOOK_AFTER,
    "custody": WHOLE | ADMINISTRATORS | LOOK_AFTER,
    "account": WHOLE | ADMINISTRATORS | LOOK_AFTER,
    "logins": WHOLE | LOOK_AFTER,
    "campaign": WHOLE | ADMINISTRATORS | {"designee"},
    "confirmed": WHOLE | ADMINISTRATORS,
    "leaver": WHOLE | ADMINISTRATORS | {"sysadmin"},
    "data-inventory": WHOLE | {"sysadmin"},
}


def test_every_report_is_in_the_table() -> None:
    assert {report.slug for report in REPORTS} == set(MAY)


@pytest.mark.parametrize("slug", MAY)
def test_those_may_ask_for_it_and_nobody_else(cast: Cast, slug: str) -> None:
    make_account(cast)
    got = {}
    for part in ALL:
        client = sign_in(Client(), getattr(cast, part))
        got[part] = client.get(f"/reports/{slug}/").status_code
        offered = f'href="/reports/{slug}/"' in client.get("/reports/").content.decode()
        assert offered == (got[part] == 200), part
        if got[part] == 403:
            assert client.get(f"/reports/{slug}/file/?as=csv").status_code == 403, part
    assert {part for part, status in got.items() if status == 200} == MAY[slug]
    assert set(got.values()) <= {200, 403}
    assert {entry.actor_id for entry in made()} <= {getattr(cast, part).trail_id for part in MAY[slug]}
