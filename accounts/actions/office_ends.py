"""An office ends and its holder stays: what they held by it passes on (domain.md: custody; docs/decisions/0050)."""

from django.utils.translation import gettext as _

from accounts.actions import custody
from accounts.actions.handoff import begin
from accounts.actions.locking import locked, people_locked
from accounts.actions.rotation import open_due
from accounts.models import BackupCustodian, Custody, CustodyState, HandoffWhy
from accounts.rules import by_office as rules
from accounts.rules.by_office import Hanging
from accounts.rules.handoff import check_taker, held_now, live_of, position_to_pass
from accounts.rules.standing import communications_staff
from registry import audit, outbox
from registry.outbox.models import Letter
from registry.people.models import User
from registry.people.refusal import Refused


def follow_ended(*, by: User | None = None) -> int:
    """Give what an office held meanwhile to who stands in now; begin a handoff of what somebody accepted in an office
    that is over, or have somebody found. Returns of how many accounts. Runs daily, any number of times.
    """
    done = 0
    for row in rules.outdated_interims():
        with audit.act():
            done += _replace(row, by=by)
    for each in rules.hanging():
        with audit.act():
            done += _hand_over(each, by=by)
    return done


@audit.act()
def _replace(row: Custody, *, by: User | None) -> bool:
    """The interim custodian is an office: its next holder has the account from now on."""
    account = locked(row.account)
    rows = account.custodies.filter(pk=row.pk, state=CustodyState.OPEN, interim=True)
    held = rows.select_related("custodian").first()
    if held is None:
        return False
    held.account = account
    if not rules.is_outdated(held):
        return False
    was = held.custodian
    custody.end_open(account, why=_("The office by which %(name)s held it is over.") % {"name": was.name}, by=by)
    now = custody.open_interim(account, by=by, after=was)
    open_due(account=account, by=by)
    for person in {one.pk: one for one in (now.custodian, was, *communications_staff()) if one.is_active}.values():
        key = f"interim_passed_on:{now.pk}:{person.pk}"
        outbox.post("accounts/interim_passed_on", to=person, about=account, key=key, custody=now.pk, was=held.pk)
    return True


@audit.act()
def _hand_over(each: Hanging, *, by: User | None) -> bool:
    """Ask who has the office now, or else the backup; where neither can take it, people find somebody."""
    backups = BackupCustodian.objects.filter(account=each.custody.account, ended_at=None, person__is_active=True)
    people = [*each.heirs, *(row.person for row in backups.select_related("person"))]
    asking, office = each.office.ended_by or each.office.appointed_by, {"office": each.office.designation}
    people_locked(each.custody.custodian, *people)
    account = locked(each.custody.account)
    held = held_now(account)
    if held is None or held.pk != each.custody.pk or live_of(account):
        return False
    if not account.handoffs.filter(giver=held.custodian, offered_at__gte=held.accepted_at).exists() and asking:
        for taker in people:
            if _can_take(held, taker, asking):
                begin(
                    held, taker=taker, why=HandoffWhy.LEAVING, by=asking, position=position_to_pass(held),
                    words=_("The office by which it was held is over: %(office)s.") % office,
                )  # fmt: skip
                return True
    return _have_found(each, held)


def _can_take(held: Custody, taker: User, by: User) -> bool:
    try:
        check_taker(held, taker, by)
    except Refused:
        return False
    return True


def _have_found(each: Hanging, held: Custody) -> bool:
    """Tell who holds it, who stands in and Communications, once; whether anybody had not been told yet."""
    account, found, people = held.account, 0, (held.custodian, each.finder, *communications_staff())
    for person in {one.pk: one for one in people if one.is_active}.values():
        key = f"office_over:{held.pk}:{each.office.pk}:{person.pk}"
        found += not Letter.objects.filter(key=key).exists()
        outbox.post("accounts/office_over", to=person, about=account, key=key, custody=held.pk, office=each.office.pk)
    return bool(found)
