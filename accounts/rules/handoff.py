"""The passing of custody (IV.11, domain.md: handoff): who offers it to whom, who takes it, and who calls it off."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, Custody, CustodyState, CustodyTerms, Handoff, HandoffState
from accounts.rules import custody
from accounts.rules.standing import Standing, standing_of
from registry import clock
from registry.people.models import Absence, User
from registry.people.refusal import Refused, Stale

RULE = "domain: handoff"


def terms() -> CustodyTerms:
    """How long a handoff may take in this district; as delivered where nobody has said."""
    return CustodyTerms.objects.first() or CustodyTerms()


def the_handoff(user: User, uuid: UUID) -> Handoff:
    """A handoff with its account, for those it concerns and those who watch over the account; raises Http404."""
    people = ("giver", "taker", "offered_by", "verified_by", "closed_by", "passed_to", "custody")
    rows = Handoff.objects.select_related("account__platform", "account__unit", *people)
    found = rows.filter(uuid=uuid).first()
    if found is None or not user.is_active or not concerned(found, user):
        raise Http404
    return found


def again(handoff: Handoff) -> Handoff:
    """The handoff as it is now, with its people."""
    people = ("giver", "taker", "offered_by", "verified_by", "passed_to", "custody__account__platform")
    return Handoff.objects.select_related("account__platform", "account__unit", *people).get(pk=handoff.pk)


def concerned(handoff: Handoff, user: User) -> bool:
    """Whether a handoff is somebody's to see: its people's, and of those who watch over the account."""
    if user.pk in (handoff.giver_id, handoff.taker_id, handoff.offered_by_id):
        return True
    standing = standing_of(handoff.account, user)
    over_it = standing.communications or standing.administrator or standing.superintendent
    return over_it or standing.looks_after


def held_now(account: Account) -> Custody | None:
    """The custody that somebody has accepted and holds; None where an interim custodian does, or nobody confirmed."""
    rows = account.custodies.filter(state=CustodyState.OPEN, interim=False, unverified=False)
    return rows.select_related("custodian").first()


def position_to_pass(held: Custody) -> str:
    """The position that goes along where nobody says so: none where it is the giver's own title, which nobody takes
    over with an account.
    """
    return "" if held.position.strip() == held.custodian.title.strip() else held.position


def answers_now(handoff: Handoff) -> User:
    """Who answers for the account today: the giver, or who stepped in where they have left."""
    held = handoff.account.custodies.filter(state=CustodyState.OPEN).select_related("custodian").first()
    return held.custodian if held else handoff.giver


def live_of(account: Account) -> Handoff | None:
    """The handoff of this account that is under way."""
    return account.handoffs.filter(state__in=HandoffState.live()).select_related("giver", "taker").first()


def unanswered_of(user: User) -> "QuerySet[Handoff]":
    """What this person is to find somebody else for: nobody answered, nothing came after, the giver still holds it."""
    later = Handoff.objects.filter(account=OuterRef("account"), pk__gt=OuterRef("pk"))
    holds = Custody.objects.filter(
        account=OuterRef("account"), custodian=OuterRef("giver"), state=CustodyState.OPEN, interim=False
    )
    rows = Handoff.objects.filter(Exists(holds), ~Exists(later), state=HandoffState.TIMED_OUT, passed_to=user)
    return rows.select_related("account__platform", "account__unit", "giver", "taker").order_by("pk")


def of_custody(offered: Custody) -> Handoff | None:
    """The handoff of which an offered custody is a part."""
    return Handoff.objects.select_related("account__platform", "account__unit", "taker").filter(custody=offered).first()


def check_may_offer(standing: Standing) -> Custody:
    """Raise `Refused` unless this person may begin a handoff now: its custodian, the unit's administrator or
    Communications. Returns the custody that would pass.
    """
    if not (standing.custodian or standing.administrator or standing.communications):
        message = _("The custodian, the unit’s administrator or Communications hands an account over.")
        raise Refused(message, rule="domain: who may do what")
    if standing.account.state in AccountState.over():
        raise Stale(_("This account is closed."))
    held = held_now(standing.account)
    if held is None:
        raise Stale(_("Nobody has accepted the custody yet: offer it to somebody."))
    if live_of(standing.account):
        raise Stale(_("A handoff of this account is under way already."))
    return held


def check_taker(held: Custody, taker: User, by: User) -> None:
    """Raise `Refused` where this person cannot take it over: who has left, who holds it already, or who offers it.

    Somebody who is away, or has not confirmed the policy, can be asked: the offer waits (E3.42).
    """
    if taker.pk == held.custodian_id:
        raise Refused(_("%(name)s looks after it already.") % {"name": taker.name}, rule=RULE, field="taker")
    custody.check_may_offer_to(taker, by)
    custody.check_may_hold(held.account, taker)


def check_wanted(wanted_on: date | None) -> None:
    """Raise `Refused` for a day that is over."""
    if wanted_on and wanted_on < clock.today():
        raise Refused(_("Enter today or a later day."), rule=RULE, field="wanted_on")


def check_may_answer(handoff: Handoff, user: User) -> None:
    """Raise `Refused` unless it is theirs to answer, and still open."""
    if handoff.taker_id != user.pk:
        raise Refused(_("This handoff is offered to somebody else."), rule=RULE)
    if handoff.state != HandoffState.OFFERED:
        raise Stale(_("This offer was answered already, or is no longer open."))


def check_may_accept(handoff: Handoff, user: User) -> None:
    """Raise `Refused` unless they may take it over now: the policy is confirmed, and nothing forbids it meanwhile."""
    check_may_answer(handoff, user)
    custody.check_may_hold(handoff.account, user)
    custody.check_has_confirmed(user)


def check_may_call_off(handoff: Handoff, standing: Standing) -> None:
    """Raise `Refused` unless they may call it off: giver, administrator, Communications, and who has accepted."""
    if not handoff.is_live:
        raise Stale(_("This handoff is over already."))
    theirs = standing.user.pk == handoff.giver_id and standing.custodian
    if not (theirs or standing.taking or standing.administrator or standing.communications):
        message = _("The custodian, the unit’s administrator or Communications calls a handoff off.")
        raise Refused(message, rule=RULE)


def waits_because(taker: User) -> list[str]:
    """What keeps the taker from answering, a sentence each: the offer waits, the giver keeps custody (E3.42)."""
    said = []
    away = Absence.objects.on().filter(person=taker).first()
    if away:
        words = {"name": taker.name, "day": f"{away.ends_on:%B %-d}"}
        said.append(_("%(name)s is away until %(day)s.") % words)
    try:
        custody.check_has_confirmed(taker)
    except Refused:
        said.append(_("%(name)s has not confirmed the policy yet.") % {"name": taker.name})
    return said
