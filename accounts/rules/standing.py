"""Who somebody is to an account, asked once: every rule about it answers from here."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from accounts.models import Account, BackupCustodian, Custody, CustodyState, Poster
from registry.once import once
from registry.people import powers
from registry.people.models import Appointment, Office, User
from registry.people.power import Power


@dataclass(frozen=True)
class Standing:
    """What `user` is to `account` now: offices in force, and the part they have in its custody."""

    account: Account
    user: User
    communications: bool = False
    administrator: bool = False
    superintendent: bool = False
    system_administrator: bool = False
    custodian: bool = False
    interim: bool = False
    offered: bool = False
    taking: bool = False
    passing_since: datetime | None = None
    backup: bool = False
    reveals_as_poster: bool = False

    @property
    def looks_after(self) -> bool:
        """Whether they answer for the account or step in: accepted or interim custodian, backup, or who has accepted a
        handoff and changes the login.
        """
        return self.custodian or self.interim or self.taking or self.backup

    @cached_property
    def only_one_of_communications(self) -> User | None:
        """The one person of Communications where there is no second; asked once, however many rows ask."""
        staff = communications_staff()
        return staff[0] if len(staff) == 1 else None


def standing_of(account: Account, user: User) -> Standing:
    """What a person is to an account at this moment; four queries. To one that is not ours nobody is anything: it has
    no custodian and no login, and its desk has rules of its own (`rules.found`).
    """
    if not account.is_ours:
        return Standing(account=account, user=user)
    offices = powers.offices_of(user)
    live = (CustodyState.OPEN, *CustodyState.asked())
    mine = list(Custody.objects.filter(account=account, custodian=user, state__in=live))
    opened = [each for each in mine if each.state == CustodyState.OPEN and not each.unverified]
    reveals = Poster.objects.in_force().covering(account).filter(person=user, may_reveal=True)
    return Standing(
        account=account,
        user=user,
        communications=any(_opens_the_vault(each) for each in offices),
        administrator=any(_administers(each, account) for each in offices),
        superintendent=any(each.office == Office.SUPERINTENDENT for each in offices),
        system_administrator=any(each.office == Office.SYSTEM_ADMINISTRATOR for each in offices),
        custodian=any(not each.interim for each in opened),
        interim=any(each.interim for each in opened),
        offered=any(each.state == CustodyState.OFFERED or each.unverified for each in mine),
        taking=any(each.state == CustodyState.ACCEPTED for each in mine),
        passing_since=next((each.passing_since for each in opened), None),
        backup=BackupCustodian.objects.filter(account=account, person=user, ended_at=None).exists(),
        reveals_as_poster=reveals.exists(),
    )


@once
def communications_staff() -> list[User]:
    """Everybody who is Communications today in their own right, by name."""
    rows = Appointment.objects.in_force().filter(office__in=powers.OPENS_THE_VAULT, on_behalf_of=None)
    return list(User.objects.filter(pk__in=rows.values("person")).order_by("name", "pk"))


def witnesses() -> list[User]:
    """The superintendent and designees: they stand in where Communications is one person."""
    rows = Appointment.objects.in_force().filter(office=Office.SUPERINTENDENT)
    return list(User.objects.filter(pk__in=rows.values("person")).order_by("name", "pk"))


def _opens_the_vault(appointment: Appointment) -> bool:
    return appointment.office in powers.OPENS_THE_VAULT and appointment.on_behalf_of_id is None


def _administers(appointment: Appointment, account: Account) -> bool:
    """Care for an account comes with the office itself: a designee of it decides requests, and no more."""
    cares = Power.CARE_FOR_UNIT in powers.powers_from(appointment)
    return cares and appointment.unit_id in account.unit.path_ids()
