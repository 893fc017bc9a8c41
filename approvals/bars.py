"""Who decided a request never becomes custodian of what it asked for (invariant 1); the register asks us."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.rules import custody
from approvals.models import Decision
from registry.people.models import User


@custody.add_bar
def decided_on_it(account: Account, person: User) -> str | None:
    """Why this person cannot hold the account: they, or a designee for them, decided the request it came from."""
    decisions = Decision.objects.filter(round__request__items__account=account)
    if not decisions.filter(Q(by=person) | Q(on_behalf_of=person)).exists():
        return None
    return _("%(name)s decided the request for this account, and so cannot be its custodian.") % {"name": person.name}
