"""Secrets of somebody who leaves: what they know, and each way in that hangs on their mailbox, phone or device, must
change (T9, E2.24).
"""

from django.db.models import Q

from accounts.actions.rotation import open_all
from accounts.models import Account, Rotation
from accounts.models.rotation import RotationQuerySet
from accounts.rules import control
from accounts.rules.channels import due_of, hanging_on
from accounts.rules.knowing import known_keys
from accounts.rules.reasons import due_for
from registry import audit
from registry.people.models import User


@audit.act()
def have_changed(person: User, *, by: User) -> int:
    """Have all of it changed, and give what they saw to themselves to the next who may. Returns how many reasons came
    up. Call it once they have left.
    """
    owned = Account.objects.filter(pk__in=_owned_by(person).values("account")).select_related("platform", "unit")
    found = [*due_for(person=person), *(due_of(row, person) for row in hanging_on(person))]
    return open_all(found, and_of=owned, by=by)


def taken_later(person: User) -> Q:
    """The accounts that whoever follows a departure takes beside those held: to be locked with them, all in one order
    (docs/decisions/0019). Where a role is theirs, what they know opens it, they see to a rotation, or a way in hangs on
    them.
    """
    found = (control.held_by(person), known_keys(Q(person=person)), _owned_by(person), hanging_on(person))
    return Q(*(("pk__in", rows.order_by().values("account")) for rows in found), _connector=Q.OR)


def _owned_by(person: User) -> RotationQuerySet:
    return Rotation.objects.standing().filter(owner=person)
