"""Who gives their word on an account, and which answers go together (IV.11, domain.md: attestation)."""

import calendar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Account, AccountClass, AccountState, Attestation, SaidOfPassword, Seen
from accounts.rules.checking import check_can_be
from accounts.rules.declaring import check_class
from accounts.rules.standing import Standing
from registry import clock, policy
from registry.people.models import User
from registry.people.refusal import Refused, Stale

RULE = "IV.11"


@dataclass(frozen=True)
class Answers:
    """The checklist as it was answered, of an account that is still used. ``password``, ``devices_out``: only where a
    login is shared; ``backup_stays``: only where there is a backup; ``last_active_on``: where somebody has looked.
    """

    recovery_is_ours: bool
    guidelines_kept: bool
    students: int = 0
    class_year: int | None = None
    password: str = ""
    devices_out: bool | None = None
    backup_stays: bool | None = None
    next_custodian: User | None = None
    last_active_on: date | None = None

    @property
    def must_change(self) -> bool:
        """Whether somebody who left may still get in."""
        return self.password == SaidOfPassword.NOT_YET or self.devices_out is False

    @property
    def leaves_open(self) -> bool:
        """Whether something is not as the checklist asks."""
        return self.must_change or not (self.recovery_is_ours and self.guidelines_kept)


def check_may_attest(standing: Standing) -> None:
    """Raise `Refused` unless they may: its custodian, who stands in, the unit's administrator, Communications."""
    if not (standing.custodian or standing.interim or standing.administrator or standing.communications):
        message = _("The custodian, the unit’s administrator or Communications says how an account stands.")
        raise Refused(message, rule="domain: who may do what")
    account = standing.account
    if account.state in AccountState.over():
        raise Stale(_("This account is closed."))
    if account.state != AccountState.ACTIVE or account.klass not in AccountClass.official():
        raise Refused(_("Only an official account that is in use is attested. See to what is open first."), rule=RULE)
    check_has_confirmed(standing.user)


def check_has_confirmed(user: User) -> None:
    """Raise `Refused` while somebody has not confirmed the policy as it is now."""
    if policy.current() and not policy.has_acknowledged(user):
        raise Refused(_("Read and confirm the social media policy first. What is asked here waits for you."), rule=RULE)


def last_of(account: Account) -> Attestation | None:
    """The last word on this account."""
    return account.attestations.select_related("by").first()


def check_is_last(account: Account, seen: int) -> None:
    """Raise `Stale` where somebody gave their word since the page was drawn: nothing counts twice."""
    last = last_of(account)
    if last and last.pk != seen:
        words = {"name": last.by.name, "time": f"{clock.local(last.at):%H:%M}"}
        raise Stale(_("This was answered meanwhile, by %(name)s at %(time)s. Nothing was counted twice.") % words)


def check_makes_sense(account: Account, said: Answers) -> None:
    """Raise `Refused`, each at its field, for answers that do not go together."""
    if bool(said.students) != bool(said.class_year):
        message = _("Students are named by their number and class year here. Fill in both.")
        raise Refused(message, rule=RULE, field="class_year")
    if said.students:
        _at("class_year", said)
    if said.last_active_on:
        check_can_be(checked_on=clock.today(), seen=Seen.ACTIVE, last_active_on=said.last_active_on)
    if account.platform.shares_login and (not said.password or said.devices_out is None):
        raise Refused(_("Say whether the password was changed."), rule=RULE, field="password")


def _at(field: str, said: Answers) -> None:
    try:
        check_class(said.students, said.class_year)
    except Refused as refused:
        refused.field = field
        raise


def valid_until(day: date | None = None) -> date:
    """Until when a word given on a day holds: the same day a year on, or the last of February."""
    day = day or clock.today()
    last = calendar.monthrange(day.year + 1, day.month)[1]
    return day.replace(year=day.year + 1, day=min(day.day, last))
