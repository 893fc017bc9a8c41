"""Somebody's sign-in is closed: no custody stays with who has left (invariant 7; domain.md, lives: custody)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import authorizing, custody, posting, roles
from accounts.actions.locking import locked
from accounts.models import Account, BackupCustodian, Custody, CustodyState
from accounts.rules.custody import stand_in_for
from accounts.rules.standing import communications_staff
from registry import audit, outbox
from registry.people.models import User


@audit.act()
def step_in_for(person: User, *, by: User) -> list[Account]:
    """Take from who has left what they hold: an interim custodian steps in at once, offers to them are taken back, and
    they are nobody's backup or poster, and authorized to nothing; roles they hold on platforms are to be taken away.
    Returns the accounts concerned. Call it once their offices have ended.
    """
    concerned = Account.objects.filter(_held_or_offered(person) | _backed_up(person)).order_by("pk")
    let_go = [_let_go(locked(account), person, by) for account in concerned]
    roles.have_removed(person, by=by)
    posting.end_all_of(person, by=by)
    authorizing.end_all_of(person, why=_gone(person), by=by)
    return let_go


def _gone(person: User) -> str:
    return _("%(name)s no longer works here.") % {"name": person.name}


def _held_or_offered(person: User) -> Q:
    live = Custody.objects.filter(custodian=person, state__in=(CustodyState.OPEN, CustodyState.OFFERED))
    return Q(pk__in=live.values("account"))


def _backed_up(person: User) -> Q:
    return Q(pk__in=BackupCustodian.objects.filter(person=person, ended_at=None).values("account"))


def _let_go(account: Account, person: User, by: User) -> Account:
    why = _gone(person)
    if account.custodies.filter(custodian=person, state=CustodyState.OFFERED).exists():
        custody.withdraw_offer(account, why=why, by=by)
    if account.backups.filter(person=person, ended_at=None).exists():
        custody.end_backup(account, by=by)
    if account.custodies.filter(custodian=person, state=CustodyState.OPEN).exists():
        custody.end_open(account, why=why, by=by)
        _step_in(account, by)
    return account


def _step_in(account: Account, by: User) -> None:
    holder = stand_in_for(account, failing=by)
    opened = Custody.objects.create(
        account=account, custodian=holder, state=CustodyState.OPEN, interim=True, offered_by=by
    )
    audit.record(audit.Event.CUSTODY_INTERIM, by=by, on=account, after={"custodian": holder.trail_label})
    for one in {each.pk: each for each in (holder, *communications_staff())}.values():
        key = f"stepped_in:{opened.pk}:{one.pk}"
        outbox.post("accounts/stepped_in", to=one, about=account, key=key, custody=opened.pk)
