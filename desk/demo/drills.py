"""Recovery drills of the demo district: drawn in the fall, most of them passed, one that found something."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.actions import credentials, drills, roles
from accounts.models import Drill, DrillState, DrillStep
from accounts.rules.credentials import to_verify
from desk.demo.teller import Teller
from registry import clock
from registry.people.models import User
from registry.people.proof import Proof

#: So long before today the year's sample is drawn, and so many of it are not done yet.
DRAWN, LEFT = timedelta(days=21), 4


def story(teller: Teller, until: datetime) -> Iterator[datetime]:
    """The draw, then a drill or two a day, each by somebody who did not put the password there."""
    yield until - DRAWN
    roles.ask_to_see_again(by=None)
    drills.draw_due(by=None, seed="lakeview")
    rows = list(Drill.objects.filter(state=DrillState.OPEN).select_related("account__platform").order_by("pk"))
    for number, drill in enumerate(rows[: len(rows) - LEFT]):
        yield teller.later(hours=8)
        _do(drill, teller.people["Sam Ortega" if number % 2 else "Lena Fischer"], minutes=2 + number, fails=number == 3)


def _do(drill: Drill, by: User, *, minutes: int, fails: bool) -> None:
    if not drill.account.platform.shares_login:
        return
    credentials.reveal(
        drill.account, by=by, reason_code=credentials.Reason.VERIFY, reason="Recovery drill",
        proof=Proof(by, clock.now()), nonce=secrets.token_urlsafe(16),
    )  # fmt: skip
    if fails:
        note = "After the password it asks for a code that goes to somebody’s phone."
        drills.failed(drill, step=DrillStep.PLATFORM, minutes=minutes, note=note, by=by)
    elif not to_verify(drill.account):
        drills.passed(drill, minutes=minutes, by=by)
