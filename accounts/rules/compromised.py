"""An account that somebody else may hold: who marks it, and when it is ours again (domain.md: account; E4.58)."""

from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, Compromise, ReasonKind, RotationReason, SecretField, SecretState
from accounts.rules.control import control_missing, seen
from accounts.rules.standing import Standing, communications_staff
from registry.people.refusal import Refused, Stale

RULE = "E4.58"


def open_of(account: Account) -> Compromise | None:
    """Since when it is not to be trusted, and why."""
    return Compromise.objects.filter(account=account, over_at=None).select_related("marked_by").first()


def check_may_mark(standing: Standing) -> None:
    """Raise `Refused` unless this person may mark it: the unit's administrator and Communications, of what is in use.

    Who looks after it says that its login must change: that asks for it.
    """
    if not (standing.administrator or standing.communications):
        message = _("The unit’s administrator or Communications marks an account as compromised. Report it to them.")
        raise Refused(message, rule="domain: who may do what")
    state = standing.account.state
    if state == AccountState.COMPROMISED:
        raise Stale(_("This account is marked as compromised already."))
    if state not in (AccountState.ACTIVE, AccountState.LOCKED_OUT):
        raise Stale(_("This account is not in use. If its login is known, report that it must change."))


def check_may_secure(standing: Standing) -> None:
    """Raise `Refused` unless Communications may say that it is ours again, with everything that is missing."""
    if not standing.communications:
        raise Refused(_("Communications says that an account is secure again."), rule="domain: who may do what")
    if standing.account.state != AccountState.COMPROMISED:
        raise Stale(_("This account is not marked as compromised."))
    lacking = missing(standing.account)
    if lacking:
        raise Refused(" ".join(lacking), rule=RULE)


def missing(account: Account) -> list[str]:
    """What must happen before it may be trusted again, a sentence each."""
    if not account.platform.shares_login:
        return [*control_missing(account), *_not_seen_since(account)]
    reasons = RotationReason.objects.filter(rotation__account=account, rotation__closed_at=None, withdrawn_at=None)
    said = [_("Its whole sign-in must change first.")] if reasons.filter(kind=ReasonKind.INCIDENT).exists() else []
    rows = account.secrets.filter(is_current=True, field__in=SecretField.sign_in_set())
    states = dict(rows.values_list("field", "state"))
    works = {SecretField.LOGIN, SecretField.PASSWORD} <= set(states) and set(states.values()) == {SecretState.VERIFIED}
    return said if works else [*said, _("Somebody must sign in with what is stored, and verify it.")]


def _not_seen_since(account: Account) -> list[str]:
    """Where people hold roles: somebody has looked since that full control is with Communications."""
    marked = open_of(account)
    rows = seen(account).filter(person__in=communications_staff())
    if marked is None or rows.filter(proven_at__gt=marked.marked_at).exists():
        return []
    return [_("Somebody must see again that Communications holds full control there.")]
