"""Authorizations (II.2, II.4, IV.3, IV.4, IV.6): who sees one, who may revoke it, what each kind allows."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Authorization, AuthorizationKind
from registry.people import powers
from registry.people.models import Appointment, User
from registry.people.power import Power
from registry.people.refusal import Refused, Stale

#: What each kind allows, as a sentence to its holder; the scope says where its limits are.
ALLOWS = {
    AuthorizationKind.CLASSROOM: gettext_lazy(
        "You may use public social media other than the district’s own for this class or activity. The parents’ "
        "consent to their children taking part is confirmed; the provider’s rules apply too."
    ),
    AuthorizationKind.ONE_OFF: gettext_lazy(
        "You may post for the district, within this scope, on the official accounts of this school or department. "
        "Those who look after the account post it for you, or beside you."
    ),
    AuthorizationKind.SPOKESPERSON: gettext_lazy("You may speak for the district, within this scope."),
    AuthorizationKind.DISTRICT_EMAIL: gettext_lazy(
        "You may use your district e-mail address on public social media, within this scope."
    ),
    AuthorizationKind.LOGO: gettext_lazy("You may use the district’s logo, within this scope."),
}
#: What comes with each, in the words of the policy: for who asks, who decides, and who holds it.
DUTIES = {
    AuthorizationKind.CLASSROOM: gettext_lazy(
        "Only with parental consent for every student who takes part, and by the platform’s own rules. No student "
        "whose family opted out is shown, and none is named."
    ),
    AuthorizationKind.ONE_OFF: gettext_lazy("Once, as described. Whoever posts regularly is designated instead."),
    AuthorizationKind.SPOKESPERSON: gettext_lazy(
        "Whoever speaks for the district elsewhere says each time that they work here (IV.4)."
    ),
    AuthorizationKind.DISTRICT_EMAIL: gettext_lazy("For the purpose described, never for personal use."),
    AuthorizationKind.LOGO: gettext_lazy("The logo as it is, for the purpose described."),
}


def visible_to(user: User) -> Q:
    """Which authorizations somebody may see: their own; of their units for an administrator; all for the
    superintendent and Communications. A designee sees what the office does, to decide on the next one.
    """
    rows = powers.offices_of(user)
    if any(Power.SEE_ALL_REQUESTS in powers.powers_from(row) for row in rows):
        return Q()
    seen = Q(person=user)
    for row in rows:
        if row.unit and Power.SEE_UNIT_REQUESTS in powers.powers_from(row):
            seen |= Q(unit__path__startswith=row.unit.path)
    return seen


def the_authorization(user: User, uuid: UUID) -> Authorization:
    """One authorization; raises Http404 where there is none for this person."""
    found = with_people(Authorization.objects.filter(visible_to(user), uuid=uuid)).first()
    if found is None:
        raise Http404
    return found


def with_people(rows: "QuerySet[Authorization]") -> "QuerySet[Authorization]":
    """The rows with all that their lines say, in the same query."""
    return rows.select_related("person", "unit", "platform", "granted_by", "revoked_by")


def check_may_revoke(authorization: Authorization, user: User) -> None:
    """Raise `Refused` unless they hold an office that decides such things, in their own right or as a designee: the
    unit's administrator, the superintendent, the communications director.
    """
    if not any(_decides(row, authorization) for row in powers.offices_of(user)):
        message = _("The unit’s administrator, the superintendent and the communications director revoke it.")
        raise Refused(message, rule="domain: who may do what")
    if authorization.revoked_at is not None:
        raise Stale(_("This authorization was revoked already."))
    if authorization.is_over:
        raise Stale(_("This authorization has ended. There is nothing to revoke."))


def check_says_why(why: str) -> None:
    """Raise `Refused` without a reason: the person reads it."""
    if not why.strip():
        raise Refused(_("Say why: the person concerned reads it."), rule="II.2")


def _decides(row: Appointment, authorization: Authorization) -> bool:
    given = powers.powers_from(row)
    if {Power.DECIDE_SUPERINTENDENT, Power.DECIDE_COMMUNICATIONS} & given:
        return True
    return Power.DECIDE_ADMINISTRATOR in given and row.unit_id in authorization.unit.path_ids()
