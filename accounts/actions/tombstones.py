"""A handle is ours no more, is another one now, or is ours again (domain.md: tombstone; E3.47, E4.53)."""

from accounts.models import Account, AccountState, Tombstone, TombstoneWhy
from accounts.rules import tombstones as rules
from registry import audit, clock
from registry.people.models import User


@audit.act()
def bury(account: Account, *, why: TombstoneWhy, by: User, redirect_to: Account | None = None) -> Tombstone | None:
    """Let a tombstone stand for the account's handle as it is, inside an act that holds the account.

    What was never active leaves none: nobody took it for ours.
    """
    if account.activated_at is None:
        return None
    made: Tombstone = Tombstone.objects.create(
        platform=account.platform, handle=account.handle, key=account.key, url=account.url, account=account, why=why,
        made_by=by, redirect_to=redirect_to,
    )  # fmt: skip
    facts = {"why": why.value, "redirect_to": redirect_to.trail_label if redirect_to else ""}
    audit.record(audit.Event.TOMBSTONE_MADE, by=by, on=account, after=facts, reference=str(made.uuid))
    return made


@audit.act()
def lift(tombstone: Tombstone, *, account: Account, by: User) -> None:
    """Its handle is ours again, by this account, inside an act that holds it; the tombstone stays as history."""
    tombstone.lifted_at, tombstone.lifted_by, tombstone.revived_as = clock.now(), by, account
    tombstone.save(update_fields=["lifted_at", "lifted_by", "revived_as"])
    before = {"account": tombstone.account.number, "why": tombstone.why}
    audit.record(audit.Event.TOMBSTONE_LIFTED, by=by, on=account, before=before, reference=str(tombstone.uuid))


@audit.act()
def take_up(account: Account, *, by: User) -> None:
    """An account is active: a tombstone of its handle is lifted, and those of what its group had there before lead to
    it, unless they lead to another that stays (E3.47).
    """
    buried = rules.standing_at(account.platform, account.key)
    if buried:
        lift(buried, account=account, by=by)
    earlier = rules.earlier_of(account.unit_id, account.group, account.platform).filter(lifted_at=None)
    for row in earlier:
        if row.redirect_to is None or row.redirect_to.state == AccountState.RETIRED:
            row.redirect_to = account
            row.save(update_fields=["redirect_to"])
