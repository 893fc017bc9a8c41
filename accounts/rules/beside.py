"""Accepting in person: on whose screen, and for whom (docs/decisions/0034)."""

from django.utils.translation import gettext as _

from accounts.models import Custody, CustodyState
from accounts.rules.standing import Standing
from registry.people.refusal import Refused, Stale

RULE = "IV.11"


def check_may_open(standing: Standing) -> Custody:
    """Raise `Refused` unless this is the screen of the unit's administrator or of Communications, and somebody else is
    asked. Returns what is offered.
    """
    if not (standing.administrator or standing.communications):
        message = _("In person, custody is accepted at the unit’s administrator or at Communications.")
        raise Refused(message, rule=RULE)
    account = standing.account
    rows = account.custodies.filter(state=CustodyState.OFFERED) | account.custodies.filter(
        state=CustodyState.OPEN, unverified=True
    )
    offered = rows.select_related("custodian", "account__platform").first()
    if offered is None:
        raise Stale(_("Nobody is asked to accept the custody now."))
    if offered.custodian_id == standing.user.pk:
        raise Refused(_("You are asked yourself: accept it on the account’s page."), rule=RULE)
    return offered
