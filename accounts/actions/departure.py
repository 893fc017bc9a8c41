"""Somebody's sign-in is closed: no custody stays with who has left (invariant 7; domain.md, lives: custody)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import authorizing, channels, custody, finding_takers, handoff, posting, roles
from accounts.actions.locking import all_locked
from accounts.models import Account, BackupCustodian, Custody, CustodyState, Poster
from accounts.rules.handoff import live_of
from accounts.rules.standing import communications_staff
from accounts.telling import holders
from registry import audit, outbox
from registry.people.models import User


@audit.act()
def step_in_for(person: User, *, by: User) -> list[Account]:
    """Take from who has left what they hold: an interim custodian steps in at once, offers to them are taken back, and
    they are nobody's backup or poster, and authorized to nothing; roles they hold on platforms are to be taken away.
    Who answers for the account now and Communications are told what is missing. Returns the accounts concerned. Call it
    once their offices have ended.
    """
    held = _posts_on(person) | _held_or_offered(person) | _backed_up(person)
    all_locked(held | finding_takers.taken_later(person) | channels.taken_later(person))
    concerned = all_locked(_held_or_offered(person) | _backed_up(person))
    for account in concerned:
        _let_go(account, person, by)
    finding_takers.pass_on_all_of(person, by=by)
    roles.have_removed(person, by=by)
    posting.end_all_of(person, by=by)
    authorizing.end_all_of(person, why=_gone(person), by=by)
    return concerned


def _gone(person: User) -> str:
    return _("%(name)s no longer works here.") % {"name": person.name}


def _held_or_offered(person: User) -> Q:
    live = Custody.objects.filter(custodian=person, state__in=(CustodyState.OPEN, *CustodyState.asked()))
    return Q(pk__in=live.values("account"))


def _backed_up(person: User) -> Q:
    return Q(pk__in=BackupCustodian.objects.filter(person=person, ended_at=None).values("account"))


def _posts_on(person: User) -> Q:
    return Q(pk__in=Poster.objects.filter(person=person, account__isnull=False).values("account"))


def _let_go(account: Account, person: User, by: User) -> None:
    why = _gone(person)
    held = account.custodies.filter(custodian=person, state=CustodyState.OPEN).exists()
    offer = account.custodies.filter(custodian=person, state__in=CustodyState.asked()).first()
    passing = live_of(account) if offer else None
    if offer:
        custody.withdraw_offer(account, why=why, by=by)
    if passing:
        people = [passing.giver, *holders(account), *communications_staff()]
        handoff.tell("accounts/handoff_called_off", passing, people, by=by)
    if held:
        custody.end_open(account, why=why, by=by)
        opened = custody.open_interim(account, by=by, after=person)
        _tell("accounts/stepped_in", account, f"stepped_in:{opened.pk}", custody=opened.pk)
    elif offer and not passing:
        _tell("accounts/offered_to_who_left", account, f"offered_to_who_left:{offer.pk}", custody=offer.pk)
    backup = account.backups.filter(person=person, ended_at=None).first()
    if backup:
        custody.end_backup(account, by=by)
        _tell("accounts/backup_left", account, f"backup_left:{backup.pk}", backup=backup.pk)


def _tell(template: str, account: Account, key: str, **ids: int) -> None:
    """To who answers for the account now, and to Communications."""
    holders = account.custodies.filter(state=CustodyState.OPEN).select_related("custodian")
    for one in {each.pk: each for each in (*(row.custodian for row in holders), *communications_staff())}.values():
        outbox.post(template, to=one, about=account, key=f"{key}:{one.pk}", **ids)
