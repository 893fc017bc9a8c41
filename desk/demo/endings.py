"""Ends in the demo district: one is over, one is planned, one is asked for; and a legal hold."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.actions.closing import ask_to_close, begin_closing
from accounts.actions.closing_steps import keep_archive, tick_closing
from accounts.actions.finishing import finish_closing
from accounts.actions.holds import place_hold
from accounts.actions.trail_holds import place_trail_hold
from accounts.models import Account, AccountState, ClosingStep
from accounts.rules.closing_plan import Plan
from desk.demo.teller import Teller
from registry import clock

#: So long before today each began.
OVER, PLANNED, ASKED, HELD = timedelta(days=34), timedelta(days=6), timedelta(days=2), timedelta(days=9)


def stories(teller: Teller, until: datetime) -> list[Iterator[datetime]]:
    """All of them; one whose account is not there yet, in a demo of an early day, is left out."""
    return [_over(teller, until), _planned(teller, until), _asked(teller, until), _held(teller, until)]


def _over(teller: Teller, until: datetime) -> Iterator[datetime]:
    yield until - OVER
    sam, account = teller.people["Sam Ortega"], _active("WestSpanish")
    if account is None:
        return
    plan = Plan("close", "over", clock.today(), "The classes use Schoology now.", _active("westmiddle.lps"))
    closing = begin_closing(account, plan, by=sam)
    for code in ("announced", "last_post", "archived", "cut_off", "gone"):
        yield teller.later(hours=30)
        step = ClosingStep.objects.select_related("closing__account__platform").get(closing=closing, code=code)
        if code == "archived":
            keep_archive(step.closing, archive="District archive, social media, folder 2207", by=sam)
        else:
            tick_closing(step, done=True, by=sam)
    finish_closing(closing, by=sam)


def _planned(teller: Teller, until: datetime) -> Iterator[datetime]:
    yield until - PLANNED
    if account := _active("EastMusicLPS"):
        day = clock.today() + timedelta(days=20)
        plan = Plan("close", "merged", day, "One account for all of East Middle.", _active("eastmiddle.lps"))
        begin_closing(account, plan, by=teller.people["Lena Fischer"])


def _asked(teller: Teller, until: datetime) -> Iterator[datetime]:
    yield until - ASKED
    if account := _active("lakeviewart"):
        day = clock.today() + timedelta(days=25)
        ask_to_close(account, Plan("park", "dormant", day, "No art show this year."), by=teller.people["Fatima Hassan"])


def _held(teller: Teller, until: datetime) -> Iterator[datetime]:
    yield until - HELD
    if account := _active("LakeviewHeron"):
        place_hold(account, why="request", words="Data request 26-118", by=teller.people["JoAnn Keller"])
        place_trail_hold(
            why="request", words="Data request 26-118", unit=account.unit, by=teller.people["JoAnn Keller"]
        )


def _active(handle: str) -> Account | None:
    rows = Account.objects.filter(handle=handle, state=AccountState.ACTIVE)
    return rows.select_related("platform", "unit").first()
