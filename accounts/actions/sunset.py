"""A platform shuts down, or is no longer offered: nobody asks for it any more, and every account there ends (E4.56)."""

from datetime import date

from accounts.actions.completing import hold_all
from accounts.actions.locking import all_locked
from accounts.actions.planning import plan_end
from accounts.actions.words import LONGEST
from accounts.models import ClosingKind, ClosingState, ClosingWhy, Platform, Sunset
from accounts.rules import sunset as rules
from accounts.rules.closing import live_of
from accounts.rules.closing_plan import Plan
from accounts.rules.custody import check_says_why
from accounts.rules.slips import check_reads_like_none
from accounts.rules.students import check_names_nobody
from registry import audit, outbox
from registry.people.models import User


@audit.act()
def begin_sunset(platform: Platform, *, becomes: str, ends_on: date, words: str, by: User) -> Sunset:
    """Say by when everything on the platform ends, and plan that of every account there; what is planned to end sooner
    stays as it is. What is under legal hold is planned as well, and waits at its last steps. Raises `Refused`, `Stale`.
    """
    words = words.strip()[:LONGEST]
    platform = Platform.objects.select_for_update(no_key=True).get(pk=platform.pk)
    rules.check_may_begin(by, platform)
    rules.check_day(ends_on)
    check_says_why(words)
    check_names_nobody(words, "words")
    check_reads_like_none(words)
    made: Sunset = Sunset.objects.create(
        platform=platform, becomes=becomes, ends_on=ends_on, words=words, begun_by=by
    )  # fmt: skip
    before = {"state": platform.state}
    platform.state = becomes
    platform.save(update_fields=["state"])
    audit.record(audit.Event.PLATFORM_CHANGED, by=by, on=platform, before=before, after={"state": becomes})
    audit.record(audit.Event.SUNSET_BEGUN, by=by, on=platform, after={"last_day": ends_on.isoformat()}, reason=words)
    with outbox.bundled("accounts/sunset_begun", about=platform, key=f"sunset:{made.pk}", sunset=made.pk):
        _plan_all(made, by=by)
    return made


@audit.act()
def _plan_all(sunset: Sunset, *, by: User) -> None:
    accounts = all_locked(rules.concerned(sunset.platform))
    hold_all(accounts)
    for account in accounts:
        found = live_of(account)
        if found and found.state == ClosingState.UNDER_WAY and found.planned_on <= sunset.ends_on:
            found.sunset = sunset
            found.save(update_fields=["sunset"])
            continue
        plan = Plan(
            ClosingKind.CLOSE, ClosingWhy.PLATFORM, sunset.ends_on, words=sunset.words,
            replaced_by=found.replaced_by if found else None,
        )  # fmt: skip
        plan_end(account, plan, found, by=by, sunset=sunset)
