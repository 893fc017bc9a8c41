"""Mailboxes, phones and devices of somebody who leaves: each way in that hangs on one must hang on another (E2.24)."""

from django.db.models import Q, QuerySet

from accounts.actions.rotation import open_rotation
from accounts.models import AccessModel, Account, AccountState, ReasonKind, Rotation, SecretField, SecretVersion
from accounts.rules import control
from accounts.rules.knowing import known_keys
from registry import audit
from registry.people.models import User

OVER = (AccountState.CLOSING, AccountState.RETIRED)


@audit.act()
def replace_those_of(person: User, *, by: User) -> list[Rotation]:
    """Have what hangs on the person's own mailbox, phone or device changed: what is said to be theirs, and logins whose
    sign-up address is theirs. Call it once they have left.
    """
    return [
        open_rotation(row.account, field=row.field, reason=_reason(row.field), about=person, by=by)
        for row in _hanging_on(person)
    ]


def taken_later(person: User) -> Q:
    """The accounts that whoever follows a departure takes beside those held: to be locked with them, all in one order
    (docs/decisions/0019). Where a role is theirs, what they know opens it, they see to a rotation, or a way in hangs on
    them.
    """
    owned = Rotation.objects.standing().filter(owner=person)
    found = (control.held_by(person), known_keys(Q(person=person)), owned, _hanging_on(person))
    return Q(*(("pk__in", rows.order_by().values("account")) for rows in found), _connector=Q.OR)


def _hanging_on(person: User) -> QuerySet[SecretVersion]:
    """One row for each field of each account, accounts in order, as they are locked everywhere."""
    live = Account.objects.exclude(state__in=OVER).filter(platform__access_model=AccessModel.SHARED_LOGIN)
    current = SecretVersion.objects.filter(is_current=True, account__in=live).select_related("account__platform")
    theirs = current.filter(holder_person=person)
    signed_up = current.filter(field=SecretField.LOGIN, account__email__iexact=person.email)
    return (theirs | signed_up).distinct().order_by("account_id", "field", "slot")


def _reason(field: str) -> ReasonKind:
    """A device may be another employee's; a mailbox or phone gives way to the district's own."""
    return ReasonKind.LEAVER if field == SecretField.SECOND_FACTOR else ReasonKind.PERSONAL_CHANNEL
