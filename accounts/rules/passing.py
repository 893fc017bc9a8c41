"""How far a handoff has come: the login really changed, the taker really gets in, and who may say so (E3.43)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Account, ExposureKind, Handoff, HandoffState, ReasonKind, Rotation, SecretField, SecretState
from accounts.rules.control import control_missing
from accounts.rules.handoff import RULE
from accounts.rules.knowing import knowledge
from accounts.rules.standing import Standing, communications_staff
from registry import clock
from registry.people.models import User
from registry.people.refusal import Refused, Stale


def rotations_of(handoff: Handoff) -> QuerySet[Rotation]:
    """What still has to change because the giver is to lose it."""
    return Rotation.objects.standing().filter(
        account=handoff.account_id, reasons__person=handoff.giver_id, reasons__kind=ReasonKind.CUSTODY_PASSED,
        reasons__withdrawn_at=None,
    )  # fmt: skip


def change_missing(handoff: Handoff) -> list[str]:
    """What of the credentials has not passed on yet, a sentence each; empty once they have really changed."""
    if not handoff.account.platform.shares_login:
        return _roles_missing(handoff)
    if rotations_of(handoff).exists():
        return [_("The login has not changed yet, or is not verified, or other sessions are not signed out.")]
    stored = handoff.account.secrets.filter(field=SecretField.PASSWORD, is_current=True).first()
    if stored is None or stored.state != SecretState.VERIFIED:
        return [_("No verified password is in the vault.")]
    if stored.deposited_by_id == handoff.giver_id or stored.deposited_at < (handoff.accepted_at or clock.now()):
        words = _("Somebody other than %(name)s sets the new password.")
        return [words % {"name": handoff.giver.name}]
    return []


def access_missing(handoff: Handoff) -> list[str]:
    """Why the taker does not get in yet, a sentence; empty once they have opened what is stored, or set it."""
    name = {"name": handoff.taker.name}
    if not handoff.account.platform.shares_login:
        held = handoff.account.role_holders.filter(person=handoff.taker, ended_at=None).exists()
        return [] if held else [_("%(name)s has no role recorded yet.") % name]
    kinds = (ExposureKind.DEPOSITED, ExposureKind.REVEALED)
    known = knowledge().filter(person=handoff.taker, kind__in=kinds, secret__account=handoff.account_id)
    if known.filter(secret__field=SecretField.PASSWORD, secret__is_current=True).exists():
        return []
    return [_("%(name)s has not opened the new login yet: reveal it once, and sign in with it.") % name]


def check_may_verify(handoff: Handoff, standing: Standing) -> None:
    """Raise `Refused` unless this person may say that the taker gets in, and so ends the handoff.

    One of Communications who is neither giver nor taker; where Communications is that one person, the superintendent or
    a designee.
    """
    if handoff.state != HandoffState.ACCEPTED:
        raise Stale(_("This handoff is over, or not accepted yet."))
    if not _may_see_to_it(handoff, standing):
        message = _("A member of Communications who neither hands it over nor takes it verifies a handoff.")
        raise Refused(message, rule=RULE)
    lacking = [*change_missing(handoff), *access_missing(handoff)]
    if lacking:
        raise Refused(" ".join(lacking), rule="E3.43")


def verifiers(handoff: Handoff) -> list[User]:
    """Who of Communications may say so."""
    return [one for one in communications_staff() if one.pk not in (handoff.giver_id, handoff.taker_id)]


def _may_see_to_it(handoff: Handoff, standing: Standing) -> bool:
    parties = (handoff.giver_id, handoff.taker_id)
    if standing.user.pk in parties:
        return False
    alone = standing.only_one_of_communications
    return standing.communications or bool(alone and alone.pk in parties and standing.superintendent)


def _roles_missing(handoff: Handoff) -> list[str]:
    account: Account = handoff.account
    ours = {one.pk for one in communications_staff()}
    said = []
    if handoff.giver_id not in ours and account.role_holders.filter(person=handoff.giver, ended_at=None).exists():
        words = _("%(name)s still has a role there: take it away, and record that it has ended.")
        said.append(words % {"name": handoff.giver.name})
    return [*said, *control_missing(account)]
