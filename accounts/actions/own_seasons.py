"""In which seasons a group is active, as somebody who answers for its account says."""

from accounts.actions.locking import locked
from accounts.models import Account, AccountSeason
from accounts.rules import own_seasons as rules
from accounts.rules.own_seasons import Which
from accounts.rules.standing import standing_of
from registry import audit, clock
from registry.people.models import User


@audit.act()
def set_seasons(account: Account, *, seasons: set[Which], by: User) -> list[AccountSeason]:
    """Say in which seasons the group is active; none: all year. What stays the same is not written again. Raises
    `Refused`, `Stale`.
    """
    account = locked(account)
    rules.check_may_set(standing_of(account, by))
    rules.check_chosen(seasons, account)
    kept = {(row.code, row.name): row for row in rules.seasons_of(account)}
    if seasons == set(kept):
        return list(kept.values())
    for row in [row for which, row in kept.items() if which not in seasons]:
        row.ended_at, row.ended_by = clock.now(), by
        row.save(update_fields=["ended_at", "ended_by"])
    for code, name in sorted(seasons - set(kept)):
        AccountSeason.objects.create(account=account, code=code, name=name, set_by=by)
    now = rules.seasons_of(account)
    facts = {"seasons": sorted(str(row.name or row.code) for row in now)}
    before = {"seasons": sorted(name or code for code, name in kept)}
    audit.record(audit.Event.ACCOUNT_SEASONS_SET, by=by, on=account, before=before, after=facts)
    return now
