"""Ways in that hang on somebody's own mailbox, phone or device, and must hang on another once they leave (E2.24)."""

from django.db.models import QuerySet

from accounts.models import AccessModel, Account, AccountState, ReasonKind, SecretField, SecretVersion
from accounts.rules.reasons import Due
from registry.people.models import User


def hanging_on(person: User) -> "QuerySet[SecretVersion]":
    """What is said to be the person's, and logins whose sign-up address is theirs, also of an account that is being
    closed: a row for each field of each account, accounts in order, as they are locked everywhere.
    """
    live = Account.objects.exclude(state=AccountState.RETIRED).filter(platform__access_model=AccessModel.SHARED_LOGIN)
    current = SecretVersion.objects.filter(is_current=True, account__in=live).select_related(
        "account__platform", "account__unit"
    )
    theirs = current.filter(holder_person=person)
    signed_up = current.filter(field=SecretField.LOGIN, account__email__iexact=person.email)
    return (theirs | signed_up).distinct().order_by("account_id", "field", "slot")


def due_of(row: SecretVersion, person: User) -> Due:
    """Why it must change. A device may be another employee's; a mailbox or phone gives way to the district's own."""
    kind = ReasonKind.LEAVER if row.field == SecretField.SECOND_FACTOR else ReasonKind.PERSONAL_CHANNEL
    return Due(row.account, row.field, kind, person=person)
