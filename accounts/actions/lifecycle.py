"""Opening an account for set-up, ticking its checklist, making it active, giving it up (II.6, II.7, IV.11)."""

from django.utils.translation import gettext as _

from accounts.actions import adopting, custody, drop_ends, recovering, tombstones
from accounts.actions.dropping import drop_all
from accounts.actions.locking import locked, people_locked
from accounts.actions.packet_settling import settle
from accounts.actions.superseding import supersede_all
from accounts.models import (
    Account,
    AccountState,
    BackupCustodian,
    Custody,
    CustodyState,
    Platform,
    SetupTask,
)
from accounts.rules import lifecycle as rules
from accounts.rules.lifecycle import missing
from accounts.rules.standing import communications_staff, standing_of
from registry import audit, clock, outbox
from registry.folding import folded
from registry.people.models import Unit, User

__all__ = ["abandon", "activate", "missing", "open_for_setup", "tick"]


@audit.act()
def open_for_setup(
    *,
    platform: Platform,
    handle: str,
    key: str,
    url: str,
    unit: Unit,
    klass: str,
    display_name: str,
    purpose: str,
    audience: str,
    custodian: User,
    backup: User | None,
    email: str,
    shows_students: bool,
    under_13: bool,
    by: User,
    group: str = "",
    position: str = "",
    retroactive: bool = False,
) -> Account:
    """Open an approved account: set-up begins, an interim custodian holds it, and custody is offered to the custodian.

    `retroactive` for one that exists already and is legalised (E1.13). Whoever calls it while it holds a request holds
    custodian and backup before that (docs/decisions/0019). Raises `Refused`, `Stale` where the handle is in the
    register (invariant 7); a marked account of others that is registered goes on in its own row.
    """
    held = {one.pk: one for one in people_locked(custodian, backup)}
    custodian, backup = held[custodian.pk], held[backup.pk] if backup else None
    platform = Platform.objects.select_for_update(no_key=True).get(pk=platform.pk)
    people = held.values()
    rules.check_may_open(platform=platform, key=key, klass=klass, email=email, people=people, retroactive=retroactive)
    said = {
        "handle": handle, "key": key, "url": url, "unit": unit, "klass": klass, "display_name": display_name,
        "group": group, "purpose": purpose, "audience": audience, "email": email, "shows_students": shows_students,
        "under_13": under_13, "searched": folded(f"{handle}\n{display_name}\n{group}"), "retroactive": retroactive,
    }  # fmt: skip
    account = adopting.take_over(platform, key, facts=said, by=by)
    account = account or Account.objects.create(platform=platform, opened_by=by, **said)
    facts = {"handle": handle, "key": key, "class": klass, **({"retroactive": True} if retroactive else {})}
    audit.record(audit.Event.ACCOUNT_OPENED, by=by, on=account, after=facts)
    for code in rules.tasks_for(platform):
        SetupTask.objects.create(account=account, code=code)
    _hand_over(account, custodian, backup, position, by)
    audit.touch(account.pk)
    return account


def _hand_over(account: Account, custodian: User, backup: User | None, position: str, by: User) -> None:
    holder = custody.open_interim(account, by=by).custodian
    if holder.pk != custodian.pk:
        outbox.post(
            "accounts/interim", to=holder, about=account, key=f"interim:{account.uuid}:{holder.pk}", account=account.pk
        )
    offer = Custody.objects.create(
        account=account, custodian=custodian, position=position, state=CustodyState.OFFERED, offered_by=by
    )
    audit.record(audit.Event.CUSTODY_OFFERED, by=by, on=account, after={"custodian": custodian.trail_label})
    outbox.post(
        "accounts/custody_offered", to=custodian, about=account, key=f"custody_offered:{offer.pk}", custody=offer.pk
    )
    if backup and backup.pk != custodian.pk:
        BackupCustodian.objects.create(account=account, person=backup, named_by=by)
        audit.record(audit.Event.BACKUP_NAMED, by=by, on=account, after={"backup": backup.trail_label})
        outbox.post(
            "accounts/backup_named",
            to=backup,
            about=account,
            key=f"backup:{account.uuid}:{backup.pk}",
            account=account.pk,
        )


@audit.act()
def tick(task: SetupTask, *, by: User, done: bool) -> SetupTask:
    """Tick a task of the set-up, or take the tick off. Ticking what is ticked changes nothing. Raises `Refused`."""
    account = locked(task.account)
    task = SetupTask.objects.get(pk=task.pk)
    rules.check_may_tick(standing_of(account, by), task, done=done)
    if done == bool(task.done_at):
        return task
    task.done_at, task.done_by = (clock.now(), by) if done else (None, None)
    task.save(update_fields=["done_at", "done_by"])
    event = audit.Event.TASK_DONE if done else audit.Event.TASK_UNDONE
    audit.record(event, by=by, on=account, field=task.code, after={"task": task.code, "done": done})
    return task


@audit.act()
def activate(account: Account, *, by: User, quietly: bool = False) -> Account:
    """Make an account active: from now on it is official. Raises `Refused` with everything that is missing.

    `quietly`: whoever calls it tells the holders itself, so that one event is one letter.
    """
    account = locked(account)
    rules.check_may_activate(standing_of(account, by))
    before = {"state": account.state}
    account.state, account.activated_at, account.activated_by = AccountState.ACTIVE, clock.now(), by
    account.save(update_fields=["state", "activated_at", "activated_by"])
    audit.record(
        audit.Event.ACCOUNT_ACTIVATED, by=by, on=account, before=before, after={"state": AccountState.ACTIVE.value}
    )
    tombstones.take_up(account, by=by)
    adopting.complete(account, by=by)
    settle(account, by=by)
    for person in [] if quietly else _holders(account):
        outbox.post(
            "accounts/active", to=person, about=account, key=f"active:{account.uuid}:{person.pk}", account=account.pk
        )
    return account


@audit.act()
def abandon(account: Account, *, by: User | None) -> Account:
    """Give up a set-up that did not finish, as when its approval expired; `by=None` is the clock. Frees the handle."""
    account = locked(account)
    rules.check_may_abandon(account)
    why = _("The set-up was given up.")
    people = [
        *custody.withdraw_offer(account, why=why, by=by),
        *custody.end_open(account, why=why, by=by),
        *custody.end_backup(account, by=by),
        *communications_staff(),
    ]
    supersede_all(account, by=by)
    _retire(account, by)
    settle(account, by=by)
    adopting.fall_back(account, by=by)
    for person in {person.pk: person for person in people}.values():
        key = f"given_up:{account.uuid}:{person.pk}"
        outbox.post("accounts/given_up", to=person, about=account, key=key, account=account.pk)
    return account


def _retire(account: Account, by: User | None) -> None:
    before = {"state": account.state}
    account.state, account.retired_at, account.retired_by = AccountState.RETIRED, clock.now(), by
    account.save(update_fields=["state", "retired_at", "retired_by"])
    why = _("The account is retired.")
    drop_all(account, why=why, by=by)
    drop_ends.end_all(account, why=why, by=by)
    recovering.end_all(account, why=why, by=by)
    audit.record(
        audit.Event.ACCOUNT_RETIRED, by=by, on=account, before=before, after={"state": AccountState.RETIRED.value}
    )


def _holders(account: Account) -> list[User]:
    live = (CustodyState.OPEN, *CustodyState.asked())
    rows = account.custodies.filter(state__in=live).select_related("custodian")
    return list({row.custodian_id: row.custodian for row in rows}.values())
