"""An account has another handle on its platform: the register follows, a tombstone stands for the old one (E4.53)."""

from accounts.actions.locking import locked
from accounts.actions.tombstones import bury, lift
from accounts.actions.words import LONGEST, check_says_no_secret, slips_are_noted
from accounts.models import Account, Platform, TombstoneWhy
from accounts.rules import tombstones as rules
from accounts.rules.recognise import Recognised
from accounts.rules.standing import standing_of
from accounts.rules.students import check_names_nobody
from accounts.telling import concerned_by_end
from registry import audit, clock, outbox
from registry.folding import folded
from registry.people.models import User


@slips_are_noted
@audit.act()
def rename(account: Account, *, handle: str, words: str, by: User) -> Account:
    """Record the new handle: same account, same custody, same history. Raises `Refused`, `Stale`, `SaysSecret`."""
    words = words.strip()[:LONGEST]
    rules.check_may_rename(standing_of(account, by))
    rules.the_new(account, handle)
    check_names_nobody(words, "words")
    check_says_no_secret(account, words, by=by)
    Platform.objects.select_for_update(no_key=True).get(pk=account.platform_id)  # as whoever opens an account there
    account = locked(account)
    rules.check_may_rename(standing_of(account, by))
    found = rules.the_new(account, handle)
    before = {"handle": account.handle, "key": account.key}
    buried = None if found.key == account.key else bury(account, why=TombstoneWhy.RENAMED, redirect_to=account, by=by)
    _become(account, found, by=by)
    after = {"handle": account.handle, "key": account.key}
    audit.record(audit.Event.ACCOUNT_RENAMED, by=by, on=account, before=before, after=after, reason=words)
    for person in concerned_by_end(account) if buried else []:
        if person.pk != by.pk:
            key = f"renamed:{account.uuid}:{clock.now().isoformat()}:{person.pk}"
            outbox.post("accounts/renamed", to=person, about=account, key=key, tombstone=buried.pk if buried else 0)
    return account


@audit.act()
def _become(account: Account, found: Recognised, *, by: User) -> None:
    account.handle, account.key, account.url = found.handle, found.key, found.url
    account.searched = folded(f"{account.handle}\n{account.display_name}\n{account.group}")
    account.save(update_fields=["handle", "key", "url", "searched"])
    there = rules.standing_at(account.platform, account.key)
    if there and account.activated_at:  # what is being set up lifts it once it is active, or never
        lift(there, account=account, by=by)
