"""Who answers for an account (IV.11): accepting, declining, offering, and who stands in until then (invariant 7)."""

from collections.abc import Callable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Account, AccountState, Custody, CustodyState, Handoff
from accounts.rules.standing import Standing
from registry import policy
from registry.people.models import Appointment, Office, User
from registry.people.refusal import Refused, Stale

Bar = Callable[[Account, User], str | None]
_bars: list[Bar] = []

#: Working days to answer an offered custody, until the district sets its own.
ACCEPT_IN = 5
#: Who stands in where no unit has an administrator, in this order.
STAND_IN = (Office.COMMUNICATIONS_DIRECTOR, Office.COMMUNICATIONS_STAFF, Office.SUPERINTENDENT, Office.ALTERNATE)


def add_bar(bar: Bar) -> Bar:
    """Let a room upstairs say who may not hold an account: a sentence, or None. Used as a decorator."""
    if bar not in _bars:
        _bars.append(bar)
    return bar


def acceptance_text(account: Account) -> str:
    """What a custodian accepts; kept word for word with the acceptance."""
    return _(
        "I answer for %(account)s as an employee of the district. I keep its login, password and recovery details "
        "in the vault, and report every change of them there. I do not give them to students, nor to anyone by e-mail "
        "or chat. I keep its posts to the policy and the guidelines. "
        "When I can no longer look after it, I hand it over."
    ) % {"account": account.trail_label}


def check_may_accept(custody: Custody, user: User) -> None:
    """Raise `Refused` unless this offer is theirs, still open, and the policy is confirmed."""
    _check_offer(custody, user)
    check_may_hold(custody.account, user)
    check_has_confirmed(user)


def check_has_confirmed(user: User) -> None:
    """Raise `Refused` while somebody has not confirmed the policy as it is now."""
    if policy.current() and not policy.has_acknowledged(user):
        raise Refused(_("Read and confirm the social media policy first. The offer waits for you."), rule="IV.11")


def check_may_decline(custody: Custody, user: User, why: str) -> None:
    """Raise `Refused` unless this offer is theirs and still open, and they say why."""
    _check_offer(custody, user)
    if not why.strip():
        raise Refused(_("Say why, so that somebody else can be found."), rule="IV.11")


def check_may_offer(standing: Standing) -> None:
    """Raise `Refused` unless this person may offer the custody now: nobody has accepted it, and no offer is open."""
    account = standing.account
    if not (standing.communications or standing.administrator):
        raise Refused(_("The unit’s administrator or Communications offers the custody."), rule="IV.11")
    if account.state == AccountState.RETIRED:
        raise Stale(_("This account is retired."))
    if account.state == AccountState.CLOSING:
        raise Stale(_("It is being closed, or is parked. Call that off first, if it is to be used again."))
    asked = Q(state__in=CustodyState.asked()) | Q(state=CustodyState.OPEN, unverified=True)
    if account.custodies.filter(asked).exists():
        raise Stale(_("The custody is offered to somebody already."))
    if account.custodies.filter(state=CustodyState.OPEN, interim=False).exists():
        raise Stale(_("Somebody has accepted the custody. They hand it over, or it is taken from them first."))


def offered_to(account: Account) -> Custody | None:
    """What is offered and not answered, on its own or by an older list; a handoff is called off instead."""
    asked = Q(state=CustodyState.OFFERED, handoff=None) | Q(state=CustodyState.OPEN, unverified=True)
    return account.custodies.filter(asked).select_related("custodian").first()


def check_may_take_back(standing: Standing) -> Custody:
    """Raise `Refused` unless they may take an offer back that nobody has answered. Returns what is offered."""
    if not (standing.communications or standing.administrator):
        raise Refused(_("The unit’s administrator or Communications takes an offer back."), rule="IV.11")
    offered = offered_to(standing.account)
    if offered is None:
        raise Stale(_("No offer of the custody is open."))
    return offered


def check_says_why(why: str) -> None:
    """Raise `Refused` where no reason is given."""
    if not why.strip():
        raise Refused(_("Say why. The others read it."), rule="IV.11", field="why")


def check_may_be_unverified(account: Account) -> None:
    """Raise `Refused` where an account is past its set-up: what is official needs an acceptance (E3.45)."""
    if account.state != AccountState.SETTING_UP:
        message = _("This account is past its set-up. Whoever looks after it accepts the custody first.")
        raise Refused(message, rule="E3.45", field="unverified")


def check_may_offer_to(person: User, by: User) -> None:
    """Raise `Refused` where somebody would offer the custody to themselves: a custodian opens the login, and who may
    say whose that is does not say it of themselves (docs/decisions/0017).
    """
    if person.pk == by.pk:
        raise Refused(
            _("You cannot offer the custody to yourself. Another administrator or Communications can."),
            rule="decision 17",
        )


def check_may_hold(account: Account, person: User) -> None:
    """Raise `Refused` where this person cannot be offered the custody, nor accept it (invariant 1)."""
    if not person.is_active:
        raise Refused(_("%(name)s no longer works here.") % {"name": person.name}, rule="IV.11")
    for bar in _bars:
        reason = bar(account, person)
        if reason:
            raise Refused(reason, rule="invariant 1")


def stand_in_for(account: Account, *, failing: User, instead_of: User | None = None) -> User:
    """Who holds the custody while nobody has accepted: the administrator of the unit, or of the next one up; failing
    that Communications, the superintendent, the alternate, and last the one who acts. Holders only: a designee gets no
    way into the vault. Nobody who operates the system as long as there is anybody else; one who is left over holds it
    in name, and neither opens nor deposits a thing. Never nobody, and not who it is taken from. What is being closed,
    or is parked, is with Communications at once.
    """
    return stand_in_among(in_force_now(), account, failing=failing, instead_of=instead_of)


def in_force_now() -> list[Appointment]:
    """Every appointment that holds today, asked once for however many accounts."""
    return list(Appointment.objects.in_force().select_related("person"))


def stand_in_among(
    in_force: Sequence[Appointment], account: Account, *, failing: User, instead_of: User | None = None
) -> User:
    """The same, among these appointments."""
    out = {row.person_id for row in in_force if row.office == Office.SYSTEM_ADMINISTRATOR}
    out |= {instead_of.pk} if instead_of else set()
    rows = [row for row in in_force if row.on_behalf_of_id is None and row.person_id not in out]
    for unit_id in [] if account.state == AccountState.CLOSING else account.unit.path_ids():
        near = [each for each in rows if each.office == Office.ADMINISTRATOR and each.unit_id == unit_id]
        if near:
            return _first(near)
    for office in STAND_IN:
        holders = [each for each in rows if each.office == office]
        if holders:
            return _first(holders)
    return failing


def _first(rows: list[Appointment]) -> User:
    return min(rows, key=lambda each: each.pk).person


def _check_offer(custody: Custody, user: User) -> None:
    if custody.custodian_id != user.pk:
        raise Refused(_("This custody is offered to somebody else."), rule="IV.11")
    if custody.state != CustodyState.OFFERED and not (custody.unverified and custody.state == CustodyState.OPEN):
        raise Stale(_("This offer was answered already."))
    if Handoff.objects.filter(custody=custody).exists():
        raise Stale(_("It passes on by a handoff. Answer that."))
