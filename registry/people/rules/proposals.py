"""What two people do together: certain offices, and destroying a key; two of superintendent, communications director
and alternate (domain.md).

A system administrator may prepare a proposal. A designee has no part in it, nor has whoever it is about.
"""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from registry.people import powers
from registry.people.models import Appointment, Office, Proposal, ProposalKind, ProposalState, User
from registry.people.power import Power
from registry.people.proof import DECISION_MINUTES, REVEAL_MINUTES
from registry.people.refusal import Refused, Stale
from registry.people.rules.disposals import check_may_agree, offices_that_dispose

RULE = "two-person acts"


def may_sign(by: User) -> bool:
    """Whether this person can be one of the two."""
    return powers.has_power(by, Power.SIGN_APPOINTMENTS)


def check_may_see_proposals(by: User) -> None:
    """Raise `Refused` unless this person prepares or signs such appointments."""
    if not (may_sign(by) or powers.has_power(by, Power.PREPARE_APPOINTMENTS)):
        raise Refused(
            _(
                "Only the superintendent, the communications director and the alternate give these offices, two of "
                "them together; a system administrator prepares."
            ),
            rule=RULE,
        )


def visible_proposals(user: User) -> Any:
    """The proposals this person may see: all for those who prepare and sign, none for anybody else."""
    rows = Proposal.objects.select_related("person", "prepared_by", "first", "second", "closed_by", "appointment")
    rows = rows.select_related("disposal__schedule")
    held = powers.powers_of(user)
    return rows if held & {Power.SIGN_APPOINTMENTS, Power.PREPARE_APPOINTMENTS} else rows.filter(Q(pk__in=[]))


def check_may_propose_for(by: User, person: User) -> None:
    """Raise `Refused` unless this person may propose that one for an office that two give."""
    check_may_see_proposals(by)
    if by.pk == person.pk:
        raise Refused(_("You cannot appoint yourself."), rule="invariant 1")
    if not person.is_active:
        raise Refused(_("%(name)s is deactivated and cannot hold an office.") % {"name": person.name})


def check_may_propose_end(by: User, appointment: Appointment) -> None:
    """Raise `Refused` unless this person may propose that the appointment ends."""
    if appointment.office not in powers.BY_TWO_TOGETHER or appointment.on_behalf_of_id is not None:
        raise Refused(_("This office does not take two people to end."), rule=RULE)
    check_may_see_proposals(by)
    if by.pk == appointment.person_id:
        raise Refused(_("You cannot end your own appointment."), rule="who may do what")
    if not Appointment.objects.filter(pk=appointment.pk, ended_at=None).exists():
        raise Stale(_("This appointment has ended already."))


def check_none_open(person: User, office: Office, kind: ProposalKind) -> None:
    """Raise `Refused` where the same is proposed already."""
    other = Proposal.objects.filter(person=person, office=office, kind=kind, state=ProposalState.OPEN).first()
    if other and other.is_open:
        raise Refused(
            _("This is proposed already, and waits for a signature until %(day)s.")
            % {"day": f"{other.lapses_on:%B %-d, %Y}"},
            field="office",
        )


def check_may_prepare_destruction(by: User, kid: str) -> None:
    """Raise `Refused` unless this person operates the site, and nobody has proposed the same."""
    if not (powers.has_power(by, Power.OPERATE) and by.is_active):
        raise Refused(_("Only a system administrator prepares the destruction of a key."), rule=RULE)
    other = Proposal.objects.filter(kind=ProposalKind.KEY, subject=kid, state=ProposalState.OPEN).first()
    if other and other.is_open:
        raise Refused(
            _("This is proposed already, and waits for a signature until %(day)s.")
            % {"day": f"{other.lapses_on:%B %-d, %Y}"}
        )


def agreed_destruction(kid: str) -> Proposal | None:
    """The proposal by which two people have agreed to destroy this key."""
    rows = Proposal.objects.filter(kind=ProposalKind.KEY, subject=kid, state=ProposalState.CONFIRMED)
    return rows.select_related("first", "second").first()


def check_may_sign(by: User, proposal: Proposal) -> None:
    """Raise unless this person may give the next signature: not theirs already, not about them, still open."""
    if proposal.kind == ProposalKind.DISPOSAL:
        check_open(proposal)
        check_may_agree(by, proposal)
        return
    if not may_sign(by):
        raise Refused(
            _("Only the superintendent, the communications director and the alternate can sign this."), rule=RULE
        )
    if by.pk == proposal.person_id:
        raise Refused(_("This is about you, so two others sign it."), rule="invariant 1")
    if proposal.kind == ProposalKind.KEY and by.pk == proposal.prepared_by_id:
        raise Refused(_("You prepared this, so two others sign it."), rule=RULE)
    check_open(proposal)
    if by.pk == proposal.first_id:
        raise Refused(_("You have signed this. Somebody else must confirm it."), rule=RULE)


def minutes_to_sign(proposal: Proposal) -> int:
    """How old the second factor of whoever signs may be: what is removed does not come back."""
    return REVEAL_MINUTES if proposal.kind == ProposalKind.DISPOSAL else DECISION_MINUTES


def check_first_still_may(proposal: Proposal) -> None:
    """Raise `Refused` where whoever signed first could not do so today: two offices give it, not one and a memory."""
    first = proposal.first
    if first and not _still_may(first, proposal):
        raise Refused(
            _("%(name)s, who proposed this, no longer holds an office that can. Propose it again.")
            % {"name": first.name},
            rule=RULE,
        )


def _still_may(first: User, proposal: Proposal) -> bool:
    if proposal.kind == ProposalKind.DISPOSAL:
        return proposal.disposal.office in offices_that_dispose(first)
    return may_sign(first)


def offices_that_sign(proposal: Proposal) -> list[Office]:
    """Whose holders are asked for the next signature."""
    if proposal.kind == ProposalKind.DISPOSAL:
        return [proposal.disposal.other_office]
    return [office for office in Office if Power.SIGN_APPOINTMENTS in powers.POWERS[office]]


def check_may_withdraw(by: User, proposal: Proposal) -> None:
    """Raise unless this person prepared or proposed it, and it is still open. Whoever disagrees does not sign."""
    if by.pk not in (proposal.prepared_by_id, proposal.first_id):
        raise Refused(_("Only those who prepared or proposed this can withdraw it."), rule=RULE)
    check_open(proposal)


def check_open(proposal: Proposal) -> None:
    """Raise `Stale` with what became of a proposal that is not open any more."""
    if proposal.is_open:
        return
    told = {
        ProposalState.CONFIRMED: _("%(name)s has confirmed this already."),
        ProposalState.WITHDRAWN: _("%(name)s has withdrawn this."),
    }.get(ProposalState(proposal.state), _("Nobody confirmed this in time, so it lapsed. Propose it again."))
    who = proposal.second or proposal.closed_by
    raise Stale(told % {"name": who.name if who else ""})
