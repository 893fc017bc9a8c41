"""An outside co-custodian on record: who records one, who says that it is over, and what such a record says (E3.48)."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import AccountState, OutsideCustodian
from accounts.rules.lifecycle import is_district_address
from accounts.rules.standing import Standing
from registry import clock
from registry.people.refusal import Refused, Stale

RULE = "E3.48"


def check_may_record(standing: Standing) -> None:
    """Raise `Refused` unless they may say with whom outside an account is shared: its custodian, the unit's
    administrator or Communications.
    """
    if not (standing.custodian or standing.interim or standing.administrator or standing.communications):
        message = _("The custodian, the unit’s administrator or Communications says with whom an account is shared.")
        raise Refused(message, rule=RULE)
    if standing.account.state in AccountState.over():
        raise Stale(_("This account is closed."))


def check_record(*, contact: str, ends_on: date) -> None:
    """Raise `Refused` for an address of our own (who works here has a sign-in), or a day that is over."""
    if is_district_address(contact):
        message = _("That is an address of our own district. Who works here is custodian or backup instead.")
        raise Refused(message, rule=RULE, field="contact")
    if ends_on < clock.today():
        raise Refused(_("Enter today or a later day."), rule=RULE, field="ends_on")


def check_may_end(standing: Standing, row: OutsideCustodian) -> None:
    """Raise `Refused` unless they may say that it is over, and nobody has yet."""
    check_may_record(standing)
    if row.ended_at:
        raise Stale(_("This co-op has ended already."))
