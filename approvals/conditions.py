"""Conditions of an approval (E1.18): which are in force, and who may do, confirm or waive one now.

The custodian does it and says so; Communications, or the office that set it, confirms, and never the one who said it is
done. Only the office that set it waives it, and says why. Until one of both, the condition is open.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Custody, CustodyState
from approvals.models import Condition, Request, RoundOutcome
from approvals.workflow import Status
from registry.people import powers
from registry.people.models import Appointment, Office, User
from registry.people.refusal import Refused, Stale

#: So many may be stated with one decision.
MOST = 3
#: Who is asked to hold what nobody has accepted yet; in a handoff the giver answers until its last step.
_ASKED = Q(state=CustodyState.OFFERED, handoff=None)
#: Of custodies: whoever holds it in any way, or is asked to.
HOLDING = Q(state=CustodyState.OPEN) | _ASKED
_NOBODY_ASKED = ~Exists(Custody.objects.filter(_ASKED, account=OuterRef("account")))
#: Of custodies: whoever holds it or is offered it; who holds it for the time being only where it is offered to nobody.
ANSWERS = _ASKED | (Q(state=CustodyState.OPEN) & (Q(interim=False) | _NOBODY_ASKED))
OPEN = Q(confirmed_at=None, waived_at=None)
IN_FORCE = Q(decision__round__outcome=RoundOutcome.APPROVED, request__status__in=(Status.SETTING_UP, Status.COMPLETED))


@dataclass(frozen=True)
class Stated:
    """A condition as an office states it."""

    text: str
    due_on: date | None = None
    before_live: bool = False


@dataclass(frozen=True)
class Hand:
    """What a person is to the conditions of a request; asked once for all of them."""

    user: User
    custodian: bool
    offices: tuple[Appointment, ...]

    @property
    def communications(self) -> bool:
        """Whether they are of Communications in their own right."""
        return any(row.office in powers.OPENS_THE_VAULT and row.on_behalf_of_id is None for row in self.offices)


def of_request(request: Request) -> QuerySet[Condition]:
    """The conditions of its last round, in the order they were set: those of an earlier round went with its text."""
    last = request.rounds.order_by("-number").values("pk")[:1]
    rows = Condition.objects.filter(request=request, decision__round__in=last)
    people = ("decision__by", "decision__on_behalf_of", "decision__seat", "done_by", "confirmed_by", "waived_by")
    return rows.select_related("request__unit", *people)


def hold_back(request: Request) -> list[str]:
    """What must be settled before the account goes live, a sentence each."""
    rows = of_request(request).filter(OPEN, before_live=True)
    return [_("A condition is open: %(text)s") % {"text": row.text} for row in rows]


def hand_of(request: Request, user: User) -> Hand:
    """What the person is to these conditions now."""
    custodian = any(person.pk == user.pk for person in custodians_of(request))
    return Hand(user, custodian, tuple(powers.offices_of(user)))


def custodians_of(request: Request) -> list[User]:
    """Who answers for what the request became: who holds or is offered it; before there is any, who was proposed."""
    rows = Custody.objects.filter(ANSWERS, account__items__request=request)
    found = list({row.custodian_id: row.custodian for row in rows.select_related("custodian").order_by("pk")}.values())
    return found or [request.custodian or request.requester]


def check_may_state(request: Request, stated: Collection[Stated]) -> None:
    """Raise `Refused` for more than three, and for one that would hold what never goes live: a permission."""
    if len(stated) > MOST:
        raise Refused(_("State at most %(most)d conditions.") % {"most": MOST}, rule="E1.18")
    if not request.opens_account and any(one.before_live for one in stated):
        message = _("A permission holds from its first day: no account goes live, so no condition can come before.")
        raise Refused(message, rule="E1.18")


def check_may_do(condition: Condition, hand: Hand) -> None:
    """Raise `Refused` unless this person may say that it is done: the custodian."""
    if not hand.custodian:
        raise Refused(_("The custodian says when a condition is done."), rule="E1.18")
    _check_open(condition)
    if condition.done_at:
        raise Stale(_("It was said already that this condition is done."))


def check_may_confirm(condition: Condition, hand: Hand) -> None:
    """Raise `Refused` unless this person may confirm it: Communications or the office that set it, not who did it."""
    if not (hand.communications or set_by_office_of(condition, hand.offices)):
        raise Refused(_("Communications, or the office that set the condition, confirms it."), rule="E1.18")
    _check_open(condition)
    if condition.done_at is None:
        raise Refused(_("The custodian has not said that it is done."), rule="E1.18")
    if condition.done_by_id == hand.user.pk:
        raise Refused(_("You said that it is done, so somebody else confirms it."), rule="E1.18")
    if _has_a_part(condition, hand):
        raise Refused(_("You have a part in this request, so somebody else confirms it."), rule="E1.18")


def check_may_waive(condition: Condition, hand: Hand) -> None:
    """Raise `Refused` unless this person may let it go: the office that set it, and nobody it binds."""
    if not set_by_office_of(condition, hand.offices):
        raise Refused(_("Only the office that set the condition may waive it."), rule="E1.18")
    if hand.custodian or _has_a_part(condition, hand):
        raise Refused(_("You have a part in this request, so somebody else decides."), rule="invariant 1")
    _check_open(condition)


def _has_a_part(condition: Condition, hand: Hand) -> bool:
    """Whether it is the person's own request, or that of somebody they are a designee of (E1.3)."""
    request = condition.request
    apart = {request.requester_id, request.custodian_id, request.backup_id}
    principals = {row.on_behalf_of.person_id for row in hand.offices if row.on_behalf_of}
    return bool(apart & {hand.user.pk, *principals})


def set_by_office_of(condition: Condition, offices: Iterable[Appointment]) -> bool:
    """Whether one of these appointments is to the office that was heard, for the unit of the request.

    Where the alternate answered for it, the alternate may too: the head for whom they stood in had a part, or is away.
    """
    decision, unit = condition.decision, condition.request.unit
    heard = decision.seat.office
    units = unit.path_ids() if unit and heard == Office.ADMINISTRATOR else [None]
    by_alternate = decision.office == Office.ALTERNATE
    return any(
        (row.office == heard and row.unit_id in units) or (by_alternate and row.office == Office.ALTERNATE)
        for row in offices
    )


def for_one_to_confirm(hand: Hand) -> Q:
    """The conditions that may be theirs to confirm, for a query; `check_may_confirm` has the last word on each."""
    wanted = Q() if hand.communications else Q(pk__in=[])
    for row in hand.offices if not hand.communications else ():
        there = Q(request__unit__path__startswith=row.unit.path) if row.unit else Q()
        wanted |= Q(decision__seat__office=row.office) & there
        if row.office == Office.ALTERNATE:
            wanted |= Q(decision__office=row.office)
    return wanted


def _check_open(condition: Condition) -> None:
    if condition.confirmed_at and condition.confirmed_by:
        raise Stale(_("%(who)s has confirmed this condition.") % {"who": condition.confirmed_by.name})
    if condition.waived_at and condition.waived_by:
        raise Stale(_("%(who)s has waived this condition.") % {"who": condition.waived_by.name})
    if condition.request.status not in (Status.SETTING_UP, Status.COMPLETED):
        raise Stale(_("The conditions count once every office has approved."))
