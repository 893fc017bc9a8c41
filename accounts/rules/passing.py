"""How far a handoff has come: the login really changed, the taker really gets in, and who may say so (E3.43).

One definition, as conditions of the database (`under_way`): the page of one handoff and the list of all ask it alike.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import (
    AccessModel,
    Account,
    ExposureKind,
    Handoff,
    HandoffState,
    ReasonKind,
    RoleHolder,
    Rotation,
    SecretField,
    SecretState,
    SecretVersion,
)
from accounts.rules.control import control_missing, roles_are_proven
from accounts.rules.handoff import RULE
from accounts.rules.knowing import knowledge
from accounts.rules.standing import Standing, communications_staff
from registry.people.refusal import Refused, Stale


def rotations_of(handoff: Handoff) -> QuerySet[Rotation]:
    """What still has to change because the giver is to lose it."""
    return _rotations(handoff.account_id, handoff.giver_id)


def _rotations(account: Any, giver: Any) -> QuerySet[Rotation]:
    return Rotation.objects.standing().filter(
        account=account, reasons__person=giver, reasons__kind=ReasonKind.CUSTODY_PASSED, reasons__withdrawn_at=None
    )


def under_way() -> QuerySet[Handoff]:
    """Accepted handoffs with what has happened: `changing`, `works`, `is_new`, `knows` of a login; `kept`, `proven`,
    `has_role` of roles, which nobody of Communications gives up; `by_login` says which of both counts, and `changed`
    and `gets_in` what they come to.
    """
    account, giver, taker = OuterRef("account"), OuterRef("giver"), OuterRef("taker")
    stored = SecretVersion.objects.filter(
        account=account, field=SecretField.PASSWORD, is_current=True, state=SecretState.VERIFIED
    )
    known = knowledge().filter(
        person=taker, kind__in=(ExposureKind.DEPOSITED, ExposureKind.REVEALED), secret__account=account,
        secret__field=SecretField.PASSWORD, secret__is_current=True,
    )  # fmt: skip
    roles = RoleHolder.objects.filter(account=account, ended_at=None)
    rows = Handoff.objects.filter(state=HandoffState.ACCEPTED).annotate(
        by_login=Q(account__platform__access_model=AccessModel.SHARED_LOGIN),
        changing=Exists(_rotations(account, giver)),
        works=Exists(stored),
        is_new=Exists(stored.filter(deposited_at__gte=OuterRef("accepted_at")).exclude(deposited_by=giver)),
        knows=Exists(known),
        kept=Exists(roles.filter(person=giver).exclude(person__in=communications_staff())),
        proven=Exists(Account.objects.filter(roles_are_proven(), pk=account)),
        has_role=Exists(roles.filter(person=taker)),
    )
    by_login, by_roles = Q(by_login=True), Q(by_login=False)
    return rows.annotate(
        changed=by_login & Q(changing=False, is_new=True) | by_roles & Q(kept=False, proven=True),
        gets_in=by_login & Q(knows=True) | by_roles & Q(has_role=True),
    )


def seen(handoff: Handoff) -> Any:
    """An accepted handoff with all of that; None for any other."""
    return under_way().select_related("account__platform", "giver", "taker").filter(pk=handoff.pk).first()


def change_missing(handoff: Handoff) -> list[str]:
    """What of the credentials has not passed on yet, a sentence each; empty once they have really changed."""
    row = seen(handoff)
    if row is None or row.changed:
        return []
    if not row.by_login:
        words = _("%(name)s still has a role there: take it away, and record that it has ended.")
        return [*([words % {"name": row.giver.name}] if row.kept else []), *control_missing(row.account)]
    if row.changing:
        return [_("The login has not changed yet, or is not verified, or other sessions are not signed out.")]
    if not row.works:
        return [_("No verified password is in the vault.")]
    return [_("Somebody other than %(name)s sets the new password.") % {"name": row.giver.name}]


def access_missing(handoff: Handoff) -> list[str]:
    """Why the taker does not get in yet, a sentence; empty once they have opened what is stored, or set it."""
    row = seen(handoff)
    if row is None or row.gets_in:
        return []
    if not row.by_login:
        return [_("%(name)s has no role recorded yet.") % {"name": row.taker.name}]
    words = _("%(name)s has not opened the new login yet: reveal it once, and sign in with it.")
    return [words % {"name": row.taker.name}]


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


def _may_see_to_it(handoff: Handoff, standing: Standing) -> bool:
    parties = (handoff.giver_id, handoff.taker_id)
    if standing.user.pk in parties:
        return False
    alone = standing.only_one_of_communications
    return standing.communications or bool(alone and alone.pk in parties and standing.superintendent)
