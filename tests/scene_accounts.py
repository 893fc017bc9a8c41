"""Accounts of a scene at turns of their life: a link left, a handoff, a campaign, an end, one that is not ours."""

import secrets
from datetime import timedelta
from typing import Any

from accounts.actions import (
    campaigns,
    drops,
    found_reporting,
    handoff,
    leaving,
    outside,
)
from accounts.actions.closing import begin_closing
from accounts.actions.closing_steps import keep_archive, tick_closing
from accounts.actions.compromised import mark_compromised
from accounts.actions.renaming import rename
from accounts.models import (
    Account,
    Campaign,
    ClosingStep,
    Drop,
    Found,
    Handoff,
    Incident,
    OutsideCustodian,
    SecretField,
    Tombstone,
)
from accounts.rules.closing_plan import Plan
from accounts.rules.drops import Asked
from registry import clock
from registry.people.models import Unit, User
from registry.vault import Secret
from tests.cast import Cast
from tests.makers import make_page


def an_incident(account: Account, *, by: User) -> Incident:
    """Somebody else may have got in, and the 72 hours run."""
    return mark_compromised(account, why="Posts that nobody of us wrote.", by=by).incident


def a_link(account: Account, *, by: User) -> tuple[Drop, Secret]:
    asked = Asked("former_coach", fields=["password"])
    return drops.make(account, asked, nonce=secrets.token_urlsafe(), by=by)


def left_by_link(account: Account, *, by: User) -> Drop:
    _drop, token = a_link(account, by=by)
    return leaving.leave(token, values={SecretField.PASSWORD: Secret(secrets.token_urlsafe(15))}, by=None)


def handed_over(page: Account, custodian: User, taker: User) -> Handoff:
    """Accepted, and nothing has passed on yet."""
    return handoff.accept(handoff.offer(page, taker=taker, why="new", by=custodian), by=taker)


def a_campaign(cast: Cast, unit: Unit, *, kind: str = "season", class_year: int | None = None) -> Campaign:
    """One that nobody has answered."""
    return campaigns.open_campaign(
        title=f"Campaign of {unit.short_name}", kind=kind, unit=unit, class_year=class_year,
        due_on=clock.today() + timedelta(days=30), by=cast.communications,
    )  # fmt: skip


def a_buried(cast: Cast, **facts: Any) -> Tombstone:
    """What stands for the handle that an account had before."""
    account = make_page(cast, **facts)
    rename(account, handle=f"{account.handle}.now", words="", by=cast.communications)
    return account.tombstones.get()


def ending_account(cast: Cast, **facts: Any) -> Account:
    """Every step of its end is done, and nobody has said that it is over."""
    account, by = make_page(cast, **facts), cast.communications
    begin_closing(account, Plan("close", "over", clock.today()), by=by)
    for code in ("announced", "last_post"):
        tick_closing(ClosingStep.objects.get(closing__account=account, code=code), done=True, by=by)
    keep_archive(account.closings.get(), archive="Archive 12", by=by)
    for code in ("cut_off", "gone"):
        tick_closing(ClosingStep.objects.get(closing__account=account, code=code), done=True, by=by)
    return account


def shared_account(account: Account, custodian: User) -> OutsideCustodian:
    return outside.record(
        account, organization="Lakefield Schools", role="Activities director", contact="ad@lakefield.example",
        host_school="Lakefield High School", policy="theirs", ends_on=clock.today() + timedelta(days=90), by=custodian,
    )  # fmt: skip


def a_found_account(cast: Cast, by: User, unit: Unit) -> Found:
    """An account that is not ours, as somebody has reported it."""
    handle = f"https://instagram.com/fans{secrets.token_hex(5)}"
    return found_reporting.report(
        handle=handle, platform=None, kind="community", unit=unit, display_name="", claims="", by=by
    )
